"""Compare the parts of a pack with one another: identifiers, dates, conditions, parameters, ratings, cases."""

import difflib
import fnmatch
import itertools
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from orepass.kernel.finding import Finding
from orepass.kernel.suggestion import suggest
from orepass.scheme.rules import blockcheck, expression, overlaycheck, schema
from orepass.scheme.rules import findings as f
from orepass.scheme.rules.draft import Draft, SubjectDraft
from orepass.scheme.rules.folder import File
from orepass.scheme.rules.model import FALLBACK
from orepass.scheme.rules.parameters import FINDINGS_MAX, Parameter, ParameterMissing, Rules
from orepass.scheme.rules.rating import BadRating, Rating, rating_of, unfit
from orepass.scheme.rules.written import CaseFile, RequirementFile

LETTER_OF_PHASE: Final = {"commitment": "C", "assessment": "A", "monitoring": "M", "disclosure": "D"}


def check(draft: Draft) -> list[Finding]:
    """Return everything that does not fit together."""
    checks: tuple[Callable[[Draft], Iterator[Finding]], ...] = (
        _dates,
        _languages,
        _names,
        _identifiers,
        _conditions,
        _parameters,
        _ratings,
        _evidence,
        overlaycheck.check,
        _coverage,
        _sources,
        _cases,
    )
    return [finding for part in checks for finding in part(draft)]


def _dates(draft: Draft) -> Iterator[Finding]:
    pack = draft.pack
    if pack and pack.valid_before and pack.valid_before <= pack.valid_from:
        where = draft.place("pack.yaml", "valid_before")
        yield f.DATES_CROSSED.at(where, valid_from=pack.valid_from, valid_before=pack.valid_before)


def _languages(draft: Draft) -> Iterator[Finding]:
    pack = draft.pack
    assert pack is not None
    for key in ("complete_in", "unreviewed"):
        for language in getattr(pack, key):
            if language not in pack.languages:
                yield f.LANGUAGE_UNDECLARED.at(draft.place("pack.yaml", key), language=language)
    if FALLBACK not in pack.languages:
        yield f.LANGUAGE_UNDECLARED.at(draft.place("pack.yaml", "languages"), language=FALLBACK)


def _names(draft: Draft) -> Iterator[Finding]:
    """Folder and file names repeat what the files say, so that a reader finds things."""
    for folder, standard in draft.standards.items():
        if standard.code != folder:
            where = draft.place(f"{folder}/standard.yaml", "code")
            yield f.ID_SHAPE.at(where, id=standard.code, expected=folder)
    for part in draft.subjects:
        stem = part.file.name.rpartition("/")[2].removesuffix(".yaml")
        if stem.partition("-")[2] != part.subject.subject:
            expected = stem.partition("-")[2] or f"<nn>-{part.subject.subject}.yaml"
            where = draft.place(part.file.name, "subject")
            yield f.ID_SHAPE.at(where, id=part.subject.subject, expected=expected)


def _identifiers(draft: Draft) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for start, requirement, place in _written(draft):
        where = place("id")
        wanted = f"{start}.{LETTER_OF_PHASE[requirement.phase]}"
        if not requirement.id.startswith(wanted) or not requirement.id.removeprefix(wanted).isdecimal():
            yield f.ID_SHAPE.at(where, id=requirement.id, expected=f"{wanted}<number>")
        if requirement.weight <= 0:
            yield f.VALUE_WRONG.at(
                place("weight"), value=requirement.weight, key="weight", suggestion="Write more than 0."
            )
        names = [requirement.id, *([requirement.indicator.id] if requirement.indicator else [])]
        for name in names:
            if name in seen:
                yield f.ID_DUPLICATE.at(where, id=name, first=seen[name])
            seen.setdefault(name, where)


def _written(draft: Draft) -> Iterator[tuple[str, RequirementFile, Callable[[str], str]]]:
    """Go through all requirements, those of overlays too, with how their identifiers begin and their places."""
    starts = []
    for part in draft.subjects:
        starts.append(f"{part.standard}.{part.subject.dimension}.{part.subject.subject}")
        for at, requirement in enumerate(part.subject.requirements):
            yield starts[-1], requirement, partial(part.where, at)
    for one in draft.overlays.values():
        mine = [
            start for start in starts if not one.overlay.standards or start.partition(".")[0] in one.overlay.standards
        ]
        for at, added in enumerate(one.overlay.additional):
            start = added.requirement.id.rpartition(".")[0]
            near = difflib.get_close_matches(start, mine, n=1, cutoff=0)
            found = start if start in mine else (near or ["<STANDARD>.<E|S|G>.<subject>"])[0]
            yield found, added.requirement, partial(one.where, "additional", at, "requirement")


