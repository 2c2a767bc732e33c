"""Read the cases of identified risks, the signals that were reckoned, and how the law stands to a site."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import msgspec
from django.db.models import Q

from orepass.diligence.models import LegalRecord, RiskCase, RiskMeasure, RiskStep, Signal, SignalAnswer
from orepass.diligence.queries.sites import site_risk
from orepass.diligence.rules.cases import RISK, TERMS, CaseStanding, CaseStep, CaseTerms, standing_at
from orepass.diligence.rules.observation import QUESTIONS, Reading
from orepass.diligence.rules.red_flags import ENHANCED_DUTIES, RED_FLAGS, Family, level_of
from orepass.diligence.rules.standing import LegalStatus
from orepass.kernel.identifier import Identifier
from orepass.kernel.refusal import NotFound
from orepass.kernel.text import marked as _
from orepass.kernel.verdict import Unknown, Verdict, all_of, any_of, no, unknown, yes
from orepass.party.queries import site_card
from orepass.platform.access import Actor, Role
from orepass.scheme.queries import pack_by_digest

EVERYWHERE = frozenset({Role.SCHEME_STAFF, Role.STEWARD})


class CaseStepCard(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a case."""

    action: str
    on: date
    note: str
    evidence: tuple[str, ...]
    by: str


class MeasureCard(msgspec.Struct, frozen=True, kw_only=True):
    """One measurement of a mitigation."""

    measured_on: date
    improved: bool
    note: str
    evidence: tuple[str, ...]
    by: str


class CaseCard(msgspec.Struct, frozen=True, kw_only=True):
    """An identified risk as of a day: where it stands, what is due, whether trade may go on."""

    id: Identifier
    site: Identifier
    organisation: str
    risk: str
    known: bool
    binding: bool
    grounds: str
    identified_on: date
    on: date
    standing: CaseStanding
    next_steps: tuple[str, ...]
    steps: tuple[CaseStepCard, ...]
    measures: tuple[MeasureCard, ...]
    computed: dict[str, Any]


class SignalCard(msgspec.Struct, frozen=True, kw_only=True):
    """A reckoned red flag with everything it was reckoned from, and what a person answered, if anybody did."""

    id: Identifier
    site: Identifier
    organisation: str
    rule: str
    family: Family
    text: str
    value: str
    computed: dict[str, Any]
    source: str
    recorded_on: date
    answered: bool | None
    reasons: str
    answered_on: date | None


class LegalCard(msgspec.Struct, frozen=True, kw_only=True):
    """How the law stands to a site from a day on."""

    id: Identifier
    site: Identifier
    status: LegalStatus
    valid_from: date
    registry: str
    authority: str


class DepthCard(msgspec.Struct, frozen=True, kw_only=True):
    """How deep diligence at a site has to go, for which flags, and what that asks for."""

    level: str
    flagged: tuple[str, ...]
    unknown: tuple[str, ...]
    duties: tuple[str, ...]


@lru_cache(maxsize=64)
def terms_of(pack_digest: str) -> CaseTerms:
    """Return the clocks and the stop list of an edition; without one, those of Annex II."""
    if not pack_digest:
        return TERMS
    rules = pack_by_digest(pack_digest).rules
    return CaseTerms(
        mitigation_months=int(rules.value("diligence.mitigation_months", TERMS.mitigation_months)),
        reassess_months=int(rules.value("diligence.reassess_months", TERMS.reassess_months)),
        stop_at_once=frozenset(rules.value("diligence.stop_at_once", sorted(TERMS.stop_at_once))),
    )


def facts_of(row: RiskCase) -> list[CaseStep]:
    """Return the steps of a case as facts; its identification is the first."""
    later = (CaseStep(step.action, step.on) for step in row.steps.all())
    return [CaseStep("risk.identify", row.identified_on), *later]


def standing_of(row: RiskCase, on: date) -> CaseStanding:
    """Return where a case stands on a day."""
    return standing_at(row.risk, facts_of(row), on, terms_of(row.pack_digest))


