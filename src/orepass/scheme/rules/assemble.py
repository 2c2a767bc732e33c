"""Put a checked draft together into the frozen pack that the product uses."""

from collections.abc import Iterator, Mapping

import msgspec

from orepass.kernel.digest import Digest
from orepass.kernel.finding import Finding
from orepass.scheme.rules.draft import Draft, OverlayDraft, SubjectDraft
from orepass.scheme.rules.model import (
    Completeness,
    Indicator,
    Overlay,
    Pack,
    Requirement,
    Standard,
    Subject,
    Text,
    Tightening,
    Workshop,
)
from orepass.scheme.rules.overlaying import DRAFT, both, condition_of
from orepass.scheme.rules.pictograms import drawing
from orepass.scheme.rules.written import IndicatorFile, RequirementFile, TighteningFile


def assemble(
    draft: Draft,
    texts: Mapping[str, Text],
    completeness: list[Completeness],
    digest: Digest,
    findings: list[Finding],
) -> Pack:
    """Build the pack."""
    written = draft.pack
    assert written is not None, "only a checked draft is assembled"
    same = {
        name: getattr(written, name)
        for name in ("scheme", "edition", "owner", "valid_from", "valid_before", "supersedes", "transition_months")
    }
    return Pack(
        **same,
        digest=digest,
        title=texts["pack.title"],
        status=written.status,
        languages=tuple(written.languages),
        complete_in=tuple(written.complete_in),
        unreviewed=tuple(written.unreviewed),
        licence=written.licence,
        notice=texts["pack.notice"],
        flags={flag: texts[f"pack.flags.{flag}"] for flag in written.flags},
        vocabulary=written.vocabulary.words,
        standards=tuple(_standard(draft, code, texts) for code in draft.standards),
        rules=draft.rules,
        cases=tuple(case for case, _file in draft.cases),
        completeness=tuple(completeness),
        findings=tuple(findings),
        files={name: file.value for name, file in sorted(draft.folder.files.items())},
        overlays=tuple(_overlay(draft, one, texts) for one in draft.overlays.values()),
    )


def _standard(draft: Draft, code: str, texts: Mapping[str, Text]) -> Standard:
    written = draft.standards[code]
    subjects = tuple(_subject(draft, part, texts) for part in draft.subjects if part.standard == code)
    return Standard(
        code=code,
        title=texts[f"{code}.title"],
        purpose=texts[f"{code}.purpose"],
        status=written.status,
        applies_when=written.applies_when,
        subject_unit=written.subject_unit,
        subjects=subjects,
        requirements=tuple(requirement for subject in subjects for requirement in subject.requirements),
        rules=draft.rules_of(code),
    )


def _subject(draft: Draft, part: SubjectDraft, texts: Mapping[str, Text]) -> Subject:
    key = f"{part.standard}.subject.{part.subject.subject}"
    return Subject(
        code=part.subject.subject,
        standard=part.standard,
        dimension=part.subject.dimension,
        title=texts[f"{key}.title"],
        why=texts[f"{key}.why"],
        requirements=(
            *(_requirement(draft, part, written, texts) for written in part.subject.requirements),
            *_added(draft, part, texts),
        ),
    )


def _added(draft: Draft, part: SubjectDraft, texts: Mapping[str, Text]) -> Iterator[Requirement]:
    """Make the requirements that overlays add to a subject; each applies where its overlay holds."""
    start = f"{part.standard}.{part.subject.dimension}.{part.subject.subject}."
    for one in draft.overlays.values():
        if one.overlay.status == DRAFT:
            continue
        for added in one.overlay.additional:
            if added.requirement.id.startswith(start):
                made = _requirement(draft, part, added.requirement, texts)
                condition = both(condition_of(draft.overlays, one.overlay.overlay), made.applies_when)
                yield msgspec.structs.replace(made, overlay=one.overlay.overlay, applies_when=condition)


def _overlay(draft: Draft, one: OverlayDraft, texts: Mapping[str, Text]) -> Overlay:
    written, key = one.overlay, f"overlay.{one.overlay.overlay}"
    return Overlay(
        name=written.overlay,
        title=texts[f"{key}.title"],
        about=texts[f"{key}.about"],
        status=written.status,
        standards=tuple(written.standards),
        condition=condition_of(draft.overlays, written.overlay),
        extends=tuple(written.extends),
        workshops=tuple(
            Workshop(on=w.on, place=w.place, participants=w.participants) for w in written.process.workshops
        ),
        tightenings=tuple(_tightening(name, said, texts, key) for name, said in written.requirements.items()),
        additional=tuple(added.requirement.id for added in written.additional),
        rules=one.rules,
    )


def _tightening(name: str, said: TighteningFile, texts: Mapping[str, Text], key: str) -> Tightening:
    return Tightening(
        requirement=name,
        explanation=texts.get(f"{key}.{name}.explanation", {}),
        also_fails_when=texts.get(f"{key}.{name}.also_fails_when", {}),
        core=None if said.criticality is None else said.criticality == "core",
        weight=said.weight,
        due_year=said.due_year,
        accepts=None if said.accepts is None else tuple(said.accepts),
        source=said.source,
        clause=said.clause,
        verified=said.verified,
    )


def _requirement(draft: Draft, part: SubjectDraft, written: RequirementFile, texts: Mapping[str, Text]) -> Requirement:
    return Requirement(
        id=written.id,
        standard=part.standard,
        subject=part.subject.subject,
        dimension=part.subject.dimension,
        phase=written.phase,
        statement=texts[f"{written.id}.statement"],
        evidence_small=texts.get(f"{written.id}.evidence.small", {}),
        evidence_large=texts.get(f"{written.id}.evidence.large", {}),
        fails_when=texts[f"{written.id}.fails_when"],
        core=written.criticality == "core",
        weight=written.weight,
        due_year=written.due_year,
        accepts=tuple(written.accepts),
        applies_when=written.applies_when,
        indicator=_indicator(written.indicator, texts),
        maps_to=tuple(written.maps_to),
        spoken=texts.get(f"{written.id}.spoken", {}),
        pictogram=drawing(draft.folder, part.standard, written.id),
    )


def _indicator(written: IndicatorFile | None, texts: Mapping[str, Text]) -> Indicator | None:
    if written is None:
        return None
    title = texts.get(f"{written.id}.indicator", written.title)
    return Indicator(id=written.id, unit=written.unit, better=written.better, title=title)