def _conditions(draft: Draft) -> Iterator[Finding]:
    for code, standard in draft.standards.items():
        yield from _condition(draft, standard.applies_when, draft.place(f"{code}/standard.yaml", "applies_when"))
    for one in draft.overlays.values():
        yield from _condition(draft, one.overlay.applies_when, one.where("applies_when"))
    for _start, requirement, place in _written(draft):
        yield from _condition(draft, requirement.applies_when, place("applies_when"))


def _condition(draft: Draft, text: str, where: str) -> Iterator[Finding]:
    assert draft.pack is not None
    if text == expression.ALWAYS:
        return
    try:
        expression.check(
            text,
            flags=draft.pack.flags,
            vocabulary=draft.pack.vocabulary.words,
        )
    except expression.Bad as bad:
        yield f.CEL_BROKEN.at(where, expression=text, problem=bad, suggestion=bad.suggestion)


def _parameters(draft: Draft) -> Iterator[Finding]:
    """Compare every parameter with what is known, then those that hold together under each standard."""
    said: set[str] = set()
    for code in ("", *draft.standards):
        rules = draft.rules_of(code)
        sound: dict[str, Parameter] = {}
        findings: list[Finding] = []
        for path, found in rules.parameters.items():
            if len(findings) >= FINDINGS_MAX:
                break
            wrong = blockcheck.single(path, found, draft.place_of(code, path))
            findings += wrong
            if not wrong:
                sound[path] = found
        place = partial(draft.place_of, code)
        findings += blockcheck.together(Rules(sound), place)
        if code and not any(path.startswith("exclusions.") for path in rules.parameters.keys() - sound.keys()):
            findings += blockcheck.dropped(draft.rules, rules, place)
        for finding in findings:
            key = f"{finding.where} {finding.message}"
            if key not in said:
                yield finding
            said.add(key)


def _evidence(draft: Draft) -> Iterator[Finding]:
    for start, requirement, place in _written(draft):
        rules = draft.rules_of(start.partition(".")[0])
        classes = rules.value("evidence.classes", None)
        unknown = [kind for kind in requirement.accepts if isinstance(classes, list) and kind not in classes]
        if unknown:
            known = ", ".join(map(str, classes))
            yield f.EVIDENCE_CLASS.at(place("accepts"), requirement=requirement.id, evidence=unknown[0], known=known)


def _rating(draft: Draft, code: str) -> Rating | None:
    try:
        return rating_of(draft.rules_of(code)) if _sound_rating(draft, code) else None
    except (BadRating, ParameterMissing):
        return None


def _sound_rating(draft: Draft, code: str) -> bool:
    """Say whether each parameter of a rating can be read; what is wrong with one is said elsewhere."""
    block = {path: found for path, found in draft.rules_of(code).parameters.items() if path.startswith("rating.")}
    return not any(blockcheck.single(path, found, "") for path, found in block.items())


def _ratings(draft: Draft) -> Iterator[Finding]:
    said: set[str] = set()
    for code in draft.standards:
        if not _sound_rating(draft, code):
            continue
        try:
            rating = rating_of(draft.rules_of(code))
        except ParameterMissing as missing:
            where = draft.place(f"{code}/standard.yaml")
            yield f.RATING_MISSING.at(where, standard=code, path=missing.params["path"])
            continue
        except BadRating as bad:
            wrong = [bad]
        else:
            wrong = list(unfit(rating, _groups(draft, code)))
        for each in wrong:
            where = _place_of_rating(draft, code, each.path)
            if where not in said:
                yield f.PARAMETER_VALUE.at(where, path=each.path, value=each.value, suggestion=each.suggestion)
            said.add(where)


def _place_of_rating(draft: Draft, code: str, path: str) -> str:
    """Return the place of a part of a rating, or of what is around it where the part itself is not written."""
    own = draft.own_rules.get(code, Rules())
    near = [name for name in own.parameters if name.startswith(path.rpartition(".")[0])]
    if near:
        return draft.place_of(code, path if path in own else near[0])
    return draft.place("rules.yaml", *path.split("."))


