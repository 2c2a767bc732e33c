"""What the rules of groups say in words: the reason told is the one that decided, and only that one."""

import pytest

from orepass.kernel.calculator import calculate
from orepass.register import rulebook

TOLD = """\
holder-accountable |  | refused | It is not said whether the holder answers alone
holder-accountable | accountability=owns person=true | ok | answers alone; a person is named
holder-accountable | accountability=shares | finding | with the miners; no person is named
group-recognised | representative=trader | True | trader represents it.
group-recognised |  | False | Nobody represents it.
member-joins | other_groups=1 | False | in 1 other groups; one is allowed
member-joins | other_groups=1 one_group_only=false | True | any number is allowed
member-joins | other_groups=0 | True | in 0 other groups; one is allowed
member-near |  | unknown | The place is not known.
member-near | distance_km=50 | ok | 50 km from the group; beyond 50 km
member-near | distance_km=50.5 | warning | 50.5 km from the group
group-member-small |  | False | No size is known, so nothing is shown.
group-member-small | area=5 | True | area: 5 ha, at most 5.
group-member-small | area=5.5 | False | area: 5.5 ha, at most 5.
group-member-small | area=9 greenhouse=0.5 | True | greenhouse: 0.5 ha, at most 0.5.
group-member-small | grassland=15.5 | False | grassland: 15.5 ha, at most 15.
group-member-small | grassland=0 | True | grassland: 0 ha
member-covered | listed=false located=true | no | not on the list is not covered
member-covered | listed=true located=false | refused | without a place
member-covered | listed=true located=true added_after_audit=true | not_yet | until somebody has checked
member-covered | listed=true located=true added_after_audit=true checked=true | yes | within what was checked
member-covered | listed=true located=true | yes | On the list, with a place
group-control-enough | internal=true third_party=true | True | Both are there.
group-control-enough | internal=true third_party=false | False | Missing: a third party.
group-control-enough | internal=false third_party=true | False | Missing: internal control.
group-control-enough | internal=true third_party=false internal_alone_allowed=true | True | Missing: a third party.
packer-may-join | packs=true | False | It packs and does not sell in one
packer-may-join | packs=true europe=true | True | It packs and sells in one
packer-may-join | packs=true north_america=true | True | packs and sells
packer-may-join | packs=true australia=true | True | packs and sells
packer-may-join | packs=true new_zealand=true | True | packs and sells
packer-may-join | packs=false europe=true | False | It does not pack and sells
factory-roll-fits | factories=1 sent=7 received=7 | True | Joined to 1 factories
factory-roll-fits | factories=2 sent=7 received=7 | False | Joined to 2 factories
factory-roll-fits | factories=1 sent=7 received=6.5 | False | sent 7, received 6.5
practice-claim | practised=true | candidate | is there; somebody has not looked
practice-claim | practised=true inspected=true | certifiable | is there; somebody has looked
practice-claim | practised=false inspected=true | none | is not there; somebody has looked
self-help-step | group_exists=false trained=true | form_group | is formed first
self-help-step | group_exists=true | train | training is next
self-help-step | group_exists=true trained=true | apply | They apply themselves.
self-help-step | group_exists=true own_certificate=true | graduated | leave the plantation
smallholder-rules | joined=scheme changed_to=independent | scheme | not changed by this day
smallholder-rules | joined=scheme changed_to=independent changed=true | independent | Joined as scheme; changed
smallholder-rules | joined=scheme changed=true | scheme | not changed by this day
sanction-next |  | advice | After none follows advice.
sanction-next | rung=warning | suspension | After warning follows suspension.
sanction-next | zero_tolerance=true | suspension | because nothing of this kind is tolerated.
sanction-next | rung=suspension zero_tolerance=true | expulsion | because nothing
sanction-ends | rung=warning since=2025-01-10 | 2025-02-09 | plus 30 days; from the day after on, it is suspension
sanction-ends | rung=suspension since=2025-01-10 | 2025-07-10 | plus 6 months; from the day after on, it is expulsion
sanction-on | rung=warning since=2025-01-10 on=2025-02-09 | warning | warning since 2025-01-10
sanction-on | rung=warning since=2025-01-10 on=2025-02-10 | suspension | suspension since 2025-02-10
sanction-on | rung=warning since=2025-01-10 on=2025-08-10 | suspension | suspension since 2025-02-10
sanction-on | rung=warning since=2025-01-10 on=2025-08-11 | expulsion | expulsion since 2025-08-11
sanction-on | rung=advice since=2025-01-10 on=2026-08-11 | advice | advice since 2025-01-10
member-admits | on=2025-06-01 | False | There is no internal inspection yet.
member-admits | on=2025-06-01 inspected_on=2025-06-02 passed=true | False | no internal inspection yet
member-admits | on=2025-06-01 inspected_on=2025-06-01 | False | was not passed
member-admits | on=2025-06-01 inspected_on=2025-06-01 passed=true | True | Inspected on 2025-06-01, and passed.
member-admits | on=2025-06-01 inspected_on=2025-06-01 passed=true by_inspector=true | False | Whoever inspected
group-coverage | active=8 inspected=6 | 3/4 | 6 of 8 active members were inspected in time: 75 per cent.
group-register-drift | members=20 unlisted=2 not_found=3 | 1/4 | 2 unlisted and 3 not found, of 20 listed: 25 per
group-inspector-load | members=60 inspectors=3 days=4 | 5 | 60 members over 3 inspectors on 4 days: 5 a day each.
yield-ceiling | miners=5 days=6 | 120 | 5 miners on 6 days at 4 g each: 120 g.
miner-small-scale | grams_per_miner_day=4 | True | 4 g a day; the ceiling is 4 g.
miner-small-scale | grams_per_miner_day=4.5 | False | 4.5 g a day; the ceiling is 4 g.
delivery-within-estimate | delivered=5 | unknown | There is no production estimate.
delivery-within-estimate | delivered=5 estimate=0 | query | 5 of 0 estimated; tolerance 20 per cent.
peer-review-valid | peers=2 outsiders=1 | True | 2 peers of 2, 1 from outside of 1.
peer-review-valid | peers=1 outsiders=1 | False | 1 peers of 2
peer-review-valid | peers=2 outsiders=0 | False | 0 from outside of 1
peer-review-valid | peers=3 outsiders=2 own_plot=true | False | reviews the own plot.
formal-audits-left | planned=3 peer_reviews=1 | 2 | at least one remains
formal-audits-left | planned=3 peer_reviews=3 | 1 | at least one remains
check-party | by=provider accredited=true independent=true | 3 | of party 3
check-party | by=provider accredited=true | 2 | of party 2
check-party | by=provider independent=true | 2 | of party 2
check-party | by=buyer accredited=true independent=true | 2 | of party 2
check-party | by=member | 1 | of party 1
trainer-checks | trained=true checks=true | flag | somebody else should
trainer-checks | trained=true checks=false | none | somebody else should
trainer-checks | trained=false checks=true | none | somebody else should
learning-group-size | members=20 | ok | 20 members; typical are 20 to 40.
learning-group-size | members=19 | warning | 19 members
learning-group-size | members=40 | ok | 40 members
learning-group-size | members=41 | warning | 41 members
group-has-room | members=1999 | True | 1999 members of at most 2000.
group-has-room | members=2000 | False | 2000 members of at most 2000.
group-size-allowed | members=2000 | True | at most 2000 are allowed
group-size-allowed | members=2001 | False | at most 2000 are allowed
"""
"""One line for each example: the rule, what is asked, the answer, and a part of what is said about it."""


@pytest.mark.parametrize("line", TOLD.splitlines())
def test_the_reason_told_is_the_one_that_decided(line: str) -> None:
    assert rulebook.MODULES
    name, asked, value, words = line.split(" | ")
    inputs = dict(pair.split("=") for pair in asked.split())
    found = calculate(name, inputs)
    assert str(found.value) == value
    said = " ".join(found.explanation)
    assert words in said
    assert "None" not in said


@pytest.mark.parametrize("lacking", ["transparent", "shared_responsibility", "open_information", "peer_review", ""])
def test_a_local_variant_is_told_the_principle_it_lacks(lacking: str) -> None:
    words = {
        "transparent": "Missing: transparent decisions.",
        "shared_responsibility": "Missing: shared responsibility.",
        "open_information": "Missing: open information.",
        "peer_review": "Missing: peer review.",
    }
    found = calculate("local-variant-kept", {name: str(name != lacking).lower() for name in words})
    assert found.value is (lacking == "")
    assert found.explanation == (words.get(lacking, "All four principles are kept."),)
