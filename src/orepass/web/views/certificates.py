"""A certificate for everyone, and the page from which its provider or client changes what may be said of it."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from orepass.assurance import queries as assurance
from orepass.assurance.queries import CertificateCard, CertificateStatus, TransferCard
from orepass.inclusion.groups import queries as groups
from orepass.kernel.refusal import NotFound
from orepass.party import queries as party
from orepass.party.rules.kinds import OrganisationKind
from orepass.passport import queries as passports
from orepass.platform import clock
from orepass.scheme import queries as scheme
from orepass.transparency import queries as transparency
from orepass.web import vocabulary
from orepass.web.act import Step, may, work_page
from orepass.web.acting import actor_of, at_work, opens
from orepass.web.components import Moment, Parameter, Why
from orepass.web.forms import certificates as forms
from orepass.web.marks import certificate_mark
from orepass.web.pictures.qr import qr_code
from orepass.web.views import reports
from orepass.web.vocabulary.rules import rule_value
from orepass.web.words import day_text, language


def certificate(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show a certificate to anyone: what it covers, its status today and why, its life, and its place on the log."""
    return render(request, "public/certificate.html", _page(assurance.certificate_card(identifier)))


def _page(card: CertificateCard) -> dict[str, Any]:
    today = clock.today()
    status = card.status(today)
    sites = party.site_cards(covered.site for covered in card.sites)
    pack = scheme.pack(card.pack)
    standard = pack.standard(card.standard)
    address = settings.PUBLIC_URL + reverse("web:certificate", args=[card.id])
    return {
        "certificate": card,
        "mark": certificate_mark(status),
        "status_words": _status_words(card, status),
        "standard_title": standard.title.get(language()) or standard.title["en"],
        "valid_from": card.valid_from,
        "valid_to": card.ends_before - timedelta(days=1),
        "sites": [
            (sites[covered.site], covered.valid_before, card.covers(covered.site, today))
            for covered in card.sites
            if covered.site in sites
        ],
        "moments": _moments(card, today),
        "why": _why(card, standard),
        "entry": transparency.entry_of(card.id),
        "qr": qr_code(address),
        "address": address,
        "today": today,
        "credentials": passports.credentials_about(card.id),
        "draws": groups.public_draws(card.application),
    }


def _status_words(card: CertificateCard, status: CertificateStatus) -> str:
    return {
        CertificateStatus.ACTIVE: _("Its sites may deliver as certified today."),
        CertificateStatus.NOT_YET_VALID: _("It is not valid yet; nothing may be delivered under it today."),
        CertificateStatus.SUSPENDED: _("Nothing may be delivered as certified until it is restored."),
        CertificateStatus.WITHDRAWN: _("It was withdrawn and will not come back."),
        CertificateStatus.TERMINATED: _("Its holder ended the certification."),
        CertificateStatus.EXPIRED: _("It ended on %(day)s; what was delivered before keeps its claim.")
        % {"day": day_text(card.ends_before - timedelta(days=1))},
    }[status]


def _moments(card: CertificateCard, today: date) -> list[Moment]:
    kinds = {"certificate.suspend": "suspended", "certificate.restore": "verified", "certificate.reduce": "due"}
    moments = [Moment(on=card.decided_at.date(), said=_("Decided and issued"), kind="verified", by=card.provider_name)]
    moments += [
        Moment(on=change.on, said=vocabulary.certificate_step(change.action), kind=kinds.get(change.action, "failed"))
        for change in card.changes
    ]
    moments += [
        Moment(on=due, said=_("Surveillance due"), kind="due", future=due > today) for due in card.surveillance_dues
    ]
    last = card.ends_before - timedelta(days=1)
    moments.append(Moment(on=last, said=_("Valid to this day"), kind="expired", future=last > today))
    moments.append(Moment(on=today, said="", today=True))
    return sorted(moments, key=lambda moment: (moment.on, moment.today))


def _why(card: CertificateCard, standard: Any) -> Why:  # noqa: ANN401 - the scheme's standard
    paths = ("lifecycle.cycle_months", "lifecycle.surveillance_months", "lifecycle.suspension_months")
    found = [(path, standard.rules[path]) for path in paths if path in standard.rules]
    return Why(
        rule=_(
            "The status is computed for the day from the period and the recorded changes; nobody can forget to end it."
        ),
        parameters=tuple(
            Parameter(
                vocabulary.named(path.rpartition(".")[2]),
                rule_value(parameter.value, parameter.unit),
                parameter.source,
                parameter.clause,
                parameter.verified,
            )
            for path, parameter in found
        ),
        edition=f"{card.pack} · {card.standard}",
        summary=_("Why this status?"),
    )


