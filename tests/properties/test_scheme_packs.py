"""Whatever somebody writes into a pack, the loader answers with a pack or with findings and their places: no crash."""

import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from orepass.kernel.finding import Finding, has_errors
from orepass.scheme.rules.folder import File, Folder, kind_of
from orepass.scheme.rules.load import Loaded, load, load_folder
from orepass.scheme.rules.yamltext import read
from tests.rules.scheme.packs import write_pack
from tests.rules.scheme.packs_wide import WIDE

PLAIN = {name: read(text, name).value for name, text in WIDE.items()}
NAMES = sorted(PLAIN)
PACKED = {name: json.dumps(value) for name, value in PLAIN.items()}
FINDINGS_MAX = 2_000
ODD: list[Any] = [
    *(
        None,
        True,
        False,
        "",
        " ",
        "~",
        "*",
        "[",
        "true",
        "TST",
        "congo",
        "en",
        "2026-02-30",
        "9999-12-31",
        "0/0",
        "1/3",
    ),
    *(0, -1, 1, 10**14, 10**20, "1e999999999", "-1e9", "nan", "inf", "0.1", "1_0", "٣", "\u202e", "😀", "a" * 5000),
    *([], {}, [[]], [{}], {"": ""}, {"value": None}, {"en": None}, [None], {"value": [], "unit": "list"}),
    *("site.size", "1 == 1", "site.activities.exists(a, site.minerals.exists(m, a == m))", "(" * 400, "has(site.size)"),
    *("flags.mercury || ", "site.personnel > 1e99", "site.minerals.map(m, m) == []", 'site.country == "cd"'),
]

odd = st.one_of(st.sampled_from(ODD), st.text(max_size=30), st.integers(-(10**30), 10**30))
small = st.recursive(
    odd, lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=8), part, max_size=3)
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path]
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        found += places(part, (*path, key))
    return found


PLACES = [(name, path) for name in NAMES for path in places(PLAIN[name])]


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, Any]:
    """Take the wide pack and bend it in a few places: drop, replace, rename, double, move."""
    files = {name: json.loads(text) for name, text in PACKED.items()}
    for name, path in draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=4)):
        bend(draw, files, name, path)
    return files


def holds(inside: Any, last: Any) -> bool:
    """Say whether a place may be bent: any name of a mapping, and of a list what an earlier bend has left."""
    return isinstance(inside, dict) or (isinstance(inside, list) and isinstance(last, int) and last < len(inside))


def bend(draw: st.DrawFn, files: dict[str, Any], name: str, path: tuple[Any, ...]) -> None:
    if not path or name not in files:
        files[name] = draw(small)
        return
    inside = files[name]
    for part in path[:-1]:
        try:
            inside = inside[part]
        except (KeyError, IndexError, TypeError):
            return
    last = path[-1]
    if not holds(inside, last):
        return
    how = draw(st.sampled_from(["drop", "odd", "elsewhere", "rename", "wrap"]))
    if isinstance(inside, dict) and last not in inside:
        inside[str(last)] = draw(small)
    elif how == "drop":
        del inside[last]
    elif how == "rename" and isinstance(inside, dict):
        inside[draw(st.sampled_from([f"{last}s", "value", "en", "cases", "rating"]) | st.text(max_size=6))] = (
            inside.pop(last)
        )
    elif how == "wrap":
        inside[last] = [inside[last]]
    elif how == "elsewhere":
        inside[last] = json.loads(PACKED[draw(st.sampled_from(NAMES))])
    else:
        inside[last] = draw(small)


def loaded(texts: dict[str, str]) -> Loaded:
    files = {name: File(name, kind_of(name), read(text, name)) for name, text in texts.items()}
    return load_folder(Folder(files, [finding for file in files.values() for finding in file.reading.findings]))


def answered(result: Loaded) -> None:
    """Be sure that the answer is a pack or an error, and that every finding says where and what to do."""
    assert (result.pack is None) == has_errors(result.findings)
    assert len(result.findings) <= FINDINGS_MAX
    for finding in result.findings:
        assert place_of(finding), finding
        assert finding.severity == "note" or finding.what_to_do, finding


def place_of(finding: Finding) -> bool:
    name, _colon, line = finding.where.rpartition(":")
    return bool(name) and line.isdecimal() and int(line) >= 1


@settings(max_examples=300)
@given(mutated())
def test_a_bent_pack_is_a_pack_or_findings_with_their_places(files: dict[str, Any]) -> None:
    answered(loaded({name: json.dumps(value) for name, value in files.items()}))


@given(st.sampled_from(NAMES), st.text(max_size=400))
def test_a_file_of_any_text_is_answered(name: str, text: str) -> None:
    answered(loaded({**WIDE, name: text}))


@given(st.sampled_from(NAMES), st.data())
def test_a_file_with_lines_lost_or_doubled_is_answered(name: str, data: st.DataObject) -> None:
    lines = WIDE[name].splitlines(keepends=True)
    kept = data.draw(st.lists(st.sampled_from(lines), max_size=2 * len(lines)) | st.permutations(lines))
    answered(loaded({**WIDE, name: "".join(kept)}))


@settings(max_examples=30)
@given(st.sampled_from(NAMES), st.binary(max_size=200))
def test_a_file_of_any_bytes_is_answered(name: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        answered(load(write_pack(Path(folder), {**WIDE, name: content})))


@given(st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdefz"), max_size=4), min_size=1))
def test_overlays_that_extend_one_another_in_any_way_are_answered(extends: dict[str, list[str]]) -> None:
    overlays = {
        f"overlays/{name}.yaml": json.dumps(
            {"overlay": name, "title": {"en": name}, "about": {"en": name}, "status": "draft", "extends": above}
        )
        for name, above in extends.items()
    }
    result = loaded({**WIDE, **overlays})
    answered(result)
    circles = [finding for finding in result.findings if finding.code == "scheme.overlay.cycle"]
    assert bool(circles) == any(reaches(extends, name, name) for name in extends)


def reaches(extends: dict[str, list[str]], start: str, goal: str) -> bool:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        for above in extends.get(waiting.pop(), []):
            if above == goal:
                return True
            if above not in seen:
                seen.add(above)
                waiting.append(above)
    return False
