"""Recognition of other schemes: what is recognised, for everyone; agreements and certificates, for those at work."""

from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from orepass.assurance import queries as assurance
from orepass.inclusion.recognition import queries as recognition
from orepass.inclusion.recognition.queries import AgreementCard, ClaimCard, ForeignCertificateCard
from orepass.inclusion.recognition.rules.claim import Line
from orepass.inclusion.recognition.rules.credit import Credit
from orepass.inclusion.recognition.rules.matching import Cell as Overlap
from orepass.party import queries as party
from orepass.platform import clock
from orepass.platform.access import STRANGER, Actor, Role
from orepass.web import vocabulary
from orepass.web.act import Step, work_page
from orepass.web.acting import actor_of, at_work
from orepass.web.components import Cell, Column, Mark, Moment, Table, day, marked, number, words
from orepass.web.forms import recognition as forms
from orepass.web.words import number_text, said_text

CLIENT = frozenset({Role.OPERATOR, Role.GROUP_MANAGER})
STAFF = frozenset({Role.SCHEME_STAFF, Role.STEWARD})
_CREDIT_MARKS = {
    Credit.CREDITED: "verified",
    Credit.PARTLY: "due",
    Credit.HOLD: "suspended",
    Credit.UNCHECKED: "undetermined",
    Credit.GAP: "missing",
}


def credit_mark(credit: Credit) -> Mark:
    """Mark what a requirement gets."""
    return Mark(_CREDIT_MARKS[credit], vocabulary.credit(credit))


def agreement_mark(card: AgreementCard) -> Mark:
    """Mark where an agreement stands."""
    kinds = {"in_force": "active", "grace": "due", "suspended": "suspended", "lapsed": "expired"}
    kind = "failed" if card.state == "refused" else kinds.get(card.use, "due")
    return Mark(kind, vocabulary.agreement_state(card.state))


def foreign_mark(card: ForeignCertificateCard) -> Mark:
    """Mark how a certificate of another scheme stands."""
    kinds = {"active": "verified", "suspended": "suspended", "expired": "expired", "unknown": "undetermined"}
    return Mark(kinds.get(card.status, "failed"), vocabulary.foreign_status(card.status))


def recognised(request: HttpRequest) -> HttpResponse:
    """Show everyone which other standards are recognised, and how far."""
    today = clock.today()
    cards = recognition.agreements_for(STRANGER, today)
    tables = [agreements_table(cards, "web:recognised-one"), _overlap_table()]
    return work_page(request, "public/recognised.html", {}, tables=tables)


