"""A mapping with a mistake is refused whole, and every mistake is told with its line."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from orepass.inclusion.recognition.rules import mapping as m
from orepass.inclusion.recognition.rules.mapping import check_mapping, read_mapping, sound

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = sorted((ROOT / "standards" / "recognition").glob("*.yaml"))
SIDE = {
    "scheme": "theirs",
    "edition": "1",
    "standard": "T",
    "title": "Theirs",
    "requirements": {"T1": "One", "T2": "Two"},
}
OURS = {"scheme": "ours", "edition": "1", "standard": "O", "title": "Ours"}
KNOWN = {"ours@1 O": frozenset({"O1", "O2"})}


def written(**changes: Any) -> str:
    whole: dict[str, Any] = {
        "format": 1,
        "title": "T to O",
        "from": SIDE,
        "to": OURS,
        "level": 1,
        "basis": {"title": "test", "verified": True},
        "pairs": [{"theirs": "T1", "ours": "O1", "relation": "equal", "coverage": 1}],
    }
    return _dumped({**whole, **changes})


class _Plain(yaml.SafeDumper):
    """Write the same value twice instead of an alias, which the reader refuses."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the library's signature
        return True


def _dumped(whole: Any) -> str:
    return yaml.dump(whole, Dumper=_Plain, sort_keys=False)


def codes(text: str) -> list[str]:
    mapping, reading, findings = read_mapping(text)
    if mapping is not None:
        findings = check_mapping(mapping, KNOWN, reading)
    return [finding.code.removeprefix("recognition.mapping.") for finding in findings]


def one_pair(**changes: Any) -> str:
    return written(pairs=[{"theirs": "T1", "ours": "O1", "relation": "equal", "coverage": 1, **changes}])


def test_a_sound_mapping_has_no_findings() -> None:
    assert codes(written()) == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_mappings_can_be_read(path: Path) -> None:
    mapping, _reading, findings = read_mapping(path.read_text(encoding="utf-8"))
    assert mapping is not None
    assert findings == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("- a\n", "shape"),
        ("", "shape"),
        (written(level=3), "shape"),
        (written(pairs=[]), "shape"),
        (written(pairs=["T1"]), "shape"),
        (written(pairs="none"), "shape"),
        (written(to="ours"), "shape"),
        (written(colour="red"), "key_unknown"),
        (written(**{"from": {**SIDE, "colour": "red"}}), "key_unknown"),
        (one_pair(colour="red"), "key_unknown"),
        (one_pair(relation="same"), "shape"),
        (one_pair(theirs="T3"), "requirement_unknown"),
        (one_pair(ours="O3"), "requirement_unknown"),
        (written(exclusions=["O9"]), "requirement_unknown"),
        (one_pair(coverage="1.01"), "coverage"),
        (one_pair(coverage="-0.1"), "coverage"),
        (one_pair(coverage="NaN"), "coverage"),
        (one_pair(coverage="1e-4000000"), "coverage"),
        (one_pair(relation="none"), "contradicts"),
        (one_pair(coverage=0), "contradicts"),
        (written(to={**OURS, "valid_from": "2026-01-01", "valid_before": "2026-01-01"}), "dates"),
        (written(to={**OURS, "edition": "2"}), "scheme_unknown"),
        (written(to=dict(SIDE), pairs=[{"theirs": "T1", "ours": "T2", "relation": "equal", "coverage": 1}]), "circle"),
        (written(basis={"title": "test", "verified": False}), "unverified"),
    ],
)
def test_a_mistake_is_told_under_its_code(text: str, code: str) -> None:
    assert codes(text) == [code]


def test_a_pair_is_written_once() -> None:
    pairs = [{"theirs": "T1", "ours": "O1", "relation": "equal", "coverage": 1}] * 2
    assert codes(written(pairs=pairs)) == ["pair_twice"]


def test_every_mistake_is_told_at_once_with_its_line() -> None:
    text = written(
        level=7,
        pairs=[
            {"theirs": "T1", "ours": "O1", "relation": "same", "coverage": 1},
            {"theirs": "T1", "ours": "O1", "relation": "equal", "coverage": "x"},
        ],
    )
    _mapping, _reading, findings = read_mapping(text)
    lines = text.splitlines()
    assert len(findings) == 3
    assert {finding.where.rpartition(":")[2] for finding in findings} == {
        str(1 + next(at for at, line in enumerate(lines) if mark in line))
        for mark in ("relation: same", "coverage: x", "level: 7")
    }


def test_a_note_alone_leaves_a_mapping_usable() -> None:
    mapping, reading, _findings = read_mapping(written(basis={"title": "test", "verified": False}))
    assert mapping is not None
    assert sound(check_mapping(mapping, KNOWN, reading))
    assert not sound([m.CIRCLE.at(standard="x")])


def test_two_documents_in_one_file_are_no_mapping() -> None:
    mapping, _reading, findings = read_mapping(written() + "---\n" + written())
    assert mapping is None
    assert findings


WORDS = st.sampled_from(["from", "to", "pairs", "level", "theirs", "ours", "coverage", "relation", "basis", "x"])
TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["equal", "1e-9", "NaN"]),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(WORDS, below, max_size=6),
    max_leaves=25,
)


@given(TREES, st.dictionaries(WORDS, TREES, max_size=3))
def test_no_document_breaks_the_reader(tree: Any, laid_over: dict[str, Any]) -> None:
    for whole in (tree, {**yaml.safe_load(written()), **laid_over}):
        mapping, reading, findings = read_mapping(_dumped(whole))
        assert (mapping is None) == bool(findings)
        if mapping is not None:
            assert isinstance(check_mapping(mapping, KNOWN, reading), list)
