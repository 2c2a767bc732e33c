"""Check packs and cases under any path: what they are is told by their files, not by the names of their folders."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from orepass.kernel.finding import Finding, has_errors
from orepass.scheme.rules import findings as f
from orepass.scheme.rules.cases import CaseResult, CaseState, Tell, run_all
from orepass.scheme.rules.folder import File, read_file
from orepass.scheme.rules.load import load, read_cases
from orepass.scheme.rules.model import Pack

DEPTH_MAX: Final = 6
LOOKED_AT_MAX: Final = 2_000
"""Files and folders looked at under a path, those in packs not counted."""
CASE_KEYS: Final = frozenset({"cases", "calc", "expect", "answers", "story", "waiting"})
"""A file with one of these is meant as a case."""


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """One pack, or one folder of scheme-neutral cases, checked."""

    path: str
    pack: Pack | None
    findings: tuple[Finding, ...]
    cases: tuple[CaseResult, ...]

    @property
    def passed(self) -> bool:
        """Say whether nothing is wrong."""
        return not has_errors(list(self.findings)) and all(case.state is not CaseState.FAILED for case in self.cases)


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was checked."""

    checked: tuple[Checked, ...]
    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        """Say whether everything passed."""
        return not has_errors(list(self.findings)) and all(one.passed for one in self.checked)

    @property
    def scenarios(self) -> dict[str, CaseState]:
        """Return how each scenario stands: failed if any of its cases failed, waiting if none has run."""
        states: dict[str, set[CaseState]] = {}
        for case in (case for one in self.checked for case in one.cases):
            for scenario in case.scenarios:
                states.setdefault(scenario, set()).add(case.state)
        order = (CaseState.FAILED, CaseState.PASSED, CaseState.WAITING)
        return {name: next(state for state in order if state in seen) for name, seen in sorted(states.items())}


def check(paths: Iterable[Path], tell: Tell | None = None) -> Report:
    """Check every pack and every case file found under some paths; stories are told where somebody can tell them."""
    checked: list[Checked] = []
    findings: list[Finding] = []
    for path in paths:
        found, notes = _check_under(path, tell)
        if not found:
            notes.append(f.PACK_NONE.at(str(path), path=path))
        checked += found
        findings += notes
    return Report(checked=tuple(checked), findings=tuple(findings))


def _check_under(root: Path, tell: Tell | None) -> tuple[list[Checked], list[Finding]]:
    checked: list[Checked] = []
    findings: list[Finding] = []
    if root.resolve() == Path(root.resolve().anchor):
        return [], [f.WHOLE_DISK.at(str(root), path=root)]
    for count, path in enumerate(_looked_at(root, DEPTH_MAX, findings)):
        if count >= LOOKED_AT_MAX:
            findings.append(f.FILE_TOO_MANY.at(str(path), limit=LOOKED_AT_MAX))
            break
        inside = _pack_around(path) if path == root or path.is_dir() else None
        if inside:
            checked.append(check_pack(inside, tell))
        elif path.is_file() and path.suffix.lower() in {".yaml", ".yml"}:
            found, notes = _case_file(path, tell)
            checked += found
            findings += notes
        elif not path.is_dir():
            findings.append(f.FILE_PASSED_OVER.at(str(path), file=path))
    return checked, findings


def _looked_at(path: Path, depth: int, findings: list[Finding]) -> Iterator[Path]:
    """Go through a folder in a fixed order; what is in a pack, hidden or a link is not gone through."""
    yield path
    if not depth or not path.is_dir() or _pack_around(path):
        return
    try:
        inside = sorted(path.iterdir())
    except OSError as error:
        findings.append(f.FILE_UNREADABLE.at(str(path), file=path, problem=error.strerror or "no reason is told"))
        return
    for below in inside:
        if not below.name.startswith(".") and not below.is_symlink():
            yield from _looked_at(below, depth - 1, findings)


def _pack_around(path: Path) -> Path | None:
    """Return the pack that a path is, or is a part of."""
    for folder in (path, *path.absolute().parents[:3]):
        if (folder / "pack.yaml").is_file() or (folder / "pack.yaml").is_symlink():
            return folder
    return None


def _case_file(path: Path, tell: Tell | None) -> tuple[list[Checked], list[Finding]]:
    """Check a file of cases; YAML about something else is passed over, what cannot be read never is."""
    file, findings = read_file(path, str(path), "cases")
    told = set(file.value) if isinstance(file.value, dict) else set()
    if not findings and path.parent.name != "cases" and not told & CASE_KEYS:
        return [], [f.FILE_PASSED_OVER.at(str(path), file=path)]
    return [_checked_cases(path, file, findings, tell)], []


def check_pack(path: Path, tell: Tell | None = None) -> Checked:
    """Load a pack and run its cases."""
    pack, findings = load(path)
    cases = run_all(pack.cases, pack, tell) if pack else []
    return Checked(path=str(path), pack=pack, findings=tuple(findings), cases=tuple(cases))


def _checked_cases(path: Path, file: File, findings: list[Finding], tell: Tell | None) -> Checked:
    cases, wrong = ([], []) if findings else read_cases(file)
    return Checked(path=str(path), pack=None, findings=(*findings, *wrong), cases=tuple(run_all(cases, tell=tell)))
