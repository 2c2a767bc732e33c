"""What is kept between evaluations changes nothing: every outcome is that of a standard prepared afresh."""

import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from orepass.kernel.digest import digest
from orepass.scheme.rules import prepared as kept
from orepass.scheme.rules.evaluate import answers_of, evaluate, evaluate_prepared, profile_of
from orepass.scheme.rules.load import require
from orepass.scheme.rules.outcome import Answer, Outcome
from orepass.scheme.rules.overlays import overlaid
from orepass.scheme.rules.prepared import Prepared
from tests.rules.scheme.packs import write_pack

PACK = require(write_pack(Path(tempfile.mkdtemp())))
IDS = [requirement.id for requirement in PACK.standard("TST").requirements]

profiles = st.fixed_dictionaries(
    {},
    optional={
        "stage": st.sampled_from(["mine", "smelter"]),
        "activities": st.sampled_from([("extraction",), ("smelting",), ("extraction", "smelting")]),
        "size": st.sampled_from(["asm", "small", "large"]),
        "minerals": st.sampled_from([("cobalt",), ("cobalt", "gold")]),
        "personnel": st.integers(0, 2**40),
        "flags": st.sampled_from([{"mercury": True}, {"mercury": False}, {}, {"größe": True}]),
        "entered_on": st.dates(date(2024, 1, 1), date(2027, 6, 1)),
    },
)
evidence = st.none() | st.lists(st.sampled_from(["document", "photo", "oral"]), max_size=3).map(tuple)
ratings = st.sampled_from(["full", "substantial", "partial", "none", "not_relevant", "unknown"])
long_answers = st.builds(Answer, rating=ratings, evidence=evidence, note=st.sampled_from(["", " ", "Because.", "Été"]))
answers = st.dictionaries(st.sampled_from(IDS), long_answers | ratings)
days = st.dates(date(2026, 1, 1), date(2028, 1, 1))


def afresh(profile: Mapping[str, Any], given_answers: Mapping[str, Any], on: date) -> Outcome:
    known = profile_of(profile)
    read = overlaid(PACK, "TST", known)
    ready = Prepared(read.standard)
    return evaluate_prepared(PACK, ready, read=read, profile=known, answers=answers_of(ready, given_answers), on=on)


@given(profiles, answers, days)
def test_an_outcome_from_what_is_kept_is_that_of_a_fresh_start(
    profile: dict[str, Any], given_answers: dict[str, Any], on: date
) -> None:
    quick = evaluate(PACK, "TST", profile=profile, answers=given_answers, on=on)
    assert quick == afresh(profile, given_answers, on)
    assert digest(quick) == digest(evaluate(PACK, "TST", profile=profile, answers=given_answers, on=on))


@settings(max_examples=30)
@given(st.lists(st.tuples(profiles, answers, days), min_size=2, max_size=6))
def test_one_site_never_colours_another(sites: list[tuple[dict[str, Any], dict[str, Any], date]]) -> None:
    forwards = [evaluate(PACK, "TST", profile=one, answers=given, on=on) for one, given, on in sites]
    backwards = [evaluate(PACK, "TST", profile=one, answers=given, on=on) for one, given, on in reversed(sites)]
    assert forwards == backwards[::-1]


@given(profiles, answers, days)
def test_the_quick_digest_of_the_inputs_is_the_canonical_one(
    profile: dict[str, Any], given_answers: dict[str, Any], on: date
) -> None:
    ready = Prepared(PACK.standard("TST"))
    inputs = {
        "standard": "TST",
        "profile": profile_of(profile),
        "answers": answers_of(ready, given_answers),
        "on": on,
    }
    outcome = evaluate(PACK, "TST", profile=profile, answers=given_answers, on=on)
    assert outcome.inputs_digest == digest(inputs)


def test_what_is_kept_is_bounded_and_begins_again() -> None:
    ready = Prepared(PACK.standard("TST"))
    name = "TST.S.safety.M1"
    line = ready.lines[name]
    base = {"activities": ("extraction",), "size": "large", "flags": {"mercury": False}, "entered_on": date(2026, 1, 1)}
    known = profile_of(base)
    read = overlaid(PACK, "TST", known)
    refused = ("oral", "observation", "measurement")
    for number in range(kept.KEPT_MAX + 10):
        given_evidence = tuple(refused[(number // 3**place) % 3] for place in range(6))
        given_answers = {name: Answer(rating="full", evidence=given_evidence)}
        evaluate_prepared(PACK, ready, read=read, profile=known, answers=given_answers, on=date(2026, 6, 1))
        assert len(line.kept) <= kept.KEPT_MAX
        assert len(line.shown) <= kept.KEPT_MAX
    for number in range(kept.KEPT_MAX + 10):
        condition = ready.applies
        known = profile_of({**base, "activities": ("extraction", f"a{number}")})
        assert condition.of(kept.Site(known))[0].is_yes
    for number in range(kept.STANDARDS_MAX + 2):
        standard = msgspec.structs.replace(PACK.standard("TST"), status=f"s{number}")
        assert kept.prepared(standard) is kept.prepared(standard)
