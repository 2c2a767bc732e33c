"""A risk of Annex II once a person has identified it: what it calls for, by when, and where it stands on a day.

OECD Due Diligence Guidance, step 3 and Annex II. Some risks stop trade on the day they are identified, until they are
refuted or confirmed; the others may be mended under a plan that shows measurable improvement within six months. Time
alone makes a case worse, never better; every way back is a step that a person records, with reasons.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Final

import msgspec

from orepass.diligence.rules.risks import ANNEX_II, Outcome, Response, response_to
from orepass.kernel.computed import OWN_CHOICE, Computed, Source, names_in, need, one_of, rule
from orepass.kernel.lifecycle import Lifecycle, machine, step
from orepass.kernel.period import add_months
from orepass.kernel.text import marked as _
from orepass.kernel.text import said
from orepass.kernel.verdict import Answer, Unknown, Verdict, no, unknown, yes

ANNEX: Final = Source(title="OECD Due Diligence Guidance, 3rd edition", clause="Annex II", verified=False)
GOLD: Final = Source(
    title="LBMA Responsible Gold Guidance", clause="step 3: known risks end trade, suspicion suspends it", verified=True
)
MITIGATION_MONTHS: Final = 6
REASSESS_MONTHS: Final = 12
_YEARLY: Final = _("a year has passed since it was last looked at, or a new red flag was seen")

RISK: Final = machine(
    Lifecycle(
        "risk",
        "identified",
        (
            step(
                "risk.stop", "identified", "stopped", when=_("the risk is one that stops trade at once"), recorded=False
            ),
            step("risk.plan", "identified", "planned", when=_("the risk is one that may be mended")),
            step("risk.refute", {"identified", "stopped", "planned", "halted"}, "refuted", when=_("evidence says so")),
            step("risk.confirm", "stopped", "terminated", when=_("a person is sure of it")),
            step("risk.improve", "planned", "improved", when=_("the improvement was measured before the plan's day")),
            step(
                "risk.halt",
                "planned",
                "halted",
                when=_("no improvement was measured by the plan's day"),
                recorded=False,
            ),
            step(
                "risk.suspend", {"identified", "planned", "improved", "resumed"}, "halted", when=_("a person says so")
            ),
            step("risk.resume", "halted", "resumed", when=_("an improvement was measured after the suspension")),
            step("risk.terminate", "halted", "terminated", when=_("mending has failed")),
            step("risk.reassess", "improved", "improved", when=_YEARLY),
            step("risk.reassess", "resumed", "resumed", when=_YEARLY),
            step("risk.reassess", "refuted", "refuted", when=_YEARLY),
            step("risk.reopen", {"improved", "resumed", "refuted"}, "identified", when=_("it was found again")),
        ),
    ),
    description=_("a risk of Annex II, from the person who identified it to the end of the trade or of the risk"),
    sources=(ANNEX, GOLD),
)


class CaseStep(msgspec.Struct, frozen=True):
    """One recorded step of a case, from the day it counts."""

    action: str
    on: date


class CaseTerms(msgspec.Struct, frozen=True, kw_only=True):
    """How long a plan and an assessment hold, and which risks stop trade at once; from the pack."""

    mitigation_months: int = MITIGATION_MONTHS
    reassess_months: int = REASSESS_MONTHS
    stop_at_once: frozenset[str] = frozenset(
        code for code, risk in ANNEX_II.items() if risk.response is Response.STOP_OR_SUSPEND
    )

    def stops(self, code: str) -> bool:
        """Say whether a risk stops trade at once; a pack may add to the list of Annex II, never take from it."""
        return code in self.stop_at_once or ANNEX_II[code].response is Response.STOP_OR_SUSPEND

    def months(self) -> int:
        """Return how long a plan may take; a pack may shorten the six months, never lengthen them."""
        return min(self.mitigation_months, MITIGATION_MONTHS)


TERMS: Final = CaseTerms()


class CaseStanding(msgspec.Struct, frozen=True, kw_only=True):
    """Where a case stands on a day: since when, by when something is due, and whether trade may go on."""

    state: str
    since: date
    due_on: date | None
    trade: Verdict


class Change(StrEnum):
    """What a person can decide about a case."""

    SUSPEND = "suspend"
    REFUTE = "refute"
    CONFIRM = "confirm"
    RESUME = "resume"
    TERMINATE = "terminate"


def standing_at(code: str, steps: Sequence[CaseStep], on: date, terms: CaseTerms = TERMS) -> CaseStanding:
    """Return where a case stands on a day; the first step is its identification, deadlines act by themselves.

    Raises:
        Conflict: the record holds a step that the table does not allow.
    """
    known = [taken for taken in steps if taken.on <= on]
    assert known, "a case begins on the day it was identified"
    state, since, looked_on = RISK.initial, known[0].on, known[0].on
    for taken in known[1:]:
        state, since = _by_itself(code, state, since, taken.on, terms)
        after = RISK.after(state, taken.action)
        looked_on = taken.on
        state, since = after, since if after == state else taken.on
    state, since = _by_itself(code, state, since, on, terms)
    due_on = _due_on(state, since, looked_on, terms)
    return CaseStanding(state=state, since=since, due_on=due_on, trade=_trade(state, due_on, on))


def _by_itself(code: str, state: str, since: date, on: date, terms: CaseTerms) -> tuple[str, date]:
    if state == "identified" and terms.stops(code):
        return "stopped", since
    if state == "planned" and on >= (last := add_months(since, terms.months())):
        return "halted", last
    return state, since


STATE_TEXT: Final = {
    "identified": _("identified"),
    "stopped": _("stopped"),
    "planned": _("planned"),
    "improved": _("improved"),
    "halted": _("halted"),
    "resumed": _("resumed"),
}
ANSWER_TEXT: Final = {Answer.YES: _("yes"), Answer.NO: _("no"), Answer.UNKNOWN: _("unknown")}
"""The states that a case with a plan can be in, and the answers, for a line of the working."""
_SETTLED: Final = frozenset({"improved", "resumed", "refuted"})


def _due_on(state: str, since: date, looked_on: date, terms: CaseTerms) -> date | None:
    if state == "planned":
        return add_months(since, terms.months())
    if state in _SETTLED:
        return add_months(looked_on, terms.reassess_months)
    return since if state in {"identified", "stopped"} else None


def _trade(state: str, due_on: date | None, on: date) -> Verdict:
    if state in {"stopped", "halted"}:
        return no(_("trade is suspended because of an identified risk"))
    if state == "terminated":
        return no(_("trade was ended because of an identified risk"))
    if state == "identified":
        return unknown(Unknown.MISSING, _("a risk was identified and nothing was planned against it"))
    if state == "planned":
        return yes(_("an identified risk is being mended within its time"))
    assert due_on is not None, "what is settled is looked at again"
    if on >= due_on:
        return unknown(Unknown.EXPIRED, _("a settled risk was not looked at again within its time"))
    return yes(_("an identified risk was settled"))


def _risk(code: str) -> Response:
    need(code in ANNEX_II, "code", code, one_of(ANNEX_II))
    return ANNEX_II[code].response


_RESPONSES: Final = {
    Outcome.CONTINUE: (
        "mitigate",
        _("{code}: it may be mended, with measurable improvement within six months of the plan."),
    ),
    Outcome.TERMINATE: ("terminate", _("{code}: it is known, and it is one that no plan makes good.")),
    Outcome.SUSPEND: (
        "suspend",
        _("{code}: it is suspected on good grounds; trade rests until that is refuted or known."),
    ),
}


@rule("annex-ii-response")
def annex_ii_response(*, code: str, known: bool) -> Computed[str]:
    """What a risk of Annex II calls for: terminate, suspend, or mitigate; known=false means founded suspicion."""
    _risk(code)
    value, why = _RESPONSES[response_to(code, known=known)]
    return Computed(value=value, unit="code", explanation=(said(why, code=code),), sources=(ANNEX, GOLD))


@rule("risk-treatment", parameters={"stop_at_once": "diligence.stop_at_once", "mend_or_stop": "diligence.mend_or_stop"})
def risk_treatment(*, code: str, stop_at_once: str = "", mend_or_stop: str = "") -> Computed[str]:
    """How a scheme treats a risk of Annex II: stop, mend, or not_listed; what Annex II stops for always stops."""
    response = _risk(code)
    if response is Response.STOP_OR_SUSPEND or code in names_in(stop_at_once):
        value, why = "stop", _("{code}: trade stops at once.")
    elif code in names_in(mend_or_stop):
        value, why = "mend", _("{code}: it may be mended under a plan, and trade stops when it is not.")
    else:
        value, why = "not_listed", _("{code}: the scheme does not say.")
    return Computed(value=value, unit="code", explanation=(said(why, code=code),), sources=(ANNEX, OWN_CHOICE))


@rule("mitigation-due", parameters={"months": "diligence.mitigation_months"})
def mitigation_due(*, planned_on: date, months: int = MITIGATION_MONTHS) -> Computed[date]:
    """The day from which a plan without measured improvement suspends trade."""
    need(1 <= months <= MITIGATION_MONTHS, "months", months, "it must lie between 1 and 6; a pack may only shorten it")
    value = add_months(planned_on, months)
    words = said(_("{day} plus {months} months."), day=planned_on, months=months)
    return Computed(value=value, unit="date", explanation=(words,), sources=(ANNEX,))


@rule("risk-standing", parameters={"months": "diligence.mitigation_months"})
def risk_standing(
    *,
    code: str,
    identified_on: date,
    on: date,
    planned_on: date | None = None,
    improved_on: date | None = None,
    months: int = MITIGATION_MONTHS,
) -> Computed[str]:
    """Where an identified risk stands on a day: identified, stopped, planned, improved, halted or resumed."""
    _risk(code)
    need(1 <= months <= MITIGATION_MONTHS, "months", months, "it must lie between 1 and 6; a pack may only shorten it")
    need(identified_on <= on, "on", on, "it must not lie before the day on which the risk was identified")
    need(planned_on is None or planned_on >= identified_on, "planned_on", planned_on, "no plan precedes its risk")
    planned = planned_on is not None
    need(planned or improved_on is None, "improved_on", improved_on, "an improvement is measured against a plan")
    need(
        not (planned and TERMS.stops(code)),
        "planned_on",
        planned_on,
        said(_("{code} stops trade; it is not mended"), code=code),
    )
    terms = CaseTerms(mitigation_months=months)
    steps = [CaseStep("risk.identify", identified_on)]
    if planned_on is not None:
        steps.append(CaseStep("risk.plan", planned_on))
        need(improved_on is None or improved_on >= planned_on, "improved_on", improved_on, "no plan, nothing improves")
    if planned_on is not None and improved_on is not None and improved_on <= on:
        in_time = improved_on < add_months(planned_on, months)
        steps.append(CaseStep("risk.improve" if in_time else "risk.resume", improved_on))
    found = standing_at(code, steps, on, terms)
    told = _("{code} is {state} since {since}; by {due_on} something is due. Trade: {answer}.")
    words = said(
        told if found.due_on else _("{code} is {state} since {since}. Trade: {answer}."),
        code=code,
        state=STATE_TEXT[found.state],
        since=found.since,
        due_on=found.due_on,
        answer=ANSWER_TEXT[found.trade.answer],
    )
    return Computed(value=found.state, unit="code", explanation=(words,), sources=(ANNEX,))


@rule("risk-reassess-by", parameters={"months": "diligence.reassess_months"})
def risk_reassess_by(
    *, assessed_on: date, flagged_on: date | None = None, months: int = REASSESS_MONTHS
) -> Computed[date]:
    """The day by which a settled risk is looked at again: after a year, or on the day of a new red flag."""
    need(1 <= months <= REASSESS_MONTHS, "months", months, "it must lie between 1 and 12")
    yearly = add_months(assessed_on, months)
    early = flagged_on is not None and assessed_on < flagged_on < yearly
    value = flagged_on if early and flagged_on is not None else yearly
    flagged = said(_("a red flag was seen on {day}"), day=value)
    why = flagged if early else said(_("{day} plus {months} months"), day=assessed_on, months=months)
    words = said(_("Look again by {day}: {why}."), day=value, why=why)
    return Computed(value=value, unit="date", explanation=(words,), sources=(ANNEX, OWN_CHOICE))


@rule("risks-without-plan")
def risks_without_plan(*, identified: int, planned: int) -> Computed[int]:
    """How many identified risks have nothing planned against them; where no risk is identified, none is needed."""
    need(identified >= 0, "identified", identified, "it must not be below zero")
    need(0 <= planned <= identified, "planned", planned, "it must lie between 0 and the number of identified risks")
    words = said(
        _("{planned} of {identified} identified risks have a plan; each of them needs one."),
        planned=planned,
        identified=identified,
    )
    sources = (Source(title="CERA 4in1", clause="mitigation plans for identified risks", verified=True),)
    return Computed(value=identified - planned, unit="risks", explanation=(words,), sources=sources)
