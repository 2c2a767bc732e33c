"""Compare the worked cases of a pack with it: identifiers, requirements, words, levels, groups, flags, parameters."""

import fnmatch
import itertools
from collections.abc import Iterator
from typing import NamedTuple

from orepass.kernel.finding import Finding
from orepass.kernel.suggestion import suggest
from orepass.scheme.rules import findings as f
from orepass.scheme.rules import ratingcheck, schema
from orepass.scheme.rules.draft import Draft
from orepass.scheme.rules.folder import File
from orepass.scheme.rules.written import PARAMETER, WHOLE, CalcFile, CaseFile


class Names(NamedTuple):
    """The names that the cases of one standard may use; without a rating that can be read, no word of it is judged."""

    requirements: list[str]
    scale: list[str] | None
    levels: list[str] | None
    groups: list[str]


def check(draft: Draft) -> Iterator[Finding]:
    """Find cases of one name, and what they name and the pack does not have."""
    seen: dict[str, str] = {}
    names = {code: _names_of(draft, code) for code in draft.standards}
    for case, file in draft.cases:
        where = _case_place(case, file)
        if case.id in seen:
            yield f.ID_DUPLICATE.at(where, id=case.id, first=seen[case.id])
        seen.setdefault(case.id, where)
        if case.calc is not None:
            yield from _calc_case(draft, case, case.calc, where)
        elif case.story is None and case.waiting is None:
            yield from _assess_case(draft, names, case, where)
    for code in draft.standards:
        if not any(case.standard == code for case, _file in draft.cases):
            yield f.CASES_NONE.at(draft.place(f"{code}/standard.yaml"), standard=code)


def _case_place(case: CaseFile, file: File) -> str:
    several = file.value.get("cases") if isinstance(file.value, dict) else None
    ids = [part.get("id") if isinstance(part, dict) else None for part in several or ()]  # type: ignore[union-attr]
    return f"{file.name}:{file.reading.line(('cases', ids.index(case.id)) if case.id in ids else ())}"


def _names_of(draft: Draft, code: str) -> Names:
    rating = ratingcheck.rating(draft, code)
    groups = itertools.chain.from_iterable(ratingcheck.groups(draft, code).values())
    return Names(
        requirements=draft.identifiers(code),
        scale=[*rating.scale, "not_relevant", "unknown"] if rating else None,
        levels=[level.name for level in rating.levels] if rating else None,
        groups=[*dict.fromkeys(groups), WHOLE],
    )


def _assess_case(draft: Draft, names: dict[str, Names], case: CaseFile, where: str) -> Iterator[Finding]:
    missing = [key for key in ("standard", "at", "expect", "profile") if getattr(case, key) is None]
    for key in missing:
        yield f.KEY_MISSING.at(where, key=key, inside=case.id)
    if missing or case.standard is None or case.expect is None or case.profile is None:
        return
    if case.standard not in names:
        suggestion = suggest(case.standard, list(names))
        yield f.CASE_UNKNOWN.at(where, case=case.id, name=case.standard, suggestion=suggestion)
        return
    for name, known in itertools.islice(_unknown_in(draft, names[case.standard], case), schema.SAID_MAX):
        yield f.CASE_UNKNOWN.at(where, case=case.id, name=name, suggestion=suggest(name, known))


def _calc_case(draft: Draft, case: CaseFile, calc: CalcFile, where: str) -> Iterator[Finding]:
    paths = [str(value).removeprefix(PARAMETER) for value in calc.inputs.values() if str(value).startswith(PARAMETER)]
    known = draft.rules_of(case.standard or "").parameters if paths else {}
    for path in paths:
        if path not in known:
            yield f.CASE_UNKNOWN.at(where, case=case.id, name=path, suggestion=suggest(path, list(known)))


def _unknown_in(draft: Draft, names: Names, case: CaseFile) -> Iterator[tuple[str, list[str]]]:
    """Find the names in a case that the pack does not have, each with the names it could be."""
    assert case.expect
    assert case.profile
    assert draft.pack
    ids = names.requirements
    named = [*(case.expect.gates_failed or ()), *case.expect.applies, *case.expect.does_not_apply]
    patterns = [key for key in case.answers if "*" in key]
    unknown = [name for name in [*named, *case.answers] if "*" not in name and name not in ids]
    unknown += [pattern for pattern in patterns if not fnmatch.filter(ids, pattern)]
    yield from ((name, ids) for name in unknown)
    flags = list(draft.pack.flags)
    yield from ((flag, flags) for flag in case.profile.flags if flag not in flags)
    scale, levels, groups = names.scale, names.levels, names.groups
    if scale and levels:
        words = [answer if isinstance(answer, str) else answer.rating for answer in case.answers.values()]
        yield from ((word, scale) for word in words if word not in scale)
        yield from ((level, levels) for level in [case.expect.level] if level and level not in levels)
    yield from ((group, groups) for group in case.expect.scores if group not in groups)
    yield from _vocabulary(draft, case)


def _vocabulary(draft: Draft, case: CaseFile) -> Iterator[tuple[str, list[str]]]:
    assert case.profile
    assert draft.pack
    used = {
        "stage": [case.profile.stage] if case.profile.stage else [],
        "activities": case.profile.activities or [],
        "minerals": case.profile.minerals or [],
    }
    for field, words in draft.pack.vocabulary.words.items():
        yield from ((word, words) for word in used[field] if word not in words)
