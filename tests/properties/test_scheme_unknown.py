"""Unknown is not clean: whatever is left out or called unknown, no right follows that was not there before."""

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from orepass.scheme.rules.evaluate import evaluate
from orepass.scheme.rules.expression import Facts
from orepass.scheme.rules.load import load, require
from orepass.scheme.rules.yamltext import read
from tests.rules.scheme.packs import FILES, write_pack

PACK = require(write_pack(Path(tempfile.mkdtemp())))
IDS = [requirement.id for requirement in PACK.standard("TST").requirements]
RATINGS = ("full", "substantial", "partial", "none", "not_relevant")
DAY = date(2027, 6, 1)

profiles = st.fixed_dictionaries(
    {
        "stage": st.sampled_from(["mine", "smelter"]),
        "activities": st.sampled_from([("extraction",), ("smelting",), ("extraction", "smelting")]),
        "size": st.sampled_from(["asm", "small", "large"]),
        "minerals": st.just(("cobalt",)),
        "personnel": st.integers(0, 1000),
        "flags": st.fixed_dictionaries({"mercury": st.booleans()}),
        "entered_on": st.dates(date(2023, 1, 1), date(2027, 6, 1)),
    }
)
answers = st.fixed_dictionaries({name: st.sampled_from(RATINGS) for name in IDS})
LOOKED_AT = ("activities", "size", "flags", "entered_on")


def grants(profile: dict[str, Any], given_answers: dict[str, Any]) -> bool:
    return evaluate(PACK, "TST", profile=profile, answers=given_answers, on=DAY).grants


@given(profiles, answers, st.sets(st.sampled_from(IDS), min_size=1), st.booleans())
def test_calling_answers_unknown_never_grants_what_was_not_granted(
    profile: dict[str, Any], given_answers: dict[str, Any], hidden: set[str], left_out: bool
) -> None:
    before = grants(profile, given_answers)
    blank = {name: value for name, value in given_answers.items() if not (left_out and name in hidden)}
    blank |= {} if left_out else dict.fromkeys(hidden, "unknown")
    assert before or not grants(profile, blank)


@given(profiles, answers, st.sets(st.sampled_from(LOOKED_AT), min_size=1))
def test_leaving_facts_out_never_grants_what_was_not_granted(
    profile: dict[str, Any], given_answers: dict[str, Any], hidden: set[str]
) -> None:
    before = grants(profile, given_answers)
    poorer = {name: value for name, value in profile.items() if name not in hidden}
    assert before or not grants(poorer, given_answers)


@given(profiles)
def test_with_every_answer_unknown_nothing_is_granted(profile: dict[str, Any]) -> None:
    assert not grants(profile, {})
    assert not grants(profile, dict.fromkeys(IDS, "unknown"))


@given(answers)
def test_with_nothing_known_of_the_site_nothing_is_granted(given_answers: dict[str, Any]) -> None:
    assert not grants({}, given_answers)


@given(profiles, answers, st.sampled_from(IDS))
def test_a_better_answer_never_costs_a_right(profile: dict[str, Any], given_answers: dict[str, Any], name: str) -> None:
    better = {**given_answers, name: "full"}
    assert not grants(profile, given_answers) or grants(profile, better)


@given(profiles, answers, st.integers(1, 10**6))
def test_head_count_never_changes_an_outcome(
    profile: dict[str, Any], given_answers: dict[str, Any], personnel: int
) -> None:
    other = {**profile, "personnel": personnel}
    assert grants(profile, given_answers) == grants(other, given_answers)


@given(
    st.recursive(
        st.sampled_from(
            ["site.size == 'asm'", "flags.mercury", "site.personnel > 5", "'tin' in site.minerals", "true", "false"]
        ),
        lambda inner: st.one_of(
            inner.map(lambda text: f"!({text})"),
            st.tuples(inner, st.sampled_from(["&&", "||"]), inner).map(lambda part: f"({part[0]} {part[1]} {part[2]})"),
        ),
        max_leaves=8,
    ),
    st.sets(st.sampled_from(["size", "personnel", "minerals", "mercury"])),
)
def test_a_condition_answers_the_same_with_fewer_facts_or_does_not_know(text: str, hidden: set[str]) -> None:
    site = {"size": "asm", "personnel": 3, "minerals": ["tin"]}
    full = Facts(site, {"mercury": True}).verdict(text)
    less = Facts(
        {name: value for name, value in site.items() if name not in hidden},
        {} if "mercury" in hidden else {"mercury": True},
    ).verdict(text)
    assert less.is_unknown or less.answer == full.answer


@given(st.text(max_size=400))
def test_no_text_crashes_the_reader(text: str) -> None:
    reading = read(text, "x.yaml")
    assert reading.value is None or isinstance(reading.value, str | int | bool | list | dict)


@settings(deadline=None)
@given(st.sampled_from([name for name in FILES if name.endswith(".yaml")]), st.data())
def test_no_cut_or_changed_file_crashes_the_loader(name: str, data: st.DataObject) -> None:
    text = FILES[name]
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    bent = text[:start] + data.draw(st.text(max_size=6).filter(lambda part: part.isprintable())) + text[end:]
    with tempfile.TemporaryDirectory() as folder:
        pack, findings = load(write_pack(Path(folder), {name: bent}))
    assert (pack is None) == any(finding.severity == "error" for finding in findings)
