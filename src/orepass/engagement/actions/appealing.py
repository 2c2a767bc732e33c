"""Appeal against a decision, a finding or a change of one's certificate, and what follows from it.

ISO/IEC 17065, 7.13. Filing does not hold the decision up unless the pack says so. Nobody who worked on what is
contested forms the panel or sits on it. What a panel annuls changes nothing by itself: whoever is entitled takes the
registered step in assurance.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Final

from msgspec import Meta

from orepass.assurance.queries.contested import contested
from orepass.engagement.actions.lodging import plain_statement
from orepass.engagement.actions.refusals import (
    AppealRuns,
    ConsequenceUnknown,
    NotOnThePanel,
    PanelRefused,
    TooLate,
    WrongStep,
)
from orepass.engagement.models import Appeal, AppealStep, PanelMember
from orepass.engagement.queries.appeals import appeal_of, panel_of, state_of, tie_with
from orepass.engagement.queries.cards import AppealCard
from orepass.engagement.queries.complaints import terms_of
from orepass.engagement.rules.clocks import appeal_clock, decision_clock
from orepass.engagement.rules.lifecycles import APPEAL, RULINGS
from orepass.engagement.rules.panel import OVERLAP, panel_findings
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.period import day_of
from orepass.kernel.refusal import NotFound
from orepass.platform.access import Actor, Role
from orepass.platform.actions import action, registered
from orepass.platform.files import require_evidence
from orepass.platform.notices import notify

CONSEQUENCES: Final[dict[str, tuple[str, ...]]] = {
    "decision": (),
    "finding": (),
    "certificate": ("assurance.certificate.restore",),
}
"""What may follow in assurance from an appeal that was not confirmed, by what it contests; each names its subject."""

type People = Annotated[list[Identifier], Meta(max_length=20)]
"""Those who are named for a panel: each is looked at for ties, so that a list without end is not begun."""


class Ruling(StrEnum):
    """How an appeal is decided."""

    CONFIRMED = "confirmed"
    AMENDED = "amended"
    ANNULLED = "annulled"


@action("engagement.appeal.file")
def file_appeal(
    actor: Actor, *, subject: Identifier, grounds: str, evidence: list[str] | None = None, at: datetime
) -> AppealCard:
    """Appeal against a decision, a finding, or the last suspension, reduction or withdrawal of a certificate.

    Raises:
        NotFound: there is nothing of the actor's organisation to appeal against.
        TooLate: the time to appeal is over.
        AppealRuns: an appeal against this was filed before.
    """
    about = contested(subject)
    if not actor.is_in(about.client):
        raise NotFound(where="subject", what=subject)
    terms = terms_of(about.pack_digest, about.standard, about.overlays)
    today = day_of(at)
    last = appeal_clock(terms, about.told_on).value
    if today > last:
        raise TooLate(where="subject", last=last.isoformat())
    before = Appeal.objects.filter(subject=subject, told_on=about.told_on).first()
    if before is not None:
        raise AppealRuns(where="subject", appeal=before.pk)
    said = plain_statement(grounds, where="grounds")
    shown = list(evidence or ())
    require_evidence(shown)
    row = Appeal.objects.create(
        id=mint("apl"),
        contested=about.kind,
        subject=subject,
        application_id=about.application,
        client=about.client,
        provider=about.provider,
        told_on=about.told_on,
        file_by=last,
        decide_by=decision_clock(terms, today).value,
        stays_decision=terms.appeal_stays_decision,
        panel_min=terms.panel_min,
        grounds=said,
        evidence=shown,
        filed_at=at,
        filed_by=actor.pseudonym,
    )
    notify(kind="engagement.appeal.filed", subject=row.pk, organisation=about.provider, due_on=row.decide_by)
    return appeal_of(row)


def _open(appeal: str) -> Appeal:
    row = Appeal.objects.select_for_update().filter(pk=appeal).first()
    if row is None:
        raise NotFound(where="appeal", what=appeal)
    return row


def _advance(actor: Actor, row: Appeal, step: str, *, at: datetime, **facts: Any) -> AppealStep:  # noqa: ANN401 - columns of the step
    state = state_of(row)
    if step not in APPEAL.allowed(state):
        raise WrongStep(where=row.pk, state=state, allowed=", ".join(APPEAL.allowed(state)) or "—")
    return AppealStep.objects.create(appeal=row, action=step, at=at, by=actor.pseudonym, **facts)


def _done(row: Appeal) -> AppealCard:
    return appeal_of(Appeal.objects.get(pk=row.pk))


def _tell(row: Appeal, kind: str, *, due_on: date | None = None) -> None:
    for organisation in {row.client, row.provider}:
        notify(kind=kind, subject=row.pk, organisation=organisation, due_on=due_on)


@action("engagement.appeal.withdraw")
def withdraw_appeal(actor: Actor, *, appeal: Identifier, note: str = "", at: datetime) -> AppealCard:
    """Take back one's appeal before it is decided.

    Raises:
        NotFound: the actor's organisation filed no such appeal.
        WrongStep: it is decided.
    """
    row = _open(appeal)
    actor.must_be_in(row.client, appeal)
    _advance(actor, row, "appeal.withdraw", note=note, at=at)
    _tell(row, "engagement.appeal.withdrawn")
    return _done(row)


@action("engagement.appeal.form_panel")
def form_panel(actor: Actor, *, appeal: Identifier, panel: People, at: datetime) -> AppealCard:
    """Name the people who hear an appeal: enough of them, none who worked on it, none tied to the client.

    Raises:
        NotFound: there is no such appeal, or it is not the actor's to see to.
        PanelRefused: every reason against the panel, as findings.
        WrongStep: the appeal was heard.
    """
    row = _open(appeal)
    if Role.SCHEME_STAFF not in actor.roles:
        actor.must_be_in(row.provider, appeal)
    about = contested(row.subject)
    findings = panel_findings(
        panel,
        involved=about.involved,
        ties={person: tie_with(about, person, day_of(at)) for person in panel},
        wanted=row.panel_min,
    )
    if actor.pseudonym in about.involved:
        findings.insert(0, OVERLAP.at(actor.pseudonym, person=actor.pseudonym))
    if findings:
        raise PanelRefused(where="panel", findings=findings, count=len(findings))
    step = _advance(actor, row, "appeal.form_panel", at=at)
    PanelMember.objects.bulk_create(PanelMember(step=step, person=person) for person in panel)
    for person in panel:
        notify(kind="engagement.panel.formed", subject=row.pk, person=person, due_on=row.decide_by)
    return _done(row)


def _on_panel(actor: Actor, appeal: str) -> Appeal:
    row = _open(appeal)
    if actor.pseudonym not in panel_of(row):
        if actor.is_in(row.client) or actor.is_in(row.provider):
            raise NotOnThePanel(where=appeal)
        raise NotFound(where="appeal", what=appeal)
    return row


@action("engagement.appeal.hear")
def hear_appeal(actor: Actor, *, appeal: Identifier, note: str, at: datetime) -> AppealCard:
    """Write down a hearing: who was heard and what was said.

    Raises:
        NotOnThePanel: the actor does not sit on the panel.
        WrongStep: there is no panel yet, or the appeal is decided.
    """
    row = _on_panel(actor, appeal)
    _advance(actor, row, "appeal.hear", note=plain_statement(note, where="note"), at=at)
    return _done(row)


@action("engagement.appeal.decide")
def decide_appeal(
    actor: Actor, *, appeal: Identifier, ruling: Ruling, grounds: str, consequence: str = "", at: datetime
) -> AppealCard:
    """Decide an appeal as its panel: confirmed, amended or annulled, with the step that follows in assurance.

    Nothing changes by itself: whoever is entitled at the provider carries the consequence out.

    Raises:
        NotOnThePanel: the actor does not sit on the panel.
        ConsequenceUnknown: that cannot follow, or nothing can follow from a confirmation.
        WrongStep: the appeal was not heard, or is decided.
    """
    row = _on_panel(actor, appeal)
    known = () if ruling is Ruling.CONFIRMED else CONSEQUENCES[row.contested]
    if consequence and consequence not in known:
        raise ConsequenceUnknown(where="consequence", consequence=consequence[:80], known=", ".join(known) or "—")
    said = plain_statement(grounds, where="grounds")
    _advance(actor, row, RULINGS[ruling], note=said, consequence=consequence, at=at)
    _tell(row, f"engagement.appeal.{ruling}")
    return _done(row)


@action("engagement.appeal.carry_out")
def carry_out_ruling(actor: Actor, *, appeal: Identifier, note: str, at: datetime) -> AppealCard:
    """Carry out what follows from an appeal, as somebody entitled to that step; the step checks all it always checks.

    Raises:
        NotFound: there is no such appeal, or the actor does not act for its provider.
        WrongStep: nothing follows from it, or it was carried out.
    """
    row = _open(appeal)
    actor.must_be_in(row.provider, appeal)
    said = plain_statement(note, where="note")
    consequence = appeal_of(row).consequence
    _advance(actor, row, "appeal.carry_out", note=said, consequence=consequence, at=at)
    if consequence:
        registered(consequence).perform(actor, **{_named(consequence): row.subject}, note=said, at=at)
    _tell(row, "engagement.appeal.carried_out")
    return _done(row)


def _named(consequence: str) -> str:
    """Return the input that names the subject: the middle of ``room.thing.verb``."""
    return consequence.split(".")[1]
