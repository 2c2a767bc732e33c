"""Compare the parts of a pack with one another: identifiers, dates, conditions, parameters, ratings, cases."""

import difflib
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from orepass.kernel.finding import Finding
from orepass.scheme.rules import blockcheck, casecheck, expression, overlaycheck, ratingcheck
from orepass.scheme.rules import findings as f
from orepass.scheme.rules.draft import Draft, SubjectDraft
from orepass.scheme.rules.model import FALLBACK
from orepass.scheme.rules.parameters import FINDINGS_MAX, Parameter, Rules
from orepass.scheme.rules.written import RequirementFile

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
        ratingcheck.check,
        _evidence,
        overlaycheck.check,
        _coverage,
        _sources,
        casecheck.check,
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