def case_of(row: RiskCase, on: date) -> CaseCard:
    """Make the card of a case as of a day."""
    standing = standing_of(row, on)
    return CaseCard(
        id=Identifier(row.pk),
        site=Identifier(row.site_id),
        organisation=row.organisation,
        risk=row.risk,
        known=row.known,
        binding=row.binding,
        grounds=row.grounds,
        identified_on=row.identified_on,
        on=on,
        standing=standing,
        next_steps=RISK.allowed(standing.state),
        steps=tuple(_step(step) for step in row.steps.all()),
        measures=tuple(_measure(measure) for measure in row.measures.all()),
        computed=row.computed,
    )


def _step(row: RiskStep) -> CaseStepCard:
    return CaseStepCard(action=row.action, on=row.on, note=row.note, evidence=tuple(row.evidence), by=row.by)


def _measure(row: RiskMeasure) -> MeasureCard:
    return MeasureCard(
        measured_on=row.measured_on, improved=row.improved, note=row.note, evidence=tuple(row.evidence), by=row.by
    )


def case_row(actor: Actor, case: str) -> RiskCase:
    """Return a case to the organisation that keeps it, to the one that runs the site, and to the scheme.

    Raises:
        NotFound: there is none, or it is not for the actor.
    """
    row = RiskCase.objects.filter(pk=case).first()
    if row is None or not _may_see(actor, row.organisation, row.site_id):
        raise NotFound(where="case", what=case)
    return row


def _may_see(actor: Actor, organisation: str, site: str) -> bool:
    mine = actor.is_in(organisation) or bool(actor.roles & EVERYWHERE)
    return mine or actor.is_in(site_card(site).organisation)


def case_for(actor: Actor, case: str, on: date) -> CaseCard:
    """Return one case as of a day.

    Raises:
        NotFound: there is none, or it is not for the actor.
    """
    row = case_row(actor, case)
    if row.identified_on > on:
        raise NotFound(where="case", what=case)
    return case_of(row, on)


def cases_for(actor: Actor, site: str, on: date) -> list[CaseCard]:
    """Return the cases at a site that an actor may see, as of a day, oldest first."""
    rows = RiskCase.objects.filter(site=site, identified_on__lte=on).prefetch_related("steps", "measures")
    return [case_of(row, on) for row in rows if _may_see(actor, row.organisation, row.site_id)]


def cases_of(actor: Actor, on: date) -> list[CaseCard]:
    """Return the cases that the actor's organisation keeps, and those at its own sites, oldest first."""
    mine = Q(organisation=actor.organisation) | Q(site__organisation=actor.organisation)
    rows = RiskCase.objects.filter(mine, identified_on__lte=on) if actor.organisation else RiskCase.objects.none()
    return [case_of(row, on) for row in rows.prefetch_related("steps", "measures")]


def trade_right(site: str, on: date) -> Verdict:
    """Say whether identified risks let certified trade from a site go on (for rooms above); none known is a yes.

    Only what an assurance provider or the scheme identified binds everybody; a buyer's case is the buyer's own.
    """
    rows = RiskCase.objects.filter(site=site, identified_on__lte=on, binding=True).prefetch_related("steps")
    parts = [standing_of(row, on).trade for row in rows]
    return all_of(parts) if parts else yes(_("no risk stands identified at the site"))


def signals_for(actor: Actor, site: str) -> list[SignalCard]:
    """Return the reckoned red flags of a site that an actor may see, oldest first."""
    rows = Signal.objects.filter(site=site).prefetch_related("answers")
    return [signal_of(row) for row in rows if _may_see(actor, row.organisation, row.site_id)]


def signal_row(actor: Actor, signal: str) -> Signal:
    """Return a signal to whoever may see it.

    Raises:
        NotFound: there is none, or it is not for the actor.
    """
    row = Signal.objects.filter(pk=signal).first()
    if row is None or not _may_see(actor, row.organisation, row.site_id):
        raise NotFound(where="signal", what=signal)
    return row