def recognised_one(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show everyone one agreement: its lines, its gaps, its conditions."""
    card = recognition.agreement_for(STRANGER, identifier, clock.today())
    return work_page(request, "public/recognised_one.html", _agreement_page(card), tables=[lines_table(card.lines)])


@at_work()
def desk(request: HttpRequest) -> HttpResponse:
    """Show agreements and certificates of other schemes to whoever works with them."""
    actor = actor_of(request)
    today = clock.today()
    cards = recognition.agreements_for(actor, today)
    certificates = recognition.foreign_certificates_for(actor, today)
    tables = [agreements_table(cards, "web:recognition-agreement"), _certificates_table(certificates)]
    page = {"is_client": bool(actor.roles & CLIENT), "is_staff": bool(actor.roles & STAFF)}
    return work_page(request, "desk/recognition.html", page, steps=_desk_steps(actor, cards), tables=tables)


def _desk_steps(actor: Actor, cards: Sequence[AgreementCard]) -> list[Step]:
    steps: list[Step] = []
    if actor.roles & STAFF:
        names = [name for name, path in recognition.mapping_files().items() if path.is_file()]
        done = _("The mapping is up for recognition. Assess the assurance of the other scheme next.")
        shipped = {"choices": {"mapping": [(name, name) for name in names]}}
        texts = {name: recognition.mapping_text(name) for name in names}
        steps += [
            Step(
                tag="recognition.agreement.request",
                name="shipped",
                form=forms.ShippedForm,
                options={**shipped, "texts": texts},
                done=done,
                next_href=_agreement_href,
            ),
            Step(tag="recognition.agreement.request", form=forms.RequestForm, done=done, next_href=_agreement_href),
        ]
    standards = {card.mapping.theirs.name: card.mapping.theirs.title for card in cards if card.use == "in_force"}
    if actor.roles & CLIENT and standards:
        steps.append(_present_step(actor, standards))
    return steps


def _present_step(actor: Actor, standards: dict[str, str]) -> Step:
    sites = party.sites_of(actor.organisation)
    minerals = sorted({mineral for site in sites for mineral in site.minerals})
    choices = {
        "standard": [(name, f"{title} ({name})") for name, title in standards.items()],
        "sites": [(site.id, site.name) for site in sites],
        "minerals": [(mineral, vocabulary.mineral(mineral)) for mineral in minerals],
    }
    return Step(
        tag="recognition.certificate.present",
        form=forms.PresentForm,
        options={"choices": choices},
        done=_("Presented. It counts once somebody else has looked it up."),
        next_href=lambda card: reverse("web:recognition-certificate", args=[card.id]),
    )


def _agreement_href(card: AgreementCard) -> str:
    return reverse("web:recognition-agreement", args=[card.id])


@at_work()
def agreement(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show an agreement and the steps open to the staff of its scheme."""
    actor = actor_of(request)
    card = recognition.agreement_for(actor, identifier, clock.today())
    steps = _agreement_steps(card) if actor.is_in(card.owner) else []
    return work_page(
        request, "desk/recognition_agreement.html", _agreement_page(card), steps=steps, tables=[lines_table(card.lines)]
    )


def _agreement_steps(card: AgreementCard) -> list[Step]:
    possible = {step.removeprefix("agreement.") for step in card.next_steps}
    done = _("Done, and written to the record.")
    offered = (
        ("assess", forms.AssessForm, "assess" in possible),
        ("consult", forms.ConsultForm, "consult" in possible),
        ("decide", forms.DecideForm, "refuse" in possible),
        ("suspend", forms.SuspendForm, "suspend" in possible),
        ("restore", forms.RestoreForm, "restore" in possible),
        ("renew", forms.RenewForm, "renew" in possible),
    )
    return [
        Step(tag=f"recognition.agreement.{name}", form=form, fixed={"agreement": card.id}, done=done)
        for name, form, now in offered
        if now
    ]


def _agreement_page(card: AgreementCard) -> dict[str, object]:
    return {
        "card": card,
        "mark": agreement_mark(card),
        "use": vocabulary.agreement_use(card.use),
        "level": vocabulary.recognition_level(card.mapping.level),
        "assurance": vocabulary.assurance_worth(card.assurance),
        "covered": len(card.match.covered),
        "total": len(card.lines),
        "index": number_text(card.match.index.percent),
        "critical_misses": card.match.critical_misses,
        "silent": _silent(card.lines),
        "moments": [
            Moment(on=step.on, said=vocabulary.agreement_step(step.action), by=step.note) for step in card.steps
        ],
    }


@at_work()
def certificate(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show a certificate of another scheme: how it stands, and what it would be worth here."""
    actor = actor_of(request)
    today = clock.today()
    card = recognition.foreign_certificate_for(actor, identifier, today)
    previews = recognition.previews(actor, identifier, today)
    step = Step(
        tag="recognition.certificate.check",
        form=forms.CheckForm,
        fixed={"certificate": card.id},
        initial={"checked_on": today, "since": card.valid_from},
        done=_("Entered. Every file that relies on the certificate follows it from today."),
    )
    page = {
        "card": card,
        "holder": party.organisation_card(card.holder),
        "mark": foreign_mark(card),
        "sites": party.site_cards(card.sites).values(),
        "minerals": ", ".join(vocabulary.mineral(mineral) for mineral in card.minerals),
        "is_holder": actor.is_in(card.holder),
        "previews": [
            {
                "title": preview.title,
                "agreement": preview.agreement,
                "covered": len(preview.match.covered),
                "total": len(preview.lines),
                "index": number_text(preview.match.index.percent),
                "critical": len(preview.match.critical_misses),
            }
            for preview in previews
        ],
    }
    tables = [_checks_table(card), *(lines_table(preview.lines) for preview in previews[:1])]
    steps = [] if card.here or card.holder == actor.organisation else [step]
    return work_page(request, "desk/recognition_certificate.html", page, steps=steps, tables=tables)


@at_work()
def claims(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show what certificates of other schemes are worth in a file today: credited, on hold, or a gap to be audited."""
    actor = actor_of(request)
    today = clock.today()
    file = assurance.application_for(actor, identifier)
    found = recognition.claims_in(actor, identifier, today)
    page = {
        "application": file,
        "client": party.organisation_card(file.client),
        "claims": [_claim_shown(claim) for claim in found],
        "held": [(line, claim.id) for claim in found for line in claim.held],
        "silent": _silent(found[0].lines) if found else [],
        "is_client": actor.is_in(file.client),
    }
    tables = [lines_table(found[0].lines)] if found else [lines_table(())]
    steps = _claim_steps(actor, file.id, f"{file.pack} {file.standard}") if actor.is_in(file.client) else []
    return work_page(request, "desk/recognition_claims.html", page, steps=steps, tables=tables)


def _claim_shown(claim: ClaimCard) -> dict[str, object]:
    counts = [(credit_mark(credit), len(claim.lines_of(credit))) for credit in Credit if claim.lines_of(credit)]
    return {"card": claim, "counts": counts, "index": number_text(claim.match.index.percent)}


def _claim_steps(actor: Actor, file: str, standard: str) -> list[Step]:
    today = clock.today()
    agreements = [
        card
        for card in recognition.agreements_for(actor, today)
        if card.use == "in_force" and card.mapping.ours.name == standard
    ]
    fitting = [
        (f"{card.id} {agreed.id}", f"{card.number} – {agreed.title}")
        for card in recognition.foreign_certificates_for(actor, today)
        for agreed in agreements
        if actor.is_in(card.holder) and card.name == agreed.mapping.theirs.name
    ]
    if not fitting:
        return []
    return [
        Step(
            tag="recognition.credit.claim",
            form=forms.ClaimForm,
            fixed={"application": file},
            options={"choices": {"what": fitting}},
            done=_("Claimed. What is credited stands among the answers; the rest is the gap list."),
        )
    ]


def agreements_table(cards: Iterable[AgreementCard], page: str) -> Table:
    """List agreements with their match."""
    return Table(
        id="agreements",
        caption=_("Agreements with other schemes"),
        columns=(
            Column(_("Agreement")),
            Column(_("Standing")),
            Column(_("Covered"), "number"),
            Column(_("Match, %"), "number"),
            Column(_("Critical misses"), "number"),
            Column(_("Ends before"), "day"),
        ),
        rows=tuple(_agreement_row(card, page) for card in cards),
        empty=_("No other standard is recognised yet. Scheme staff put a mapping up, assess, consult and decide."),
    )


def _agreement_row(card: AgreementCard, page: str) -> tuple[Cell, ...]:
    return (
        words(
            card.title,
            href=reverse(page, args=[card.id]),
            note=f"{card.mapping.theirs.name} → {card.mapping.ours.name}",
        ),
        marked(agreement_mark(card)),
        words(f"{len(card.match.covered)} / {len(card.lines)}"),
        words(number_text(card.match.index.percent)),
        number(len(card.match.critical_misses)),
        day(card.valid_before),
    )


def lines_table(lines: Iterable[Line]) -> Table:
    """List what each requirement gets, and why."""
    return Table(
        id="lines",
        caption=_("Requirement by requirement"),
        columns=(
            Column(_("Requirement here")),
            Column(_("Credit, and why"), "why"),
            Column(_("Theirs")),
            Column(_("Coverage"), "number"),
        ),
        rows=tuple(
            (
                words(line.requirement, note=_("critical") if line.critical else ""),
                _credit_cell(line),
                words(line.theirs),
                words(number_text(line.coverage)),
            )
            for line in lines
            if line.theirs
        ),
        empty=_("Nothing has been claimed yet. What a certificate of another scheme is worth will stand here."),
    )


def _credit_cell(line: Line) -> Cell:
    mark = credit_mark(line.credit)
    why = " ".join(map(said_text, line.why))
    return Cell(mark.word, mark=mark.kind, note=why, key=mark.word.casefold(), raw=mark.word)


def _silent(lines: Iterable[Line]) -> list[str]:
    """List the requirements of which the other standard says nothing: gaps without a line of their own."""
    return [line.requirement for line in lines if not line.theirs]


def _certificates_table(cards: Iterable[ForeignCertificateCard]) -> Table:
    return Table(
        id="foreign",
        caption=_("Certificates of other schemes"),
        columns=(
            Column(_("Number")),
            Column(_("Standard")),
            Column(_("Standing")),
            Column(_("Looked up"), "day"),
            Column(_("Ends before"), "day"),
        ),
        rows=tuple(
            (
                words(card.number, href=reverse("web:recognition-certificate", args=[card.id]), note=card.issuer),
                words(card.name),
                marked(foreign_mark(card)),
                day(card.checked_on),
                day(card.valid_before),
            )
            for card in cards
        ),
        empty=_(
            "No certificate of another scheme has been presented. Its holder presents it, somebody else looks it up."
        ),
    )


def _checks_table(card: ForeignCertificateCard) -> Table:
    return Table(
        id="checks",
        caption=_("Who looked it up"),
        columns=(
            Column(_("Status there")),
            Column(_("Since"), "day"),
            Column(_("Looked up on"), "day"),
            Column(_("Where")),
            Column(_("Issuer accredited")),
        ),
        rows=tuple(
            (
                words(vocabulary.foreign_status(check.status), note=check.note),
                day(check.since),
                day(check.checked_on),
                words(check.where),
                words(_("yes") if check.accredited else _("no")),
            )
            for check in card.checks
        ),
        empty=_("Issued here: its status is asked every day, and nobody need look it up.")
        if card.here
        else _("Nobody has looked it up yet, so it counts for nothing yet."),
    )


def _by_ours(cell: Overlap) -> tuple[str, str]:
    return (cell.ours, cell.theirs)


def _overlap_table() -> Table:
    cells = recognition.overlaps(clock.today())
    return Table(
        id="overlaps",
        caption=_("How far standards meet one another"),
        columns=(
            Column(_("Standard")),
            Column(_("Met already by")),
            Column(_("Recognised"), "number"),
            Column(_("Touching"), "number"),
            Column(_("Requirements"), "number"),
        ),
        rows=tuple(
            (
                words(cell.ours),
                words(cell.theirs),
                words("–") if cell.mapped is None else number(cell.mapped),
                number(cell.touching),
                number(cell.total),
            )
            for cell in sorted(cells, key=_by_ours)
        ),
        empty=_("With two standards or more, this shows how much of one is met already by the other."),
    )
