"""A comparison of editions hides nothing: none differs from itself, both directions agree, and every mutation shows."""

import copy
import json
from functools import lru_cache
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orepass.kernel.finding import has_errors
from orepass.scheme.rules.comparing.compared import WAY_OF_REACH, Change, Comparison, Kind, Reach, Way
from orepass.scheme.rules.comparing.comparison import compare
from orepass.scheme.rules.folder import File, Folder, kind_of
from orepass.scheme.rules.load import load_folder
from orepass.scheme.rules.model import Pack
from orepass.scheme.rules.yamltext import read
from tests.rules.scheme.packs_wide import WIDE

PLAIN: dict[str, Any] = {name: read(text, name).value for name, text in WIDE.items()}
TEXTS = {name: json.dumps(value) for name, value in PLAIN.items()}
KEPT = {"digest", "findings", "files", "completeness"}
"""What a pack knows about its files, not what it says."""
SAME_MEANING = {"accepts", "maps_to"}
MIRROR = {
    **{str(word): str(word) for word in (*Kind, *Way, *Reach)},
    "stricter": "looser",
    "looser": "stricter",
    "wider": "narrower",
    "narrower": "wider",
    "tightened": "relaxed",
    "relaxed": "tightened",
    "new": "gone",
    "gone": "new",
}


@lru_cache(maxsize=64)
def file_of(name: str, text: str) -> File:
    """Read a file; those that a mutation leaves alone are read once."""
    return File(name=name, kind=kind_of(name), reading=read(text, name))


def pack_of(plain: dict[str, Any]) -> Pack | None:
    texts = {name: TEXTS[name] if value is PLAIN[name] else json.dumps(value) for name, value in plain.items()}
    files = {name: file_of(name, text) for name, text in texts.items()}
    loaded = load_folder(Folder(files=files, findings=[]))
    return None if has_errors(loaded.findings) else loaded.pack


def said(pack: Pack) -> dict[str, Any]:
    return {name: value for name, value in msgspec.structs.asdict(pack).items() if name not in KEPT}


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [leaf for key, part in parts for leaf in leaves(part, (*path, key))]
    return found or [path]


ALIKE = {"unit", "source", "clause", "verified"}
"""Parts that every number has: those of one block stand for all."""
LEAVES = [(name, path) for name, value in PLAIN.items() for path in leaves(value)]
WHOLE = pack_of(PLAIN)


