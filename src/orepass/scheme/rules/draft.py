"""A pack half read: the typed files with the places they came from, between the schema and the cross-checks."""

from typing import NamedTuple

from orepass.scheme.rules.folder import File, Folder
from orepass.scheme.rules.parameters import Rules
from orepass.scheme.rules.written import CaseFile, OverlayFile, PackFile, RequirementFile, StandardFile, SubjectFile


class SubjectDraft(NamedTuple):
    """One subject's file."""

    standard: str
    subject: SubjectFile
    file: File

    def where(self, at: int, *rest: str | int) -> str:
        """Return the place of a requirement, or of one of its keys."""
        return f"{self.file.name}:{self.file.reading.line(('requirements', at, *rest))}"


class OverlayDraft(NamedTuple):
    """One overlay's file, with its parameters."""

    overlay: OverlayFile
    file: File
    rules: Rules

    def where(self, *path: str | int) -> str:
        """Return the place of a key."""
        return f"{self.file.name}:{self.file.reading.line(path)}"


class Draft:
    """What has been read of a pack so far."""

    def __init__(self, folder: Folder) -> None:
        """Begin with the folder's files."""
        self.folder = folder
        self.pack: PackFile | None = None
        self.standards: dict[str, StandardFile] = {}
        self.own_rules: dict[str, Rules] = {}
        self.subjects: list[SubjectDraft] = []
        self.overlays: dict[str, OverlayDraft] = {}
        self.rules = Rules()
        self.cases: list[tuple[CaseFile, File]] = []

    def requirements_of(self, code: str) -> dict[str, RequirementFile]:
        """Return the requirements of a standard as its own files write them, by identifier."""
        own = [part.subject for part in self.subjects if part.standard == code]
        return {requirement.id: requirement for subject in own for requirement in subject.requirements}

    def identifiers(self, code: str) -> list[str]:
        """Return the identifiers of a standard's requirements, those that overlays add included; drafts add none."""
        live = [one.overlay for one in self.overlays.values() if one.overlay.status != "draft"]
        added = [each.requirement.id for overlay in live for each in overlay.additional]
        return [*self.requirements_of(code), *(name for name in added if name.partition(".")[0] == code)]

    def rules_of(self, code: str) -> Rules:
        """Return the parameters that hold for a standard: its own over the pack's."""
        return self.own_rules.get(code, Rules()).over(self.rules)

    def place(self, name: str, *path: str | int) -> str:
        """Return the place of a key in a file."""
        file = self.folder.files.get(name)
        return f"{name}:{file.reading.line(path) if file else 1}"

    def place_of(self, code: str, path: str) -> str:
        """Return the place of a parameter: in the standard's own file if it is set there, else in rules.yaml."""
        parts = tuple(path.split("."))
        own = self.own_rules.get(code)
        if own is None or path not in own:
            return self.place("rules.yaml", *parts)
        name = f"{code}/standard.yaml"
        lines = self.folder.files[name].reading.lines
        return self.place(name, *(parts if parts in lines else ("rules", *parts)))
