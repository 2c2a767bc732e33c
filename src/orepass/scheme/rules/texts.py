"""The texts of a pack by key, the translations laid beside them, and how far each language is complete."""

from collections.abc import Iterable, Iterator
from typing import Final

from orepass.kernel.finding import Finding
from orepass.kernel.suggestion import suggest
from orepass.scheme.rules import findings as f
from orepass.scheme.rules.folder import File
from orepass.scheme.rules.model import FALLBACK, Completeness, Text
from orepass.scheme.rules.written import PackFile, RequirementFile, StandardFile, SubjectFile

type Texts = dict[str, Text]

SHOWN: Final = 8


def texts_of(
    pack: PackFile, standards: Iterable[StandardFile], subjects: Iterable[tuple[str, SubjectFile]]
) -> Iterator[tuple[str, Text]]:
    """Go through every text of a pack with its key, as translators write it."""
    yield "pack.title", pack.title
    yield "pack.notice", pack.notice
    for flag, text in pack.flags.items():
        yield f"pack.flags.{flag}", text
    for standard in standards:
        yield f"{standard.code}.title", standard.title
        yield f"{standard.code}.purpose", standard.purpose
    for code, subject in subjects:
        yield f"{code}.subject.{subject.subject}.title", subject.title
        yield f"{code}.subject.{subject.subject}.why", subject.why
        for requirement in subject.requirements:
            yield from _texts_of_requirement(requirement)


def _texts_of_requirement(requirement: RequirementFile) -> Iterator[tuple[str, Text]]:
    key = requirement.id
    yield f"{key}.statement", requirement.statement
    for size, text in (("small", requirement.evidence.small), ("large", requirement.evidence.large)):
        if text:
            yield f"{key}.evidence.{size}", text
    yield f"{key}.fails_when", requirement.fails_when
    if requirement.indicator and requirement.indicator.title:
        yield f"{requirement.indicator.id}.indicator", requirement.indicator.title


def merge(texts: Texts, files: Iterable[File], languages: list[str]) -> tuple[Texts, list[Finding]]:
    """Lay the translations beside the texts."""
    merged = {key: dict(text) for key, text in texts.items()}
    findings: list[Finding] = []
    for file in files:
        language = file.name.removeprefix("texts/").removesuffix(".yaml")
        if language not in languages:
            findings.append(f.LANGUAGE_UNDECLARED.at(f"{file.name}:1", language=language))
        for key, value in _entries(file):
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


def completeness(pack: PackFile, texts: Texts) -> tuple[list[Completeness], list[Finding]]:
    """Count the texts of each language; a gap in a language called complete is an error."""
    report: list[Completeness] = []
    findings: list[Finding] = []
    for language in pack.languages:
        missing = tuple(key for key, text in texts.items() if not text.get(language, "").strip())
        present = len(texts) - len(missing)
        reviewed = language not in pack.unreviewed
        report.append(
            Completeness(language=language, present=present, total=len(texts), missing=missing, reviewed=reviewed)
        )
        where = f"texts/{language}.yaml:1"
        if missing and (language in pack.complete_in or language == FALLBACK):
            keys = ", ".join(missing[:SHOWN]) + (" …" if len(missing) > SHOWN else "")
            findings.append(f.LANGUAGE_MISSING.at(where, language=language, count=len(missing), keys=keys))
        elif missing:
            findings.append(f.LANGUAGE_GAPS.at(where, language=language, present=present, total=len(texts)))
    return report, findings