@at_work()
def work(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show a certificate to its provider and its client, with the changes open to them and whom they touch."""
    actor = actor_of(request)
    card = assurance.certificate_card(identifier)
    waiting = assurance.open_transfers(card.id)
    parties = [card.provider, card.watched_by, card.client, *(each.provider for each in waiting)]
    if not any(actor.is_in(each) for each in parties):
        raise NotFound(what=identifier)
    names = party.organisation_cards(each.provider for each in waiting)
    choice = reports.choosing(actor, card)
    shown_parts = reports.preview(request, card, choice[1]) if choice else {}
    page = {
        **_page(card),
        **shown_parts,
        "file_id": card.application,
        "appeal_href": opens(actor, "appeal-new"),
        "waiting": [(names[each.provider].name, each.reason, each.requested_at.date()) for each in waiting],
        "move_by": card.ends_before - timedelta(days=1) if card.is_moving else None,
    }
    changes = [*_steps(request, card), *_moves(request, card, waiting)]
    page["touches"] = any(may(request, step.tag) for step in changes)
    steps = [*changes, *([choice[0]] if choice else [])]
    return work_page(request, "desk/certificate.html", page, steps=steps, tables=shown_parts.get("report_tables", ()))


def _steps(request: HttpRequest, card: CertificateCard) -> list[Step]:
    actor = actor_of(request)
    status = card.status(clock.today())
    running = status in {CertificateStatus.ACTIVE, CertificateStatus.SUSPENDED}
    holds = actor.is_in(card.watched_by)
    fixed = {"certificate": card.id}
    done = _("Done. The change counts from today and goes on the public log.")
    sites = [(site.id, site.name) for site in party.site_cards(covered.site for covered in card.sites).values()]
    offered: list[tuple[bool, str, Any, dict[str, Any]]] = [
        (holds and status is CertificateStatus.SUSPENDED, "restore", forms.RestoreForm, {}),
        (holds and status is CertificateStatus.ACTIVE, "suspend", forms.SuspendForm, {}),
        (holds and running, "reduce", forms.ReduceForm, {"sites": sites}),
        (holds and running, "withdraw", forms.WithdrawCertificateForm, {}),
        (actor.is_in(card.client) and running, "terminate", forms.TerminateForm, {}),
    ]
    steps = [
        Step(tag=f"assurance.certificate.{name}", form=form, fixed=fixed, options=options, done=done)
        for open_now, name, form, options in offered
        if open_now
    ]
    if actor.is_in(card.watched_by):
        issued = _("The credential is signed; whoever holds it can check it without asking us.")
        steps.append(
            Step(tag="passport.certificate.issue_credential", form=forms.IssueCredentialForm, fixed=fixed, done=issued)
        )
    return steps


def _moves(request: HttpRequest, card: CertificateCard, waiting: list[TransferCard]) -> list[Step]:
    """Return what can be done about a move to another provider."""
    actor = actor_of(request)
    steps = []
    for each in waiting:
        fixed = {"transfer": each.id}
        if actor.is_in(each.provider):
            moved = _("The certificate is yours to watch over; its period stays.")
            steps += [
                Step(tag="assurance.transfer.accept", form=forms.AcceptTransferForm, fixed=fixed, done=moved),
                Step(
                    tag="assurance.transfer.refuse",
                    form=forms.RefuseTransferForm,
                    fixed=fixed,
                    done=_("Refused, and the client is told."),
                    next_href=reverse("web:dashboard"),
                ),
            ]
        if actor.is_in(card.client):
            cancelled = _("The request is cancelled.")
            steps.append(
                Step(tag="assurance.transfer.cancel", form=forms.CancelTransferForm, fixed=fixed, done=cancelled)
            )
    if not waiting and actor.is_in(card.client) and card.status(clock.today()) is CertificateStatus.ACTIVE:
        others = [
            (str(each.id), each.name)
            for each in party.organisations(kind=OrganisationKind.PROVIDER)
            if each.id != card.watched_by
        ]
        if others:
            steps.append(
                Step(
                    tag="assurance.transfer.request",
                    form=forms.RequestTransferForm,
                    fixed={"certificate": card.id},
                    options={"choices": {"provider": others}},
                    done=_("Asked. The other provider may read the file now and answers here."),
                )
            )
    return steps
