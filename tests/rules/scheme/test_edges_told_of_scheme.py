"""What the rules of a scheme say in words: the reason told is the one that decided, and only that one."""

import pytest

from orepass.kernel.calculator import calculate
from orepass.register import rulebook

TOLD = """\
licence-months | record=good risk=low credible=true | 36 | Record good, risk low, partner credible.
licence-months | record=good risk=low credible=false | 12 | partner not credible.
licence-months | record=good risk=low | 12 | partner not known. Longer than 12 months
licence-months | record=good credible=true | 12 | Record good, risk unknown
licence-months | risk=low credible=true | 12 | Record unknown, risk low
licence-length-allowed | starts_on=2025-01-01 ends_on=2025-12-31 | True | must lie from 2025-12-31 to 2025-12-31.
licence-length-allowed | starts_on=2025-01-01 ends_on=2025-12-30 | False | must lie from 2025-12-31
licence-length-allowed | starts_on=2025-01-01 ends_on=2026-01-01 | False | must lie from 2025-12-31
licence-length-allowed | starts_on=2025-01-01 ends_on=2026-06-30 longest=18 | True | from 2025-12-31 to 2026-06-30.
licence-decision-open | period_from=2025-01-01 decided_on=2025-06-01 | False | There is no self-assessment; one from
licence-decision-open | period_from=2025-01-01 decided_on=2025-06-01 assessed_on=2025-01-01 | True | is of 2025-01-01
licence-decision-open | period_from=2025-01-01 decided_on=2025-06-01 assessed_on=2025-06-01 | True | is of 2025-06-01
licence-decision-open | period_from=2025-01-01 decided_on=2025-06-01 assessed_on=2025-06-02 | False | is of 2025-06-02
licence-decision-open | period_from=2025-01-01 decided_on=2025-06-01 assessed_on=2024-12-31 | False | is of 2024-12-31
term-after-findings | majors=0 | 36 | 0 majors; minors still open from the last cycle, which count as major: 0.
term-after-findings | majors=1 | 12 | 1 majors
term-after-findings | majors=0 repeated_minors=1 | 12 | which count as major: 1.
second-party-checks | producers=500 risk=low | 1 | One for every 500 producers
second-party-checks | producers=501 risk=low | 2 | for a risk that is low, rounded up. At least 1 a year: 2.
second-party-checks | producers=1 risk=low least=3 | 3 | At least 3 a year: 3.
audits-in-cycle | record=good risk=low floor=2 base=1 | 2 | At least 2: 2.
audit-interval-state | audited_on=2025-01-10 on=2026-01-10 | in_order | The next audit is due by 2026-01-10
audit-interval-state | audited_on=2025-01-10 on=2026-01-11 | audit_overdue | The next audit is due by 2026-01-10
audit-interval-state | audited_on=2025-01-10 on=2025-02-11 between=1 | check_overdue | a check is due by 2025-02-10.
audit-interval-state | audited_on=2025-01-10 on=2025-02-11 between=1 checked_on=2025-02-11 | in_order | by 2025-03-11.
audit-interval-state | audited_on=2025-01-10 on=2025-02-11 between=1 checked_on=2025-02-12 | check_overdue | by
audit-interval-state | audited_on=2025-01-10 on=2025-02-10 between=1 checked_on=2024-12-01 | in_order | by 2025-02-10.
nonconformity-plan-by | found_on=2025-01-31 months=1 days=1 | 2025-03-01 | 2025-01-31 plus 1 months and 1 days.
nonconformity-closed-by | found_on=2025-01-31 | 2025-07-31 | plus 6 months and 0 days.
nonconformity-repeated | grade=minor | major | minor again becomes major.
nonconformity-repeated | grade=critical | critical | critical again becomes critical.
nonconformity-grade | | minor | Not listed, not systemic, not repeated, no significant risk.
nonconformity-grade | listed=true systemic=true | critical | It stands on the list
nonconformity-grade | systemic=true significant_risk=true | major | Major, because it is systemic, and it puts workers
nonconformity-missed | grade=major closed_by=2025-01-10 on=2025-01-10 | none | last day 2025-01-10, closed not yet
nonconformity-missed | grade=major closed_by=2025-01-10 on=2025-01-11 | suspend | asked on 2025-01-11.
nonconformity-missed | grade=minor closed_by=2025-01-10 on=2025-02-11 closed_on=2025-01-10 | none | closed 2025-01-10
nonconformity-missed | grade=minor closed_by=2025-01-10 on=2025-02-11 closed_on=2025-01-11 | upgrade_to_major | closed
nonconformity-missed | grade=critical closed_by=2025-01-10 on=2025-01-10 closed_on=2025-02-01 | none | closed 2025-02-01
stage-two-again | ended_on=2025-01-10 on=2025-07-10 | False | To be verified by 2025-07-10; verified not yet
stage-two-again | ended_on=2025-01-10 on=2025-07-11 | True | asked on 2025-07-11.
stage-two-again | ended_on=2025-01-10 on=2026-07-11 verified_on=2025-07-10 | False | verified 2025-07-10
majors-suspend | majors=4 | False | 4 against a limit of 5.
majors-suspend | majors=5 | True | 5 against a limit of 5.
majors-suspend | majors=5 smallholders=true | False | 5 against a limit of 5, waived for smallholders.
gap-closure-by | letter_on=2025-01-01 step=evidence | 2025-03-02 | evidence, counted from the letter of 2025-01-01.
gap-closure-by | letter_on=2025-01-01 | 2025-04-01 | final, counted
gap-closure-by | letter_on=2025-01-01 step=out-until | 2025-10-01 | out-until, counted
extended-plan-by | listed_on=2025-01-01 | 2025-04-01 | warning, counted from 2025-01-01.
extended-plan-by | listed_on=2025-01-01 step=removal | 2025-05-01 | removal
extended-plan-by | listed_on=2025-01-01 step=hard-stop | 2026-01-01 | hard-stop
site-flag-until | found_on=2025-01-10 colour=yellow | 2025-04-10 | export stays allowed until then
site-flag-until | found_on=2025-01-10 colour=red | 2025-07-10 | no lots before, and only after a clean inspection
site-status | inspected_on=2025-01-10 on=2026-01-09 | green | Blue from 2026-01-10, red from 2029-01-10
site-status | inspected_on=2025-01-10 on=2026-01-10 | blue | Blue from 2026-01-10
site-status | inspected_on=2025-01-10 on=2029-01-09 | blue | red from 2029-01-10
site-status | inspected_on=2025-01-10 on=2029-01-10 | red | red from 2029-01-10
entry-path-status | passed_on=2025-01-10 on=2025-07-09 | candidate | to be handled before 2025-07-10.
entry-path-status | passed_on=2025-01-10 on=2025-07-10 | lapsed | to be handled before 2025-07-10.
entry-path-status | passed_on=2025-01-10 on=2025-07-10 mitigated=true | affiliate | before 2025-07-10.
provider-may | state=approved step=audit | True | A provider that is approved may do this: audit.
provider-may | state=withdrawn step=certify | False | A provider that is withdrawn may not do this: certify.
working-days-after | start=2025-01-10 days=0 | 2025-01-10 | free are sat,sun; holidays: none.
working-days-after | start=2025-01-10 days=1 | 2025-01-13 | 1 working days after 2025-01-10
working-days-after | start=2025-01-10 days=1 holidays=2025-01-14,2025-01-13 | 2025-01-15 | : 2025-01-13, 2025-01-14.
working-days-after | start=2025-01-10 days=2 weekend=fri | 2025-01-12 | free are fri
working-days-after | start=2025-01-10 days=1 weekend= | 2025-01-11 | free are no days of the week
remote-share | days=10 remote_days=2 | allowed | 2 of 10 days are remote: 20.0 per cent. At most 20 per cent may be
remote-share | days=10 remote_days=2.1 | too_much | At most 20 per cent may be remote.
remote-share | days=10 remote_days=3 most=40 | allowed | At most 40 per cent may be remote.
remote-share | days=10 remote_days=3.1 most=40 | notify | Above 30 per cent the oversight is told 30 days ahead.
remote-share | days=10 remote_days=1 open_major=true | forbidden | Not from afar: a major nonconformity is open.
remote-share | days=10 remote_days=0 open_major=true | allowed | At most 20 per cent
remote-share | days=10 remote_days=1 high_risk_area=true | forbidden | nobody trusted verifies there
remote-share | days=10 remote_days=1 high_risk_area=true local_verifier=true | allowed | At most 20 per cent
remote-share | days=10 remote_days=1 initial_high_risk=true open_major=true | forbidden | made there; a major
may-decide | person=a evaluators=a,b | False | Whoever evaluated may neither review nor decide.
may-decide | person=c evaluators=a,b | True | Took no part in the evaluation.
may-decide | person=a evaluators=a,b step=hear_appeal | False | may not hear the appeal
rotation | years=9 | keep | 9 years against a limit of 10.
rotation | years=10 | rotate_or_explain | 10 years against a limit of 10.
rotation | years=10 explained=true | explained | An explanation is filed.
rotation-audits | audits=6 | rotate_or_explain | 6 audits in a row against a limit of 6.
group-keeps-right | members=10 compliant=8 | True | 8 of 10 members comply; 80 per cent are needed.
group-keeps-right | members=10 compliant=7 | False | 7 of 10 members comply
group-keeps-right | members=0 compliant=0 | False | The group has no members.
group-compliant-needed | members=11 | 9 | 80 per cent of 11, rounded up.
member-may-deliver | on=2025-01-10 approved_on=2025-01-10 | True | On 2025-01-10: approved from 2025-01-10.
member-may-deliver | on=2025-01-10 approved_on=2025-01-11 | False | approved from 2025-01-11.
member-may-deliver | on=2025-01-10 approved_on=2025-01-01 suspended_on=2025-01-10 | False | suspended from 2025-01-10.
member-may-deliver | on=2025-01-10 approved_on=2025-01-01 suspended_on=2025-01-11 | True | approved from
member-may-deliver | on=2025-01-10 approved_on=2025-01-01 suspended_on=2025-01-02 restored_on=2025-01-10 | True | approv
member-may-deliver | on=2025-01-10 approved_on=2025-01-01 suspended_on=2025-01-02 restored_on=2025-01-11 | False | susp
group-member-fits | turnover=25000 cost=501 | True | Certification would cost 2.00 per cent of the turnover.
group-member-fits | turnover=25000 cost=500 | False | 2.00 per cent
group-member-fits | turnover=25001 cost=900 | False | 3.60 per cent
effective-personnel | full_time=10 part_time=3 seasonal=2 temporary=1 contractors=4 | 19 | 40 count as 2. With 10
audit-time | personnel=10700 | 22 | 10700 people are in the band from 8501; qms: 22 days.
audit-time | personnel=10701 | manual | Above 10700 people the table is continued by judgement
audit-time | personnel=5 system=ems-special | manual | Special complexity has no column
audit-time | personnel=13 lookup=interpolate | 2.7 | Interpolated towards the band from 16: 2.7 days.
audit-time | personnel=9000 lookup=interpolate | 22 | in the band from 8501
audit-time-multi-site | sites=2 personnel=40 central_personnel=10701 | manual | Above 10700 people the table
audit-time-multi-site | sites=2 personnel=40 | 8 | 2 sites of 4 days and 0 for the central function: 8. In half days: 8.
audit-time-multi-site | sites=2 personnel=40 central_personnel=5 percent=50 | 5.5 | and 1.5 for the central
audit-time-stage | days=10 | 3.5 | surveillance: 1/3 of 10 is 3.3333, rounded 3.5.
audit-time-stage | days=10 stage=initial | 10 | initial: 1 of 10 is 10, rounded 10.
audit-time-on-site | days=10 | 8 | 80 per cent of 10.
period-holds | valid_from=2025-01-10 on=2025-01-10 | True | From 2025-01-10, last day open
period-holds | valid_from=2025-01-10 on=2025-01-12 valid_before=2025-01-12 | False | last day 2025-01-11
sample-md1 | n=26 | 6 | initial: √26, rounded up, is 6.
sample-md1 | n=26 kind=surveillance | 4 | surveillance: 0.6·√26, rounded up, is 4.
sample-md1 | n=26 risk=2 | 12 | Times the risk of 2, rounded up, at most all: 12.
sample-md1 | n=3 risk=2 | 3 | At least 1 of them are drawn at random.
sample-md1-all | n=10 | 10 | initial: every site.
sample-md1-all | n=10 kind=surveillance | 3 | surveillance: 30 per cent, rounded up
sample-random-part | sample=9 | 3 | 25 per cent of 9, rounded up.
sample | rule=risk-sqrt n=9 | 3 | 1·√9, rounded up, is 3.
sample | rule=risk-sqrt n=9 factor=2 | 6 | 2·√9, rounded up, is 6.
sample | rule=md1 n=9 kind=surveillance | 2 | surveillance: 0.6·√9, rounded up, is 2.
sample | rule=all n=9 | 9 |
sample-extended | planned=4 wanted=6 | 6 | 4 planned, 2 added.
sample-eu-organic | n=10 | 10 | at most all 10: 10.
sample-eu-organic | n=201 | 11 | 5 per cent of 201 rounded up
sample-eu-organic-material | n=51 | 2 | 2 per cent of 51, rounded up.
sample-detection | n=20 rate=1/10 | 16 | Of 20 members 2 are taken to fail.
detection-power | n=4 sample=2 failing=1 | 1/2 | 1 − C(3,2) / C(4,2) = 0.500.
sample-iscc-months | risk=1 | 0 | Papers drawn at random out of three successive months.
sample-iscc-months | risk=3/2 | 1 | One full month; for the rest: papers
sample-iscc-months | risk=2 | 3 | All papers of three successive months.
sample-ifoam | n=100 risk=6/5 | 12 | 1.2·√100, rounded up, is 12. At least 12, at most all 100: 12.
sample-rspo | n=4 | 4 | 0.8·√4, rounded up, is 2. At least 4, at most all 4: 4.
sample-fsc | n=10 size_ha=10001 | 10 | initial: 1 of n in the class of 10001 ha, n = 10, rounded up: 10.
sample-fsc | n=10 size_ha=10001 kind=surveillance | 8 | surveillance: 0.8 of n
sample-fsc-internal | n=9 | 3 | active units: 1·√9, rounded up, is 3.
sample-fsc-internal | n=9 active=false factor=1/2 | 2 | inactive units: 0.5·√9, rounded up, is 2.
sample-eu-organic-unannounced | n=11 | 2 | 10 per cent of 11, rounded up: 2 of all controls come unannounced.
sample-eu-organic-additional | n=10 | 1 | 1 more controls follow from risk
sample-pgs | n=4 visits_per_year=2 | 8 | 4 members, each 2 a year: 8.
pgs-team | peers=2 outsiders=1 | True | 2 peers of 2, 1 from outside of 1.
pgs-team | peers=1 outsiders=1 | False | 1 peers of 2
pgs-team | peers=2 outsiders=0 | False | 0 from outside of 1
score-letters | grades=A,AA,yes | True | The goal is A or better everywhere, and yes; missed by: none.
score-letters | grades=A,B,no,? | False | missed by: B, no, ?.
weakest-grade | grades=full,partial | partial | Of 2 grades the weakest is partial; not known: 0.
weakest-grade | grades=partial,? | unknown | Of 2 grades the weakest is partial; not known: 1.
weakest-grade | grades=none,? | none | not known: 1.
award-without-miss | full=3 partial=2 missed=0 | True | Plans to write: 2.
award-without-miss | full=3 partial=2 missed=1 | False | No award, so no plan runs.
award-without-miss | full=3 partial=2 missed=0 unknown=1 | False | 0 missed, 1 not known. No award
minimum-criteria-met | met=3 criteria=3 | True | 3 of 3 minimum criteria are met
minimum-criteria-met | met=2 criteria=3 | False | 2 of 3 minimum criteria are met
share-of-musts | major_met=2 majors=2 minor_met=19 minors=20 | True | 19 of 20 minor musts are met; 95 per cent
share-of-musts | major_met=2 majors=2 minor_met=18 minors=19 | False | 18 of 19 minor musts
share-of-musts | major_met=0 majors=0 minor_met=0 minors=0 | False | 0 of 0 major musts
modules-reached | passed=1,2,3,4 | affiliate | candidate: reached. affiliate: reached.
modules-reached | passed=none | none | candidate: lacks 1, 2, 3. affiliate: lacks 1, 2, 3, 4.
progress-level | core=true levels=yes,yes,no,yes | 2 | The core is met; levels reached without a gap: 2 of 4.
progress-level | core=true levels=no | core | 0 of 1.
progress-level | core=false levels=yes | none | The core is not met; levels reached without a gap: 1 of 1.
progress-level | | none | The core is not known
traffic-light | red=1 yellow=1 unknown=1 | red | Failing red criteria: 1; failing yellow ones: 1; not known: 1.
traffic-light | red=0 yellow=1 unknown=1 | unknown | not known: 1.
traffic-light | red=0 yellow=1 | yellow | not known: 0.
traffic-light | red=0 yellow=0 | green | not known: 0.
subject-maturity | policy=true risks=true mitigation=false indicators=true | 2 | Next: mitigation plan.
subject-maturity | policy=true risks=true mitigation=true indicators=true improvement=true | 5 | All five are there.
score-level | answers=P1:1!,1;P2:1,? | unknown | Critical: P1.1.
requirement-counts | entered_on=2025-01-10 due_year=1 on=2026-01-09 met=false | not_due | Due from 2026-01-10
requirement-counts | entered_on=2025-01-10 due_year=1 on=2026-01-10 met=false | nonconformity | Due from 2026-01-10
requirement-counts | entered_on=2025-01-10 due_year=0 on=2025-01-10 | unknown | Due from 2025-01-10
requirement-counts | entered_on=2025-01-10 due_year=0 on=2025-01-10 met=true | met | Due from 2025-01-10
staged-decision | basics=true progress=true full=false | certified | Decided by
staged-decision | basics=false progress=true full=true | refused | Decided by: the basics.
staged-decision | basics=true progress=false full=false | refused | Decided by: everything, progress over time.
staged-decision | basics=true progress=false | unknown | Decided by: everything.
improvement-year | unmet=0 chosen=0 | valid | Every criterion is met, so an empty plan is valid.
improvement-year | unmet=3 chosen=0 first_year=true | refused | 3 criteria are unmet, and the plan chooses none of them.
improvement-year | unmet=3 chosen=1 first_year=true | valid | 1 of 3 unmet criteria are chosen for this year.
improvement-year | unmet=3 chosen=1 progress=true | valid | 1 of 3 unmet criteria
improvement-year | unmet=3 chosen=1 | flagged | but progress is not known since the last.
improvement-year | unmet=3 chosen=1 progress=false | flagged | but progress was not made since the last.
member-exit | joined_on=2025-01-10 on=2028-01-09 met=false working=false | stays | Nobody is asked before 2028-01-10
member-exit | joined_on=2025-01-10 on=2028-01-10 met=false working=false | asked_to_leave | neither meet the standard
member-exit | joined_on=2025-01-10 on=2028-01-10 met=false working=true | stays | neither meet the standard
member-exit | joined_on=2025-01-10 on=2028-01-10 met=false working=true ask_when=not_met | asked_to_leave | who does
member-exit | joined_on=2025-01-10 on=2028-01-10 met=false | unknown | neither meet the standard
"""
"""One line for each example: the rule, what is asked, the answer, and a part of what is said about it."""


@pytest.mark.parametrize("line", TOLD.splitlines())
def test_the_reason_told_is_the_one_that_decided(line: str) -> None:
    assert rulebook.MODULES
    name, asked, value, words = (part.strip() for part in line.split("|"))
    found = calculate(name, dict(pair.split("=", 1) for pair in asked.split()))
    assert str(found.value) == value
    said = " ".join(found.explanation)
    assert words in said
    assert "None" not in said