def _groups(draft: Draft, code: str) -> dict[str, list[str]]:
    """Return the names by which a rating may group the requirements of a standard."""
    parts = [part.subject for part in draft.subjects if part.standard == code]
    return {
        "dimension": [part.dimension for part in parts],
        "subject": [part.subject for part in parts],
        "phase": list(LETTER_OF_PHASE),
    }


def _coverage(draft: Draft) -> Iterator[Finding]:
    for code in draft.standards:
        parts = [part for part in draft.subjects if part.standard == code]
        where = draft.place(f"{code}/standard.yaml")
        if not parts:
            yield f.STANDARD_EMPTY.at(where, standard=code)
        elif not any(rule.criticality == "core" for part in parts for rule in part.subject.requirements):
            yield f.STANDARD_GATELESS.at(where, standard=code)
        for part in parts:
            yield from _phase_gaps(code, part)


def _phase_gaps(code: str, part: SubjectDraft) -> Iterator[Finding]:
    present = {requirement.phase for requirement in part.subject.requirements}
    for phase in LETTER_OF_PHASE:
        if phase not in present:
            yield f.PHASE_GAP.at(f"{part.file.name}:1", subject=part.subject.subject, standard=code, phase=phase)


def _sources(draft: Draft) -> Iterator[Finding]:
    everything = [*draft.rules.parameters.values()]
    everything += [found for own in draft.own_rules.values() for found in own.parameters.values()]
    unverified = [found for found in everything if not found.verified]
    if unverified:
        yield f.PARAMETER_UNVERIFIED.at("rules.yaml:1", count=len(unverified), total=len(everything))


def _cases(draft: Draft) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for case, file in draft.cases:
        where = _case_place(case, file)
        if case.id in seen:
            yield f.ID_DUPLICATE.at(where, id=case.id, first=seen[case.id])
        seen.setdefault(case.id, where)
        if case.calc is None and case.story is None and case.waiting is None:
            yield from _assess_case(draft, case, where)
    for code in draft.standards:
        if not any(case.standard == code for case, _file in draft.cases):
            yield f.CASES_NONE.at(draft.place(f"{code}/standard.yaml"), standard=code)


def _case_place(case: CaseFile, file: File) -> str:
    several = file.value.get("cases") if isinstance(file.value, dict) else None
    ids = [part.get("id") if isinstance(part, dict) else None for part in several or ()]  # type: ignore[union-attr]
    return f"{file.name}:{file.reading.line(('cases', ids.index(case.id)) if case.id in ids else ())}"


def _assess_case(draft: Draft, case: CaseFile, where: str) -> Iterator[Finding]:
    missing = [key for key in ("standard", "at", "expect", "profile") if getattr(case, key) is None]
    for key in missing:
        yield f.KEY_MISSING.at(where, key=key, inside=case.id)
    if missing or case.standard is None or case.expect is None or case.profile is None:
        return
    if case.standard not in draft.standards:
        suggestion = suggest(case.standard, list(draft.standards))
        yield f.CASE_UNKNOWN.at(where, case=case.id, name=case.standard, suggestion=suggestion)
        return
    for name, known in itertools.islice(_names_in(draft, case), schema.SAID_MAX):
        yield f.CASE_UNKNOWN.at(where, case=case.id, name=name, suggestion=suggest(name, known))


def _names_in(draft: Draft, case: CaseFile) -> Iterator[tuple[str, list[str]]]:
    """Find the names in a case that the pack does not have, each with the names it could be."""
    assert case.expect
    assert case.profile
    assert case.standard
    assert draft.pack
    ids = draft.identifiers(case.standard)
    named = [*(case.expect.gates_failed or ()), *case.expect.applies, *case.expect.does_not_apply]
    patterns = [key for key in case.answers if "*" in key]
    unknown = [name for name in [*named, *case.answers] if "*" not in name and name not in ids]
    unknown += [pattern for pattern in patterns if not fnmatch.filter(ids, pattern)]
    yield from ((name, ids) for name in unknown)
    flags = list(draft.pack.flags)
    yield from ((flag, flags) for flag in case.profile.flags if flag not in flags)
    rating = _rating(draft, case.standard)
    if rating:
        scale = [*rating.scale, "not_relevant", "unknown"]
        words = [answer if isinstance(answer, str) else answer.rating for answer in case.answers.values()]
        yield from ((word, scale) for word in words if word not in scale)
        levels = [level.name for level in rating.levels]
        yield from ((level, levels) for level in [case.expect.level] if level and level not in levels)
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