def others(value: Any) -> list[Any]:
    """Return other values of the same kind; the loader throws out those that fit nowhere."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, max(0, value - 1)]
    swapped = {
        "core": "progress",
        "progress": "core",
        "released": "pilot",
        "pilot": "released",
        "true": "flags.mercury",
    }
    words = ["oral", "measurement", "gold", "flags.mercury", "2027-01-01", "0.9", "full", "3", "CG", "upgrade_to_major"]
    return [swapped.get(value, f"{value} indeed"), f"{value}x", *words] if isinstance(value, str) else ["said"]


def mutated(name: str, path: tuple[Any, ...], value: Any) -> Pack | None:
    part = bent = copy.deepcopy(PLAIN[name])
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    return pack_of({**PLAIN, name: bent})


def value_at(name: str, path: tuple[Any, ...]) -> Any:
    part = PLAIN[name]
    for key in path:
        part = part[key]
    return part


def facts_of(found: Comparison) -> list[Any]:
    """Return all that a comparison says, sorted, so that its order does not matter."""
    changes = [*found.facts, *found.parameters, *(change for one in found.requirements for change in one.changes)]
    kinds = [(one.kind, one.moved, one.old_id, one.new_id) for one in found.requirements]
    counts = [(one.standard, one.subject, tuple(sorted(one.counts.items()))) for one in found.subjects]
    return [sorted(map(line, changes)), sorted(kinds), sorted(counts), found.counts]


def line(change: Change) -> tuple[str, ...]:
    """Leave the place out: a requirement that moved stands under its later name."""
    return (change.part, change.way, change.old, change.new, change.language, str(change.reach or ""))


def mirrored(found: Comparison) -> list[Any]:
    """Turn a comparison round: what was new is gone, what was tightened relaxed."""
    changes, kinds, counts, total = facts_of(found)
    turned = [
        (part, MIRROR[way], new, old, lang, MIRROR.get(reach, "")) for part, way, old, new, lang, reach in changes
    ]
    return [
        sorted(turned),
        sorted((MIRROR[kind], moved, new, old) for kind, moved, old, new in kinds),
        sorted((code, subject, tuple(sorted((MIRROR[k], n) for k, n in count))) for code, subject, count in counts),
        {MIRROR[kind]: number for kind, number in total.items()},
    ]


def test_the_pack_to_mutate_stands() -> None:
    assert WHOLE is not None
    assert compare(WHOLE, WHOLE).is_empty
    assert len(LEAVES) > 300
    assert set(WAY_OF_REACH) == set(Reach)


@pytest.mark.parametrize("name", sorted(PLAIN))
def test_every_mutation_of_a_pack_shows(name: str) -> None:
    assert WHOLE is not None
    shown, before = 0, said(WHOLE)
    told = [path for of, path in LEAVES if of == name and (path[-1] not in ALIKE or "rating" in path)]
    for path in told:
        for value in others(value_at(name, path)):
            found = mutated(name, path, value)
            if found is None or said(found) == before:
                continue
            difference = compare(WHOLE, found)
            renamed = path[-1] in {"scheme", "edition"}  # the two names stand above the comparison
            assert renamed or not difference.is_empty, (name, path, value)
            assert facts_of(compare(found, WHOLE)) == mirrored(difference), (name, path, value)
            shown += 1
            break
    assert shown


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(LEAVES), st.integers(0, 11)), min_size=2, max_size=6))
def test_many_mutations_are_told_alike_in_both_directions(
    chosen: list[tuple[tuple[str, tuple[Any, ...]], int]],
) -> None:
    assert WHOLE is not None
    plain = copy.deepcopy(PLAIN)
    for (name, path), which in chosen:
        part = plain[name]
        for key in path[:-1]:
            part = part[key]
        values = others(value_at(name, path))
        part[path[-1]] = values[which % len(values)]
    found = pack_of(plain) or WHOLE
    assert facts_of(compare(found, WHOLE)) == mirrored(compare(WHOLE, found))
    assert compare(found, found).is_empty


@settings(max_examples=40, deadline=None)
@given(st.sets(st.integers(0, 7)), st.sets(st.integers(0, 7)))
def test_requirements_left_out_on_either_side_are_new_or_gone(left: set[int], right: set[int]) -> None:
    assert WHOLE is not None
    one, two = (without(WHOLE, names) for names in (left, right))
    found = compare(one, two)
    before, after = ({req.id for req in pack.standards[0].requirements} for pack in (one, two))
    assert {req.id for req in found.requirements} == before | after
    assert {req.id for req in found.requirements if req.kind is Kind.NEW} <= after
    assert {req.id for req in found.requirements if req.kind is Kind.GONE} <= before
    assert sum(found.counts.values()) == len(found.requirements)
    assert facts_of(compare(two, one)) == mirrored(found)


def without(pack: Pack, places: set[int]) -> Pack:
    """Leave out some requirements of a pack, by their places."""
    standard = pack.standards[0]
    told_apart = [msgspec.structs.replace(one, statement={"en": f"Fact of {one.id}."}) for one in standard.requirements]
    kept = tuple(one for place, one in enumerate(told_apart) if place not in places)
    subjects = tuple(
        msgspec.structs.replace(one, requirements=tuple(req for req in kept if req.subject == one.code))
        for one in standard.subjects
    )
    changed = msgspec.structs.replace(standard, requirements=kept, subjects=subjects)
    return msgspec.structs.replace(pack, standards=(changed, *pack.standards[1:]))