def signal_of(row: Signal) -> SignalCard:
    """Make the card of a signal."""
    answers: Sequence[SignalAnswer] = list(row.answers.all())
    last = answers[-1] if answers else None
    return SignalCard(
        id=Identifier(row.pk),
        site=Identifier(row.site_id),
        organisation=row.organisation,
        rule=row.rule,
        family=RED_FLAGS[row.rule].family,
        text=RED_FLAGS[row.rule].text,
        value=row.value,
        computed=row.computed,
        source=row.source,
        recorded_on=row.recorded_on,
        answered=last.confirmed if last else None,
        reasons=last.reasons if last else "",
        answered_on=last.answered_on if last else None,
    )


def depth_for(actor: Actor, site: str, on: date) -> DepthCard:
    """Return how deep diligence at a site has to go: the latest of each red flag counts, a refuted one is absent."""
    answers = dict.fromkeys(RED_FLAGS, "unknown")
    for card in signals_for(actor, site):
        if card.recorded_on <= on:
            answers[card.rule] = "none" if card.answered is False else card.value
    level = level_of(answers)
    return DepthCard(
        level=level,
        flagged=tuple(rule for rule, value in answers.items() if value == "flag"),
        unknown=tuple(rule for rule, value in answers.items() if value == "unknown"),
        duties=ENHANCED_DUTIES if level == "enhanced" else (),
    )


def legal_history(site: str) -> list[LegalCard]:
    """Return how the law stood to a site, oldest first."""
    return [legal_of(row) for row in LegalRecord.objects.filter(site=site)]


def legal_status(site: str, on: date) -> LegalCard | None:
    """Return how the law stands to a site on a day, or nothing when nobody recorded it."""
    known = [card for card in legal_history(site) if card.valid_from <= on]
    return known[-1] if known else None


def legal_of(row: LegalRecord) -> LegalCard:
    """Make the card of a legal record."""
    return LegalCard(
        id=Identifier(row.pk),
        site=Identifier(row.site_id),
        status=LegalStatus(row.law),
        valid_from=row.valid_from,
        registry=row.registry,
        authority=row.authority,
    )


def fact_at(site: str, code: str, on: date) -> Verdict:
    """Say whether a fact that excludes was found at a site (for rooms above): a risk of Annex II, or a question's.

    What was only seen is a question for a person and not yet a fact: a flag counts once somebody confirmed it, a risk
    once somebody identified it. A question that everybody answered *no*, freshly and first-hand, is a plain no.
    """
    if code == "illegal_status":
        return _illegal(site, on)
    rows = RiskCase.objects.filter(site=site, risk=code, identified_on__lte=on, binding=True).prefetch_related("steps")
    stopped = [row for row in rows if standing_of(row, on).state in {"stopped", "halted", "terminated"}]
    if stopped:
        return yes(f"{code} was identified on {stopped[-1].identified_on}")
    asked = [each for each in site_risk(site, on).readings if code in {QUESTIONS[each.question].risk, each.question}]
    return any_of(_confirmed(each) for each in asked) if asked else unknown(Unknown.MISSING, _("nobody looked"))


def _confirmed(each: Reading) -> Verdict:
    seen_only = each.found.is_yes and not (each.rests_on and each.rests_on.decided)
    return unknown(Unknown.UNVERIFIABLE, *each.found.reasons) if seen_only else each.found


def _illegal(site: str, on: date) -> Verdict:
    card = legal_status(site, on)
    if card is None:
        return unknown(Unknown.MISSING, _("nobody recorded how the law stands to the site"))
    if card.status is LegalStatus.ILLEGAL:
        return yes(f"recorded as illegal from {card.valid_from}, by {card.authority}")
    return no(f"recorded as {card.status} from {card.valid_from}")
