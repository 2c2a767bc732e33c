"""The desk: what waits for whoever is logged in, their files and certificates, and what they were told."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from orepass.assurance import queries as assurance
from orepass.assurance.queries import ApplicationCard, CertificateCard
from orepass.custody.queries import custody_tasks
from orepass.engagement.queries import appeal_for, engagement_tasks
from orepass.inclusion.fees.queries import fee_tasks
from orepass.inclusion.groups.queries import group_tasks
from orepass.inclusion.recognition.queries import recognition_tasks
from orepass.inclusion.stages.queries import stage_tasks
from orepass.kernel.refusal import NotFound
from orepass.party import queries as party
from orepass.platform import clock
from orepass.platform.access import Actor, Role
from orepass.platform.notices import notices_for
from orepass.register.queries import site_for
from orepass.web import vocabulary
from orepass.web.act import work_page
from orepass.web.acting import actor_of, at_work
from orepass.web.components import Cell, Column, Table, Task, day, marked, words
from orepass.web.marks import certificate_mark, due_mark, file_mark
from orepass.web.roles import role_words
from orepass.web.words import translated

SHOWN = 200
PAGES = {
    "ncf": "web:finding",
    "crt": "web:certificate-work",
    "aud": "web:audit",
    "sit": "web:site",
    "mem": "web:member",
    "grp": "web:group",
    "fee": "web:money",
    "pot": "web:money",
    "prm": "web:money",
    "adv": "web:money",
    "cmp": "web:complaint",
    "apl": "web:appeal",
    "cns": "web:round-work",
    "dev": "web:development-work",
    "plt": "web:pilot",
    "fct": "web:recognition-certificate",
    "rcl": "web:recall",
    "que": "web:inbox",
    "dsp": "web:inbox",
    "hld": "web:inbox",
    "cor": "web:inbox",
    "msr": "web:improvement",
    "bal": "web:account",
    "clo": "web:statement",
    "lot": "web:lot",
}
"""The page of a thing, by the kind in its identifier."""
LISTS = {"web:inbox", "web:improvement"}
"""Pages of several things."""


@at_work()
def dashboard(request: HttpRequest) -> HttpResponse:
    """Show the tasks of whoever is logged in, with their due dates, and the files they are about."""
    actor = actor_of(request)
    today = clock.today()
    organisation = (
        party.organisation_cards([actor.organisation]).get(actor.organisation) if actor.organisation else None
    )
    page = {
        "organisation": organisation,
        "roles": ", ".join(sorted(role_words(role) for role in actor.roles)),
        "tasks": tasks(actor, today),
        "may_apply": actor.roles & {Role.OPERATOR, Role.GROUP_MANAGER},
        "notices": [
            {"said": vocabulary.notice(card.kind), "href": _notice_href(actor, card.subject), "due_on": card.due_on}
            for card in notices_for(actor, unread_only=True, limit=10)
        ],
    }
    return work_page(
        request, "desk/dashboard.html", page, tables=[files_table(actor), certificates_table(actor, today)]
    )


def tasks(actor: Actor, today: date) -> list[Task]:
    """Return what waits for an actor, the earliest first."""
    return [
        Task(
            what=translated(task.title),
            href=_href(task.subject, task.case),
            due_on=task.due_on,
            note=task.subject,
            mark=due_mark(task.due_on, today),
        )
        for task in sorted(
            [
                *assurance.tasks_for(actor, today),
                *group_tasks(actor, today),
                *fee_tasks(actor, today),
                *stage_tasks(actor, today),
                *recognition_tasks(actor, today),
                *engagement_tasks(actor, today),
                *custody_tasks(actor, today),
            ],
            key=_urgency,
        )
    ]


def _urgency(task: assurance.Task) -> tuple[date, str]:
    return (task.due_on or date.max, task.subject)


def _notice_href(actor: Actor, subject: str) -> str:
    """Lead to what a notice is about, if it opens: of an appeal or a site more are told than may read it."""
    kept = {"apl": appeal_for, "sit": site_for}.get(subject.partition("-")[0])
    try:
        if kept:
            kept(actor, subject)
    except NotFound:
        return ""
    return _href(subject, subject)


def _href(subject: str, case: str) -> str:
    kind = subject.partition("-")[0]
    if PAGES.get(kind) in LISTS:
        return reverse(PAGES[kind])
    if kind in PAGES:
        return reverse(PAGES[kind], args=[subject])
    if kind == "ann":
        return f"{reverse('web:announcements')}#{subject}"
    return reverse("web:file", args=[case]) if case.startswith("app-") else ""


def files_table(actor: Actor) -> Table:
    """List the files in which the actor's organisation is client or provider."""
    page = assurance.applications_for(actor, limit=SHOWN)
    names = party.organisation_cards([card.client for card in page.items] + [card.provider for card in page.items])
    client_side = bool(actor.roles & {Role.OPERATOR, Role.GROUP_MANAGER})
    return Table(
        id="files",
        caption=_("Files"),
        columns=(
            Column(_("File")),
            Column(_("Client")),
            Column(_("Provider")),
            Column(_("Standard")),
            Column(_("State")),
        ),
        rows=tuple(_file_row(card, {key: found.name for key, found in names.items()}) for card in page.items),
        empty=_("Each certification has a file: application, answers, visits, findings and the decision."),
        begin_href=reverse("web:file-new") if client_side else "",
        begin_text=_("Apply for certification"),
    )


def _file_row(card: ApplicationCard, names: dict[str, str]) -> tuple[Cell, ...]:
    return (
        words(card.id, href=reverse("web:file", args=[card.id])),
        words(names.get(card.client, card.client)),
        words(names.get(card.provider, card.provider)),
        words(card.standard, note=vocabulary.application_kind(card.kind)),
        marked(file_mark(card.state)),
    )


def certificates_table(actor: Actor, today: date) -> Table:
    """List the certificates of the actor's organisation, as client or as provider."""
    found: list[CertificateCard] = []
    if actor.organisation:
        found += assurance.certificates(client=actor.organisation, limit=SHOWN).items
        found += assurance.certificates(provider=actor.organisation, limit=SHOWN).items
    return holders(found, today, "web:certificate-work")


def holders(found: list[CertificateCard], today: date, page: str) -> Table:
    """List certificates with their holders and their status on a day."""
    return Table(
        id="certificates",
        caption=_("Certificates"),
        columns=(
            Column(_("Certificate")),
            Column(_("Holder")),
            Column(_("Standard")),
            Column(_("Status today")),
            Column(_("Valid to"), "day"),
        ),
        rows=tuple(
            (
                words(card.id, href=reverse(page, args=[card.id])),
                words(card.client_name),
                words(card.standard, note=vocabulary.level(card.level)),
                marked(certificate_mark(card.status(today))),
                day(card.period.valid_to),
            )
            for card in found
        ),
        empty=_("No certificate yet. It will stand here from the day of the decision, with its status on each day."),
    )
