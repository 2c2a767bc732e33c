"""Compare what two editions say beside requirements and numbers: standards, subjects, words, readings, worked cases."""

from collections.abc import Iterator
from typing import Final

import msgspec

from orepass.kernel.digest import canonical
from orepass.scheme.rules.comparing.compared import Change, Way
from orepass.scheme.rules.comparing.differing import (
    Vocabulary,
    conditions_differing,
    differing,
    numbers_differing,
    shown,
    texts_differing,
    words_of_both,
)
from orepass.scheme.rules.model import Overlay, Pack, Standard

HEAD: Final = (
    "status",
    "owner",
    "valid_from",
    "valid_before",
    "supersedes",
    "transition_months",
    "languages",
    "complete_in",
    "unreviewed",
    "licence",
    "vocabulary",
)


def facts(old: Pack, new: Pack) -> Iterator[Change]:
    """Compare everything else: the edition as a whole, its standards and subjects, interpretations and worked cases."""
    for part in HEAD:
        yield from differing("", part, Way.BESIDE, getattr(old, part), getattr(new, part))
    for part in ("title", "notice"):
        yield from texts_differing("", part, getattr(old, part), getattr(new, part))
    for flag in sorted({*old.flags, *new.flags}):
        yield from _there("", f"flags.{flag}", flag in old.flags, flag in new.flags)
        yield from texts_differing("", f"flags.{flag}", old.flags.get(flag, {}), new.flags.get(flag, {}))
    words = words_of_both(old, new)
    before, after = ({one.code: one for one in pack.standards} for pack in (old, new))
    for code in dict.fromkeys([*after, *before]):
        yield from _there(code, "standard", code in before, code in after)
        if code in before and code in after:
            yield from _standard(before[code], after[code], words)
    yield from _overlays(old, new)
    yield from _cases(old, new)


def _there(where: str, part: str, old: bool, new: bool) -> Iterator[Change]:  # noqa: FBT001 - in each edition
    if old != new:
        name = part.rpartition(".")[2] if part != "standard" else where
        way = Way.NEW if new else Way.GONE
        yield Change(where=where, part=part, way=way, old=name if old else "", new=name if new else "")


def _standard(old: Standard, new: Standard, words: Vocabulary) -> Iterator[Change]:
    code = new.code
    yield from differing(code, "status", Way.BESIDE, old.status, new.status)
    yield from differing(code, "subject_unit", Way.BESIDE, old.subject_unit, new.subject_unit)
    yield from conditions_differing(code, old.applies_when, new.applies_when, words)
    for part in ("title", "purpose"):
        yield from texts_differing(code, part, getattr(old, part), getattr(new, part))
    before, after = ({one.code: one for one in standard.subjects} for standard in (old, new))
    for name in dict.fromkeys([*after, *before]):
        yield from _there(code, f"subject.{name}", name in before, name in after)
        if name in before and name in after:
            one, two = before[name], after[name]
            yield from differing(code, f"subject.{name}.dimension", Way.BESIDE, one.dimension, two.dimension)
            yield from texts_differing(code, f"subject.{name}.title", one.title, two.title)
            yield from texts_differing(code, f"subject.{name}.why", one.why, two.why)


def _overlays(old: Pack, new: Pack) -> Iterator[Change]:
    languages = {*old.languages, *new.languages}
    before, after = ({one.name: one for one in pack.overlays} for pack in (old, new))
    for name in dict.fromkeys([*after, *before]):
        yield from _there("", f"overlays.{name}", name in before, name in after)
        if name in before and name in after:
            where = f"overlays.{name}"
            yield from numbers_differing(where, before[name].rules, after[name].rules)
            one, two = _leaves(before[name]), _leaves(after[name])
            for path in sorted({*one, *two}):
                yield from _leaf(where, path, one.get(path), two.get(path), languages)


def _leaf(where: str, path: str, old: object, new: object, languages: set[str]) -> Iterator[Change]:
    """Compare one thing that an interpretation says, a text under its language."""
    part, _dot, language = path.rpartition(".")
    if language in languages:
        yield from texts_differing(where, part, *({language: shown(said)} if said else {} for said in (old, new)))
    else:
        yield from differing(where, path, Way.BESIDE, old, new)


def _leaves(overlay: Overlay) -> dict[str, object]:
    """Return all that an interpretation says but its parameters, by path; of a requirement, by its name."""
    written = msgspec.to_builtins(overlay, str_keys=True)
    said = {one["requirement"]: one for one in written.pop("tightenings")}
    del written["rules"], written["name"]
    return dict(_flat({**written, **said}, ""))


def _flat(value: object, path: str) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict) and value:
        for key, part in value.items():
            yield from _flat(part, f"{path}.{key}" if path else str(key))
    else:
        yield path, value


def _cases(old: Pack, new: Pack) -> Iterator[Change]:
    before, after = ({one.id: one for one in pack.cases} for pack in (old, new))
    for name in dict.fromkeys([*after, *before]):
        yield from _there("", f"cases.{name}", name in before, name in after)
        if name in before and name in after and before[name] != after[name]:
            one, two = (canonical(msgspec.to_builtins(found)).decode() for found in (before[name], after[name]))
            yield Change(where="", part=f"cases.{name}", way=Way.BESIDE, old=one, new=two)
