"""Load a pack: read its folder, check everything, and return it whole or not at all.

The stages follow one another: files → YAML → schema → types → cross-checks → pack. Each adds findings and none
stops at the first. A pack with any finding of severity *error* is refused whole: a rule that was skipped would be a
rule nobody keeps.
"""

from pathlib import Path
from typing import NamedTuple

import msgspec

from orepass.kernel.digest import Digest, digest
from orepass.kernel.finding import Finding, has_errors
from orepass.kernel.refusal import Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.scheme.rules import crosscheck, overlaycheck, pictograms, schema, texts
from orepass.scheme.rules import findings as f
from orepass.scheme.rules.assemble import assemble
from orepass.scheme.rules.draft import Draft, OverlayDraft, SubjectDraft
from orepass.scheme.rules.folder import PICTOGRAM, File, Folder, read_folder
from orepass.scheme.rules.model import Pack
from orepass.scheme.rules.parameters import flatten
from orepass.scheme.rules.written import CaseFile, CasesFile, OverlayFile, PackFile, StandardFile, SubjectFile


class PackRefused(Invalid):
    """The pack has errors and is not used at all."""

    code = "scheme.pack.refused"
    message = _("The pack “{pack}” has {count} errors; the first: {first}.")
    what_to_do = _("Run “orepass scheme check {pack}” and correct every error it lists.")


class PackMissing(NotFound):
    """There is no such pack."""

    code = "scheme.pack.missing"
    message = _("There is no pack “{pack}”.")
    what_to_do = _("Choose one of: {known}.")


class Loaded(NamedTuple):
    """A pack, or why there is none."""

    pack: Pack | None
    findings: list[Finding]


def digest_of(folder: Folder) -> Digest:
    """Name a pack by what its files say: neither the folder's name, nor comments, nor layout count."""
    return digest({name: file.value for name, file in sorted(folder.files.items())})


def load(root: Path) -> Loaded:
    """Read and check one edition's folder."""
    return load_folder(read_folder(root))


def require(root: Path) -> Pack:
    """Load a pack that must be right.

    Raises:
        PackRefused: it has errors.
    """
    pack, findings = load(root)
    if pack is None:
        raise refused(str(root), findings)
    return pack


def refused(name: str, findings: list[Finding]) -> PackRefused:
    """Make the refusal for a pack with errors."""
    errors = [finding for finding in findings if finding.severity == "error"]
    first = f"{errors[0].where}: {errors[0].message.rstrip('.')}" if errors else ""
    return PackRefused(name, findings=findings, pack=name, count=len(errors), first=first)


def load_folder(folder: Folder, *, published: bool = False) -> Loaded:
    """Check the files of one edition.

    What was published was checked on that day and its digest vouches for it: it is read again without the
    cross-checks, so that a check that is invented later never takes an edition away from those certified under it.
    """
    findings = [*folder.findings, *_missing_files(folder)]
    draft = Draft(folder=folder)
    findings += _take_files(draft)
    if draft.pack is None:
        return Loaded(None, findings)
    written = list(texts.texts_of(draft))
    merged, wrong = texts.merge(
        {key: text for _file, key, text in written}, folder.of_kind("texts"), draft.pack.languages
    )
    report, gaps = texts.completeness(draft.pack, merged, {key: file for file, key, _text in written})
    findings += [*wrong, *gaps, *(() if published else [*crosscheck.check(draft), *pictograms.check(draft, merged)])]
    if has_errors(findings):
        return Loaded(None, findings)
    pack = assemble(draft, merged, report, digest_of(folder), findings)
    return Loaded(pack, findings)


def drafted(folder: Folder) -> Draft:
    """Return the typed files of a folder that was found right before, to be read again without any check."""
    draft = Draft(folder=folder)
    _take_files(draft)
    return draft


def _missing_files(folder: Folder) -> list[Finding]:
    needed = ["pack.yaml", "rules.yaml"]
    codes = {file.name.partition("/")[0] for file in folder.of_kind("subject")}
    needed += [f"{code}/standard.yaml" for code in sorted(codes)]
    missing = [f.FILE_MISSING.at(f"{name}:1", file=name) for name in needed if name not in folder.files]
    if not folder.of_kind("standard") and not codes:
        missing.append(f.FILE_MISSING.at("pack.yaml:1", file="<STANDARD>/standard.yaml"))
    return missing


def _take_files(draft: Draft) -> list[Finding]:
    findings: list[Finding] = []
    for file in sorted(draft.folder.files.values()):
        if file.kind == "rules":
            draft.rules, wrong = flatten(file.value, file.reading, file.name)
        elif file.kind == "texts":
            wrong = _flat(file)
        elif file.kind == "cases":
            wrong = _take_cases(draft, file)
        elif file.kind == PICTOGRAM:
            wrong = []
        else:
            wrong = _take_typed(draft, file)
        findings += wrong
    return findings


def _flat(file: File) -> list[Finding]:
    if file.value is None or isinstance(file.value, dict):
        return []
    return [f.VALUE_WRONG.at(f"{file.name}:1", value="…", key="the file", suggestion="Write “key: text” lines.")]


def _take_typed(draft: Draft, file: File) -> list[Finding]:
    wrong = schema.check(file.kind, file.name, file.reading)
    if file.kind == "overlay":
        wrong = overlaycheck.forbidden(file, wrong)
    if wrong or file.reading.findings:
        return wrong
    code = file.name.partition("/")[0]
    try:
        return _typed(draft, file, code)
    except msgspec.ValidationError as error:  # a key or value that a JSON Schema cannot describe
        return [_unfit(file, error)]


def _unfit(file: File, error: msgspec.ValidationError) -> Finding:
    return f.VALUE_WRONG.at(f"{file.name}:1", value="…", key="the file", suggestion=f"{error}.")


def _typed(draft: Draft, file: File, code: str) -> list[Finding]:
    wrong: list[Finding] = []
    if file.kind == "pack":
        draft.pack = msgspec.convert(file.value, PackFile)
    elif file.kind == "standard":
        standard = msgspec.convert(file.value, StandardFile)
        own, wrong = flatten(standard.rules, file.reading, file.name, base=("rules",))
        rating, more = flatten({"rating": standard.rating}, file.reading, file.name)
        wrong += more
        draft.standards[code] = standard
        draft.own_rules[code] = rating.over(own)
    elif file.kind == "overlay":
        overlay = msgspec.convert(file.value, OverlayFile)
        rules, wrong = flatten(overlay.parameters, file.reading, file.name, base=("parameters",))
        draft.overlays[overlay.overlay] = OverlayDraft(overlay, file, rules)
    else:
        draft.subjects.append(SubjectDraft(code, msgspec.convert(file.value, SubjectFile), file))
    return wrong


def _take_cases(draft: Draft, file: File) -> list[Finding]:
    cases, wrong = read_cases(file)
    draft.cases += [(case, file) for case in cases]
    return wrong


def read_cases(file: File) -> tuple[list[CaseFile], list[Finding]]:
    """Read the cases of a file: one, or several under ``cases``."""
    several = isinstance(file.value, dict) and "cases" in file.value
    wrong = schema.check("cases" if several else "case", file.name, file.reading)
    if wrong or file.reading.findings:
        return [], wrong
    try:
        if several:
            return msgspec.convert(file.value, CasesFile).cases, []
        return [msgspec.convert(file.value, CaseFile)], []
    except msgspec.ValidationError as error:
        return [], [_unfit(file, error)]
