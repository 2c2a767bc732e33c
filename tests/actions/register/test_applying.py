"""What applies to a reader without an account: standards in order, effort with its sources, nothing kept."""

from decimal import Decimal

import pytest

from orepass.inclusion.fees.rules.pricing import Measure, price
from orepass.platform.models import Record
from orepass.register.applying import WhatApplies, what_applies
from orepass.scheme import queries as scheme
from orepass.scheme.rules.asking.applying import When
from orepass.scheme.rules.asking.saying import NotAsked

pytestmark = pytest.mark.django_db

MINERS = {"activities": ["extraction"], "size": ["asm"], "minerals": ["cobalt"]}


def asked(said: dict[str, list[str]], pack: str = "cera-4in1@2026.1", language: str = "en") -> WhatApplies:
    return what_applies(scheme.pack(pack), said, language)


def test_entry_set_comes_first_for_artisanal_miners_and_what_is_no_ones_comes_last() -> None:
    found = asked({**MINERS, "people": ["45"]})
    assert (found.standards[0].code, found.standards[0].entry, found.standards[0].applies) == ("ASM", True, "yes")
    order = ["yes", "unknown", "no"]
    places = [order.index(standard.applies) for standard in found.standards]
    assert places == sorted(places)


def test_nothing_said_leaves_every_standard_a_question_and_promises_no_days() -> None:
    found = asked({})
    assert {standard.applies for standard in found.standards} == {"unknown"}
    assert "site.activities" in found.open_questions
    assert {effort.kind for standard in found.standards for effort in standard.efforts} <= {"own_now", "own_later"}


def test_counts_are_those_of_the_list() -> None:
    for standard in asked(MINERS).standards:
        for when in When:
            listed = [each for each in standard.requirements if each.when is when]
            assert standard.counts[when] == len(listed)


def test_what_is_not_known_is_counted_into_ones_own_work() -> None:
    standard = next(each for each in asked(MINERS).standards if each.code == "CPS")
    count = standard.counts["now"] + standard.counts["unknown"]
    assert standard.efforts[0].explanation[0].startswith(f"{count} requirements of 15 minutes each")


def test_effort_names_its_sources_and_estimates_are_not_confirmed() -> None:
    kinds = {each.kind: each for each in asked({**MINERS, "people": ["45"]}).standards[0].efforts}
    assert set(kinds) == {"own_now", "own_later", "audit_days", "registration", "audit_fee"}
    assert all(each.sources and each.command and each.address for each in kinds.values())
    assert not kinds["own_now"].confirmed
    assert kinds["registration"].unit == kinds["audit_fee"].unit == "EUR"


@pytest.mark.parametrize(
    ("people", "size"), [(1, "asm"), (2, "asm"), (3, "asm"), (45, "asm"), (9000, "asm"), (30, "large")]
)
def test_prices_are_those_of_the_published_schedule(people: int, size: str) -> None:
    found = asked({**MINERS, "size": [size], "people": [str(people)]})
    pack = scheme.pack(found.pack.ref)
    for answer in (each for each in found.standards if each.applies == "yes"):
        kinds = {each.kind: each for each in answer.efforts}
        standard = pack.standard(answer.code)
        members = people if standard.subject_unit == "group" else 0
        measure = Measure(members=members, artisanal=size == "asm")
        visited = Measure(members=members, days=Decimal(kinds["audit_days"].value))
        for kind, fee, by in (("registration", "registration", measure), ("audit_fee", "audit", visited)):
            amount = price(standard.rules, fee, by, pack_digest=pack.digest, standard=answer.code).amount
            assert (kinds[kind].value, kinds[kind].unit) == (str(amount.amount), amount.currency)


def test_a_site_larger_than_the_table_gets_no_audit_fee() -> None:
    huge = {"activities": ["extraction"], "size": ["large"], "people": ["900000"]}
    kinds = {each.kind: each.value for each in asked(huge).standards[0].efforts}
    assert kinds["audit_days"] == "manual"
    assert "audit_fee" not in kinds


def test_a_standard_that_is_not_the_readers_costs_nothing() -> None:
    found = next(each for each in asked({"activities": ["smelting"], "people": ["9"]}).standards if each.code == "ASM")
    assert (found.applies, found.efforts) == ("no", ())


@pytest.mark.parametrize("ref", ["craft-manner", "irma-manner", "quarry-basics", "utz-manner"])
def test_every_kind_of_pack_answers(ref: str) -> None:
    found = asked({"people": ["45"]}, pack=ref)
    assert found.standards
    assert all(effort.explanation for each in found.standards for effort in each.efforts)


def test_statements_are_told_in_the_readers_language_and_else_in_english() -> None:
    english, french, german = (asked(MINERS, language=code).standards[0] for code in ("en", "fr", "de"))
    assert english.requirements[0].statement != french.requirements[0].statement
    assert english.requirements[0].statement == german.requirements[0].statement


def test_a_stray_word_is_refused_and_nothing_is_ever_recorded() -> None:
    before = Record.objects.count()
    with pytest.raises(NotAsked):
        asked({"colour": ["red"]})
    asked(MINERS)
    assert Record.objects.count() == before
