"""The texts of a pack by key, the translations laid beside them, and how far each language is complete."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from orepass.kernel.finding import Finding
from orepass.kernel.suggestion import suggest
from orepass.scheme.rules import findings as f
from orepass.scheme.rules.draft import Draft, OverlayDraft
from orepass.scheme.rules.folder import File
from orepass.scheme.rules.model import FALLBACK, Completeness, FileCompleteness, Text
from orepass.scheme.rules.written import PackFile, RequirementFile

type Texts = dict[str, Text]

SHOWN: Final = 8
FINDINGS_MAX: Final = 200


def texts_of(draft: Draft) -> Iterator[tuple[str, str, Text]]:
    """Go through every text of a pack with the file it is written in and its key, as translators write it."""
    pack = draft.pack
    assert pack is not None
    yield "pack.yaml", "pack.title", pack.title
    yield "pack.yaml", "pack.notice", pack.notice
    for flag, text in pack.flags.items():
        yield "pack.yaml", f"pack.flags.{flag}", text
    for code, standard in draft.standards.items():
        yield f"{code}/standard.yaml", f"{code}.title", standard.title
        yield f"{code}/standard.yaml", f"{code}.purpose", standard.purpose
    for part in draft.subjects:
        key = f"{part.standard}.subject.{part.subject.subject}"
        yield part.file.name, f"{key}.title", part.subject.title
        yield part.file.name, f"{key}.why", part.subject.why
        for requirement in part.subject.requirements:
            yield from _texts_of_requirement(part.file.name, requirement)
    for name, overlay in draft.overlays.items():
        yield from _texts_of_overlay(name, overlay)


def _texts_of_overlay(name: str, draft: OverlayDraft) -> Iterator[tuple[str, str, Text]]:
    file, written = draft.file.name, draft.overlay
    yield file, f"overlay.{name}.title", written.title
    yield file, f"overlay.{name}.about", written.about
    for requirement, said in written.requirements.items():
        for kind, text in (("explanation", said.explanation), ("also_fails_when", said.also_fails_when)):
            if text:
                yield file, f"overlay.{name}.{requirement}.{kind}", text
    for one in written.additional:
        yield from _texts_of_requirement(file, one.requirement)


def _texts_of_requirement(file: str, requirement: RequirementFile) -> Iterator[tuple[str, str, Text]]:
    key = requirement.id
    yield file, f"{key}.statement", requirement.statement
    for size, text in (("small", requirement.evidence.small), ("large", requirement.evidence.large)):
        if text:
            yield file, f"{key}.evidence.{size}", text
    yield file, f"{key}.fails_when", requirement.fails_when
    if requirement.spoken:
        yield file, f"{key}.spoken", requirement.spoken
    if requirement.indicator and requirement.indicator.title:
        yield file, f"{requirement.indicator.id}.indicator", requirement.indicator.title


def merge(texts: Texts, files: Iterable[File], languages: list[str]) -> tuple[Texts, list[Finding]]:
    """Lay the translations beside the texts."""
    merged = {key: dict(text) for key, text in texts.items()}
    findings: list[Finding] = []
    for file in files:
        language = file.name.split("/")[1].removesuffix(".yaml")
        if language not in languages:
            findings.append(f.LANGUAGE_UNDECLARED.at(f"{file.name}:1", language=language))
        for key, value in _entries(file):
            if len(findings) >= FINDINGS_MAX:
                break
            where = f"{file.name}:{file.reading.line((key,))}"
            if key not in merged:
                findings.append(f.TEXT_UNKNOWN.at(where, key=key, suggestion=_near(key, list(merged))))
            elif not isinstance(value, str) or not value.strip():
                findings.append(f.VALUE_WRONG.at(where, value=value, key=key, suggestion="Write the text."))
            elif language in merged[key]:
                findings.append(f.TEXT_TWICE.at(where, key=key, language=language))
            else:
                merged[key][language] = value
    return merged, findings


def _entries(file: File) -> list[tuple[str, object]]:
    return list(file.value.items()) if isinstance(file.value, dict) else []


def _near(key: str, known: list[str]) -> str:
    same = [name for name in known if name.partition(".")[0] == key.partition(".")[0]]
    return suggest(key, same) if len(same) <= 400 else "Compare it with the identifiers of the standard."  # noqa: PLR2004


def completeness(pack: PackFile, texts: Texts, files: Mapping[str, str]) -> tuple[list[Completeness], list[Finding]]:
    """Count the texts of each language, in all and by file; a gap in a language called complete is an error."""
    report: list[Completeness] = []
    findings: list[Finding] = []
    for language in pack.languages:
        one = _one_language(pack, texts, files, language)
        report.append(one)
        where = f"texts/{language}.yaml:1"
        if one.missing and (language in pack.complete_in or language == FALLBACK):
            keys = ", ".join(one.missing[:SHOWN]) + (" …" if len(one.missing) > SHOWN else "")
            findings.append(f.LANGUAGE_MISSING.at(where, language=language, count=len(one.missing), keys=keys))
        elif one.missing:
            findings.append(f.LANGUAGE_GAPS.at(where, language=language, present=one.present, total=one.total))
    return report, findings


def _one_language(pack: PackFile, texts: Texts, files: Mapping[str, str], language: str) -> Completeness:
    gaps = {key for key, text in texts.items() if not text.get(language, "").strip()}
    keys_in: dict[str, list[str]] = {}
    for key in texts:
        keys_in.setdefault(files[key], []).append(key)
    return Completeness(
        language=language,
        present=len(texts) - len(gaps),
        total=len(texts),
        missing=tuple(key for key in texts if key in gaps),
        reviewed=language not in pack.unreviewed,
        files=tuple(
            FileCompleteness(
                file=file,
                present=sum(key not in gaps for key in keys),
                total=len(keys),
                missing=tuple(key for key in keys if key in gaps),
            )
            for file, keys in keys_in.items()
        ),
    )
