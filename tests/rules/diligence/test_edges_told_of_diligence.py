"""What the rules of diligence say in words: the reason told is the one that decided, and only that one."""

import pytest

from orepass.kernel.calculator import calculate
from orepass.kernel.computed import InputRefused
from orepass.register import rulebook

AREA = "conflict=10@2026-01-01 governance=10@2026-01-01 human_rights=10@2026-01-01 sanctions=0@2026-01-01"
TOLD = """\
red-flag-area | on=2026-01-01 | unknown | Nobody has decided on this area.
red-flag-area | on=2026-01-01 decision=no decided_on=2026-01-02 | unknown | Nobody has decided on this area.
red-flag-area | on=2026-01-01 decision=no decided_on=2026-01-01 | none | decided to be “no” on 2026-01-01.
red-flag-area | on=2026-12-31 decision=watch decided_on=2026-01-01 | none | decided to be “watch” on 2026-01-01.
red-flag-area | on=2027-01-01 decision=watch decided_on=2026-01-01 | unknown | is older than 12 months.
red-flag-area | on=2029-01-01 decision=cahra decided_on=2026-01-01 | flag | decided to be “cahra” on 2026-01-01.
red-flag-sourcing | on=2026-01-01 | none | The seller was asked and names none.
red-flag-sourcing | on=2026-01-01 asked=false | unknown | Nobody asked the seller.
red-flag-sourcing | on=2026-01-01 sourced_on=2026-01-01 | flag | that counts before 2027-01-01.
red-flag-sourcing | on=2026-12-31 sourced_on=2026-01-01 | flag | Last sourced there on 2026-01-01
red-flag-sourcing | on=2027-01-01 sourced_on=2026-01-01 | none | Last sourced there on 2026-01-01
red-flag-interest | interest=true | flag | There is an owner or an interest there.
red-flag-interest | interest=false | none | There is none.
red-flag-interest | | unknown | Nobody asked.
red-flag-volume-jump | volume=15 usual=10 | none | 15 against 10 as usual; more than 15 raises a question.
red-flag-volume-jump | volume=15.5 usual=10 | flag | 15.5 against 10 as usual
red-flag-volume-jump | volume=15.5 | unknown | is not known
red-flag-volume-jump | usual=15.5 | unknown | is not known
red-flag-price-outlier | price=12 reference=10 reference_on=2026-01-01 on=2026-01-01 | none | : 20 per cent apart.
red-flag-price-outlier | price=8 reference=10 reference_on=2026-01-01 on=2026-02-01 | none | : 20 per cent apart.
red-flag-price-outlier | price=7 reference=10 reference_on=2026-01-01 on=2026-02-01 | flag | : 30 per cent apart.
red-flag-round-weights | weighings=9 rounded=9 | unknown | 9 weighings are too few to tell; 10 are needed.
red-flag-round-weights | weighings=10 rounded=5 | none | 5 of 10 weighings are round; more than 50 per cent
red-flag-undeclared-hop | hops=3 declared=3 | none | 3 of 3 trades name the party and the price.
red-flag-undeclared-hop | hops=3 declared=2 | flag | 2 of 3 trades name the party and the price.
red-flag-undeclared-hop | | unknown | How many trades there were is not known.
red-flag-unusual | cash=true by_night=true | flag | Seen: cash, by night.
red-flag-unusual | cash=false by_night=false | unknown | Not known: a new bank, documents that differ.
red-flag-unusual | cash=false by_night=false new_bank=false documents_differ=false | none | Nothing unusual was seen.
red-flag-protected-area | overlaps=true | flag | The site overlaps one.
red-flag-protected-area | overlaps=false | none | The site overlaps none.
red-flag-protected-area | | unknown | Nobody compared the maps.
diligence-level | asked=3 flagged=0 | light | 0 of 3 red flags stand, 0 are not known.
diligence-level | asked=3 flagged=0 unknown=1 | open | 0 of 3 red flags stand, 1 are not known.
diligence-level | asked=3 flagged=1 unknown=2 | enhanced | 2 are not known. Map the circumstances
diligence-level | asked=0 flagged=0 | open | 0 of 0 red flags stand
legal-status-admits | | unknown | The status is not on record.
legal-status-admits | status=illegal | no | is not enough for the entry tier.
legal-status-admits | status=legal tier=full | yes | is enough for the full tier.
legal-status-admits | status=not_addressed | yes | is enough for the entry tier.
legal-status-admits | status=not_addressed tier=full | no | is not enough for the full tier.
child-work | worst_forms=true | stop | stop everything, at every tier
child-work | | unknown | and that is not clean
child-work | after_school=true | unknown | and that is not clean
child-work | worst_forms=false | unknown | Whether children help after school is not known.
child-work | worst_forms=false after_school=true | plan | Help after school asks for a plan.
child-work | worst_forms=false after_school=false | none | No child works there.
barrier-refuses | barriers=7 | False | 7 barriers go into the plan of the site; none of them refuses it.
disengage-allowed | reason=true plan_tried=true | True | A reason is needed
disengage-allowed | reason=true plan_tried=false | False | A reason is needed
disengage-allowed | reason=true plan_tried=false stops_at_once=true | True | A reason is needed
disengage-allowed | reason=false plan_tried=true stops_at_once=true | False | A reason is needed
mineral-class | mineral=gold | high_unit_value | Named among: high unit value.
mineral-class | mineral=moonstone | unknown | “moonstone” is in no class that the study names.
mining-scale | equipment=shovel | artisanal | Nothing but rudimentary tools.
custody-model-proposed | mineral=tin | mass_balance | “tin” is a bulk good. Small producers take part.
custody-model-proposed | mineral=gold | segregation | “gold” is no bulk good. Small producers take part.
custody-model-proposed | mineral=tin small_producers=false | segregation | No small producers take part.
risks-without-plan | identified=0 planned=0 | 0 | 0 of 0 identified risks have a plan
metal-of-ore | ore=Coltan | tantalum | Coltan is a name of tantalum.
metal-of-ore | ore=tin | tin | tin is a name of tin.
annex-ii-response | code=R2 known=true | terminate | R2: it is
annex-ii-response | code=R2 known=false | suspend | R2: it is suspected on good grounds
annex-ii-response | code=R4 known=true | mitigate | R4:
mitigation-due | planned_on=2026-01-31 months=1 | 2026-02-28 | 2026-01-31 plus 1 months.
risks-without-plan | identified=3 planned=2 | 1 | 2 of 3 identified risks have a plan
risk-standing | code=R4 identified_on=2026-01-01 on=2026-01-01 | identified | R4 is identified since 2026-01-01
risk-standing | code=R2 identified_on=2026-01-01 on=2026-01-01 | stopped | by 2026-01-01 something is due. Trade: no.
risk-standing | code=R4 identified_on=2026-01-01 planned_on=2026-02-01 on=2026-07-31 | planned | by 2026-08-01
risk-standing | code=R4 identified_on=2026-01-01 planned_on=2026-02-01 on=2026-08-01 | halted | since 2026-08-01
risk-standing | code=R4 identified_on=2026-01-01 planned_on=2026-01-01 improved_on=2026-02-01 on=2026-02-01 | improved |
legitimacy-rule | on=2026-01-01 legal_from=2026-01-01 legal_before=2026-01-02 | legal | a rule that allows it is in
legitimacy-rule | on=2026-01-02 legal_from=2026-01-01 legal_before=2026-01-02 | not_addressed | no rule on it is in
legitimacy-rule | on=2026-01-02 | not_addressed | no rule on it is in force
hazard-needs-plan | hazard=shaft_collapse present=true | finding | .
hazard-needs-plan | hazard=shaft_collapse present=true mitigated=true | none | : nothing is missing.
hazard-needs-plan | hazard=shaft_collapse present=false | none | : nothing is missing.
hazard-needs-plan | hazard=shaft_collapse | unknown | .
area-level | AREA incidents=0@2026-01-01 on=2026-01-01 | no | conflict: 10 of 2026-01-01: no.
area-level | AREA incidents=0@2026-01-02 on=2026-01-01 | watch | incidents: not known, and what is not known
area-level | AREA on=2026-01-01 | watch | incidents: not known, and what is not known
area-level | AREA incidents=0@2026-01-01 on=2027-01-01 | watch | older than 12 months: not relied on
area-level | AREA incidents=0@2026-01-01 on=2026-12-31 | no | incidents: 0 of 2026-01-01: no.
area-level | AREA incidents=0@2026-01-01 sanctions=1@2026-01-01 on=2027-06-01 | cahra | sanctions: 1 of 2026-01-01
five-steps | on=2026-01-01 manage_on=2025-01-02 assess_on=2025-01-01 | 1 | Step
"""
"""One line for each example: the rule, what is asked, the answer, and a part of what is said about it."""


@pytest.mark.parametrize("line", TOLD.splitlines())
def test_the_reason_told_is_the_one_that_decided(line: str) -> None:
    assert rulebook.MODULES
    name, asked, value, words = (part.strip() for part in line.split("|"))
    found = calculate(name, dict(pair.split("=") for pair in asked.replace("AREA", AREA).split()))
    assert str(found.value) == value
    said = " ".join(found.explanation)
    assert words in said
    assert "None" not in said


def test_only_what_is_unusual_or_open_is_named() -> None:
    assert len(calculate("diligence-level", {"asked": "3", "flagged": "0"}).explanation) == 1
    assert len(calculate("diligence-level", {"asked": "3", "flagged": "1"}).explanation) == 6


@pytest.mark.parametrize("ends", ["2026-01-01", "2025-12-31"])
def test_a_rule_of_the_law_ends_after_it_began(ends: str) -> None:
    with pytest.raises(InputRefused):
        calculate("legitimacy-rule", {"on": "2026-01-01", "legal_from": "2026-01-01", "legal_before": ends})
    with pytest.raises(InputRefused):
        calculate("legitimacy-rule", {"on": "2026-01-01", "legal_before": ends})
