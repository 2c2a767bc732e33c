"""What the rules of recognition say in words: the reason told is the one that decided, and only that one."""

import pytest

from orepass.kernel.calculator import calculate
from orepass.register import rulebook

LINKS = "assurance=full level=full verification=full certificate=counts critical=false mapping=full"
SIX = "independence=2 competence=1 sampling=1 transparency=2 decision=1 oversight=2"
SEEN = "status=active covers=true audited_on=2025-01-10 on=2025-06-01 checked_on=2025-05-01"
TOLD = """\
recognition-mapping | relation=none coverage=0 | none | Theirs asks for nothing of ours.
recognition-mapping | relation=equal coverage=0 | none | Theirs asks for nothing of ours.
recognition-mapping | relation=equal coverage=1 obligation=optional | none | There it is optional
recognition-mapping | relation=narrower coverage=1 | partial | Theirs is narrower and does not cover ours
recognition-mapping | relation=overlaps coverage=1 | partial | Theirs overlaps and does not cover ours
recognition-mapping | relation=equal coverage=9/10 | full | Theirs is equal and covers 9/10 of ours, at least 9/10.
recognition-mapping | relation=broader coverage=1 | full | Theirs is broader and covers 1 of ours
recognition-mapping | relation=equal coverage=89/100 | partial | Theirs covers 89/100 of ours, less than 9/10
recognition-mapping | relation=equal coverage=1 obligation=should | partial | There it is a recommendation
recognition-mapping | relation=equal coverage=1/2 obligation=should | partial | less than 9/10
recognition-assurance | SIX | full | Each item is at least 1 and the mean is 3/2, at least 3/2.
recognition-assurance | SIX mean_min=8/5 | partial | The mean of the six items is 3/2, less than 8/5.
recognition-assurance | SIX item_min=2 | none | too little to rely on: competence, sampling, decision.
recognition-assurance | SIX item_min=0 mean_min=0 | full | Each item is at least 0
recognition-level | level=1 part=implementation | full | Level 1: standard, implementation and governance
recognition-level | level=2 part=standard | full | and this asks for the standard
recognition-level | level=2 part=implementation | partial | its use is still tested here
recognition-verification | party=third critical=true | full | An accredited third party verified it.
recognition-verification | party=unaccredited critical=true | none | credited from unaccredited-party verification
recognition-verification | party=first critical=false | partial | Only a first-party verification
recognition-party | own=true interest=true accredited=true | first | They assessed themselves.
recognition-party | own=false interest=true accredited=true | second | has an interest
recognition-party | own=false interest=false accredited=false | unaccredited | never shown as third party
recognition-party | own=false interest=false accredited=true | third | accredited on the day of the audit
recognition-certificate | SEEN | counts | 2025-05-01
recognition-certificate | SEEN status=withdrawn | ended | The certificate is withdrawn.
recognition-certificate | SEEN status=expired | ended | The certificate is expired.
recognition-certificate | SEEN status=suspended | hold | It is suspended there
recognition-certificate | SEEN covers=false | outside | do not cover site, mineral and day
recognition-certificate | SEEN on=2025-01-09 | outside | do not cover site, mineral and day
recognition-certificate | SEEN on=2025-01-10 checked_on=2025-01-10 | counts | 2025-01-10
recognition-certificate | SEEN on=2026-01-10 checked_on=2026-01-10 | counts | 2026-01-10
recognition-certificate | SEEN on=2026-01-11 checked_on=2026-01-11 | ended | it counted until 2026-01-10.
recognition-certificate | SEEN age_months_max=1 | ended | is more than 1 months old
recognition-credit | LINKS | credited | Credited: it is not audited again.
recognition-credit | LINKS level=partial | partly | Credited in part (level): only the rest is audited.
recognition-credit | LINKS level=partial mapping=partial | partly | Credited in part (mapping, level)
recognition-credit | LINKS assurance=none level=partial | gap | Not credited because of: assurance.
recognition-credit | LINKS level=partial critical=true | gap | because of: level; a critical requirement is credited
recognition-credit | LINKS certificate=ended | gap | the certificate does not stand for it
recognition-credit | LINKS certificate=outside | gap | the certificate does not stand for it
recognition-credit | LINKS certificate=hold | hold | On hold while the certificate is suspended there.
recognition-credit | LINKS certificate=unchecked | unchecked | Not counted until the certificate is looked up
recognition-credit | LINKS certificate=hold mapping=none | gap | Not credited because of: mapping.
recognition-rating | theirs=unknown | unknown | does not say how far it is met
recognition-rating | theirs=partial least=substantial | none | Their result is partial, below the substantial
recognition-rating | theirs=substantial least=substantial | substantial | recognition never raises it
recognition-rating | theirs=none | none | Their result is none; recognition never raises it.
recognition-prerequisite | status=active valid_before=2026-01-01 on=2025-12-31 performs=true | admitted | Admitted: the
recognition-prerequisite | status=active valid_before=2026-01-01 on=2026-01-01 performs=true | refused | not active on
recognition-prerequisite | status=suspended valid_before=2026-01-01 on=2025-01-01 performs=true | refused | (suspended,
recognition-prerequisite | status=active valid_before=2026-01-01 on=2025-12-31 performs=false | refused | neither
recognition-match | pairs=3:1_2:1/2_1:0 | 2/3 | by the weights, 6: 2/3. Critical misses are listed apart.
recognition-match | pairs=1:0 | 0 | by the weights, 1: 0.
recognition-equivalent | required=4 covered=3 | gaps | 1 of 4 requirements are not covered
recognition-equivalent | required=4 covered=4 local_extra=2 | equivalent | All 4 are covered; 2 further local
recognition-direct | agreements=B>A_C>B by=A of=B | True | There is an agreement by which A recognises B.
recognition-direct | agreements=B>A_C>B by=B of=A | False | B has no agreement of its own on A
recognition-direct | agreements=B>A_C>B by=A of=C | False | A has no agreement of its own on C
recognition-shared | kind=price partner=true granted=true | False | A price is a matter of competition
recognition-shared | kind=training partner=true | True | Partners share
recognition-shared | kind=training partner=false granted=true | True | a grant may demand it
recognition-shared | kind=training partner=false | False | Whoever is no partner sees nothing.
recognition-lapses | valid_from=2025-01-31 months=1 | 2025-02-28 | extended by 0: lapsed from 2025-02-28 on.
recognition-lapses | valid_from=2025-01-31 months=1 extension_months=1 | 2025-03-31 | and 1 months, extended by 1
recognition-grace | lapsed_on=2025-01-10 | 2025-07-10 | users have 6 months, then a nonconformity from 2025-07-10 on.
recognition-hold-until | told_on=2025-01-10 | 2025-02-09 | 30 days to supply own evidence, until 2025-02-09.
recognition-use | valid_from=2025-01-10 lapsed_on=2026-01-10 on=2025-01-09 | not_yet | It begins on 2025-01-10.
recognition-use | valid_from=2025-01-10 lapsed_on=2026-01-10 on=2026-07-09 | grace | then may until 2026-07-10.
recognition-held | told_on=2025-01-10 on=2025-02-09 | hold | own evidence is awaited until 2025-02-09
recognition-held | told_on=2025-01-10 on=2025-02-10 | gap | No own evidence came until 2025-02-09
recognition-held | told_on=2025-01-10 on=2025-02-10 own_evidence_on=2025-02-10 | replaced | Own evidence came on
combined-checklist | first=t1,t2 second=o1,o2,o3 covers=t1:o1,o2 | 3 | t1 serves t1, o1, o2. t2 serves t2. o3 serves o3.
combined-checklist | first=t1 second=o1 | 2 | t1 serves t1. o1 serves o1.
combined-audit-days | first_days=3 second_days=2 shared=5 second_total=8 | 1 | The combined audit takes 4 days.
combined-audit-days | first_days=3 second_days=2.5 shared=8 second_total=8 | 2.5 | Of its 2.5 days so many
combined-audit-days | first_days=3 second_days=2 shared=0 second_total=8 | 0 | 0 of 8 requirements
combined-audit-discount | days_saved=1.5 day_rate=400 | 600.0 | 1.5 days at 400 each come to 600.0
training-counts-in | curricula=Utz:safety;Fair:safety,water element=water | 1 | It counts in Fair. All of them ask for
training-counts-in | curricula=Utz:safety;Fair:water element=dust | 0 | in none of them. All of them ask for nothing in
"""
"""One line for each example: the rule, what is asked, the answer, and a part of what is said about it."""


@pytest.mark.parametrize("line", TOLD.splitlines())
def test_the_reason_told_is_the_one_that_decided(line: str) -> None:
    assert rulebook.MODULES
    name, asked, value, words = line.split(" | ")
    for short, whole in (("LINKS", LINKS), ("SIX", SIX), ("SEEN", SEEN)):
        asked = asked.replace(short, whole)
    inputs = dict(pair.split("=", 1) for pair in asked.split())
    spaced = {key: text.replace("_", " ") for key, text in inputs.items() if key in {"pairs", "agreements"}}
    found = calculate(name, inputs | spaced)
    assert str(found.value) == value
    said = " ".join(found.explanation)
    assert words in said
    assert "None" not in said
