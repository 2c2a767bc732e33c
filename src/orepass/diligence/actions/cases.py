"""The life of an identified risk: identify, plan, measure, decide, look again (OECD guidance, step 3 and Annex II)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

import msgspec

from orepass.diligence.models import RiskCase, RiskMeasure, RiskStep
from orepass.diligence.queries.cases import CaseCard, case_of, case_row, standing_of
from orepass.diligence.rules.cases import RISK, Change
from orepass.diligence.rules.risks import ANNEX_II
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.kept import keep
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Conflict, Denied, Invalid
from orepass.kernel.text import marked as _
from orepass.party.queries import SiteCard, site_card, site_for
from orepass.party.rules.text import NOTE_MAX, fitting
from orepass.platform.access import Actor, Role
from orepass.platform.actions import action
from orepass.platform.files import require_evidence
from orepass.platform.notices import notify
from orepass.scheme.queries import pack as pack_named

BINDING: Final = frozenset({Role.AUDITOR, Role.CERTIFIER, Role.SCHEME_STAFF})


class RiskUnknown(Invalid):
    """A risk is one of Annex II."""

    code = "diligence.risk.unknown_code"
    message = _("There is no risk “{value}”.")
    what_to_do = _("Name one of: {known}.")


class OwnRisk(Denied):
    """Nobody decides on the risks of their own site."""

    code = "diligence.risk.own_site"
    message = _("The risks of a site are not decided by the organisation that runs it ({action}).")
    what_to_do = _("Plan a mitigation, and send what you know to whoever identified the risk: {roles}.")


class GroundsMissing(Invalid):
    """A step of a case says why, and what clears somebody rests on evidence."""

    code = "diligence.risk.grounds_missing"
    message = _("This step needs reasons; to refute or to resume it needs evidence too.")
    what_to_do = _("Say why, and attach the evidence it rests on.")


class CaseState(Conflict):
    """The case does not stand where this step is possible."""

    code = "diligence.risk.state"
    message = _("This is not possible while the case is “{state}”.")
    what_to_do = _("The steps possible now: {allowed}.")


class NotMendable(Conflict):
    """Some risks are not mended under a plan."""

    code = "diligence.risk.not_mendable"
    message = _("{risk} stops trade at once; no plan makes it good ({state}).")
    what_to_do = _("Refute it with evidence, or confirm it.")


class NotImproved(Conflict):
    """Trade resumes on a measured improvement."""

    code = "diligence.risk.not_improved"
    message = _("No improvement was measured since trade was suspended ({state}).")
    what_to_do = _("Measure first; trade resumes when the measurement shows an improvement.")


class MeasureDay(Invalid):
    """The day of a measurement is not possible."""

    code = "diligence.risk.measure_day"
    message = _("A measurement on {day} cannot be recorded.")
    what_to_do = _("Give the day on which it was made: not in the future, and not before the latest step of the case.")


@action("diligence.risk.identify")
def identify_risk(
    actor: Actor,
    *,
    site: Identifier,
    risk: str,
    known: bool,
    grounds: str,
    evidence: tuple[str, ...] = (),
    pack: str = "",
    at: datetime,
) -> CaseCard:
    """Identify a risk of Annex II at a site, as known or on founded suspicion; some stop trade from this day on.

    Raises:
        NotFound: no such site, or not for the actor; no such edition; evidence that was never stored.
        RiskUnknown: not a risk of Annex II.
        OwnRisk: the actor acts for the organisation that runs the site.
        GroundsMissing: no grounds.
    """
    site_within_reach(actor, site)
    if risk not in ANNEX_II:
        raise RiskUnknown(where="risk", value=risk[:20], known=", ".join(ANNEX_II))
    _require_other(actor, site, "diligence.risk.identify")
    _require_grounds("grounds", grounds, evidence)
    pack_digest = pack_named(pack).digest if pack else ""
    _computed, kept = keep("annex-ii-response", {"code": risk, "known": known}, pack_digest=pack_digest)
    row = RiskCase.objects.create(
        id=mint("rsk"),
        site_id=site,
        organisation=actor.organisation,
        risk=risk,
        known=known,
        binding=bool(actor.roles & BINDING),
        grounds=fitting("grounds", grounds.strip(), NOTE_MAX),
        evidence=list(evidence),
        pack_digest=pack_digest,
        computed=msgspec.to_builtins(kept),
        identified_on=day_of(at),
        identified_by=actor.pseudonym,
        identified_at=at,
    )
    return _told(row, "diligence.risk.identified", at)


@action("diligence.risk.plan")
def plan_mitigation(
    actor: Actor, *, case: Identifier, measures: str, evidence: tuple[str, ...] = (), at: datetime
) -> CaseCard:
    """Plan what mends a risk; within its months an improvement has to be measured, or trade is suspended.

    Raises:
        NotFound: no such case, or not for the actor.
        NotMendable: the risk stops trade at once.
        CaseState: the case is not waiting for a plan.
        GroundsMissing: the plan says nothing.
    """
    row = _open(actor, case)
    if standing_of(row, day_of(at)).state == "stopped":
        raise NotMendable(where="case", risk=row.risk, state="stopped")
    return _step(actor, row, "risk.plan", measures, evidence, at, kind="diligence.risk.planned")


@action("diligence.risk.measure")
def measure_mitigation(
    actor: Actor,
    *,
    case: Identifier,
    measured_on: date,
    improved: bool,
    note: str,
    evidence: tuple[str, ...] = (),
    at: datetime,
) -> CaseCard:
    """Record whether a mitigation improved anything; in time that lets trade go on, later it may resume by a decision.

    Raises:
        NotFound: no such case, or not for the actor.
        OwnRisk: the actor acts for the organisation that runs the site.
        CaseState: nothing is being mended.
        MeasureDay: the day has not come, or lies before the latest step.
        GroundsMissing: no words, or an improvement without evidence.
    """
    row = _open(actor, case)
    _require_other(actor, row.site_id, "diligence.risk.measure")
    _require_grounds("note", note, evidence, needed=improved)
    latest = max([row.identified_on, *(step.on for step in row.steps.all())])
    if not latest <= measured_on <= day_of(at):
        raise MeasureDay(where="measured_on", day=measured_on)
    state = standing_of(row, day_of(at)).state
    if state not in {"planned", "halted"}:
        raise CaseState(where=row.pk, state=state, allowed=", ".join(RISK.allowed(state)) or "—")
    RiskMeasure.objects.create(
        case=row,
        measured_on=measured_on,
        improved=improved,
        note=fitting("note", note.strip(), NOTE_MAX),
        evidence=list(evidence),
        at=at,
        by=actor.pseudonym,
    )
    if improved and state == "planned":
        return _step(actor, row, "risk.improve", note, evidence, at, kind="diligence.risk.improved")
    return case_of(_fresh(row), day_of(at))


@action("diligence.risk.decide")
def decide_risk(
    actor: Actor, *, case: Identifier, decision: Change, reasons: str, evidence: tuple[str, ...] = (), at: datetime
) -> CaseCard:
    """Decide on a case: suspend, refute, confirm, resume or terminate; a person does, with reasons.

    Raises:
        NotFound: no such case, or not for the actor.
        OwnRisk: the actor acts for the organisation that runs the site.
        CaseState: this decision is not possible where the case stands.
        NotImproved: no improvement was measured since trade was suspended.
        GroundsMissing: no reasons, or a way back without evidence.
    """
    row = _open(actor, case)
    _require_other(actor, row.site_id, "diligence.risk.decide")
    _require_grounds("reasons", reasons, evidence, needed=decision in {Change.REFUTE, Change.RESUME})
    standing = standing_of(row, day_of(at))
    if decision is Change.RESUME and standing.state == "halted" and not _improved_since(row, standing.since):
        raise NotImproved(where="decision", state=standing.state)
    return _step(actor, row, f"risk.{decision}", reasons, evidence, at, kind="diligence.risk.decided")


@action("diligence.risk.reassess")
def reassess_risk(
    actor: Actor, *, case: Identifier, found_again: bool, note: str, evidence: tuple[str, ...] = (), at: datetime
) -> CaseCard:
    """Look again at a settled risk, yearly and on any red flag; found again, it is identified anew.

    Raises:
        NotFound: no such case, or not for the actor.
        OwnRisk: the actor acts for the organisation that runs the site.
        CaseState: the risk is not settled.
        GroundsMissing: no words, or nothing to show that it was not found.
    """
    row = _open(actor, case)
    _require_other(actor, row.site_id, "diligence.risk.reassess")
    _require_grounds("note", note, evidence, needed=not found_again)
    step = "risk.reopen" if found_again else "risk.reassess"
    return _step(actor, row, step, note, evidence, at, kind="diligence.risk.reassessed")


def site_within_reach(actor: Actor, site: str) -> SiteCard:
    """Return a site to those who look after sites by their office, and to others when it is public or their own.

    Raises:
        NotFound: there is none, or it is not for the actor.
    """
    return site_card(site) if actor.roles & BINDING else site_for(actor, site)


def _open(actor: Actor, case: str) -> RiskCase:
    found = case_row(actor, case)
    return RiskCase.objects.select_for_update().get(pk=found.pk)


def _require_other(actor: Actor, site: str, action_name: str) -> None:
    owner = site_card(site).organisation
    if owner and owner == actor.organisation:
        raise OwnRisk(where="case", action=action_name, roles="auditor, certifier, buyer")


def _require_grounds(where: str, words: str, evidence: Sequence[str], *, needed: bool = False) -> None:
    require_evidence(list(evidence))
    if not words.strip() or (needed and not evidence):
        raise GroundsMissing(where=where)


def _improved_since(row: RiskCase, since: date) -> bool:
    return any(measure.improved and measure.measured_on >= since for measure in row.measures.all())


def _step(
    actor: Actor, row: RiskCase, action_name: str, note: str, evidence: Sequence[str], at: datetime, *, kind: str
) -> CaseCard:
    state = standing_of(row, day_of(at)).state
    _require_grounds("reasons", note, evidence)
    if action_name not in RISK.allowed(state):
        allowed = ", ".join(RISK.allowed(state))
        raise CaseState(where=row.pk, state=state, allowed=allowed or "—")
    RiskStep.objects.create(
        case=row,
        action=action_name,
        on=day_of(at),
        note=fitting("note", note.strip(), NOTE_MAX),
        evidence=list(evidence),
        at=at,
        by=actor.pseudonym,
    )
    return _told(_fresh(row), kind, at)


def _fresh(row: RiskCase) -> RiskCase:
    return RiskCase.objects.prefetch_related("steps", "measures").get(pk=row.pk)


def _told(row: RiskCase, kind: str, at: datetime) -> CaseCard:
    card = case_of(row, day_of(at))
    owner = site_card(row.site_id).organisation
    for reader in sorted({row.organisation, owner or ""} - {""}):
        notify(organisation=reader, kind=kind, subject=row.site_id, due_on=card.standing.due_on)
    return card
