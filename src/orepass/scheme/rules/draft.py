"""A pack half read: the typed files with the places they came from, between the schema and the cross-checks."""

from collections.abc import Iterator
from typing import NamedTuple

from orepass.scheme.rules.folder import File, Folder
from orepass.scheme.rules.parameters import Rules
from orepass.scheme.rules.written import CaseFile, PackFile, StandardFile, SubjectFile


class SubjectDraft(NamedTuple):
    """One subject's file."""

    standard: str
    subject: SubjectFile
    file: File

    def where(self, at: int, *rest: str | int) -> str:
        """Return the place of a requirement, or of one of its keys."""
        return f"{self.file.name}:{self.file.reading.line(('requirements', at, *rest))}"


class Draft:
    """What has been read of a pack so far."""

    def __init__(self, folder: Folder) -> None:
        """Begin with the folder's files."""
        self.folder = folder
        self.pack: PackFile | None = None
        self.standards: dict[str, StandardFile] = {}
        self.own_rules: dict[str, Rules] = {}
        self.subjects: list[SubjectDraft] = []
        self.rules = Rules()
        self.cases: list[tuple[CaseFile, File]] = []

    def coded_subjects(self) -> Iterator[tuple[str, SubjectFile]]:
        """Go through the subjects with the code of their standard."""
        for draft in self.subjects:
            yield draft.standard, draft.subject

    def rules_of(self, code: str) -> Rules:
        """Return the parameters that hold for a standard: its own over the pack's."""
        return self.own_rules.get(code, Rules()).over(self.rules)

    def place(self, name: str, *path: str | int) -> str:
        """Return the place of a key in a file."""
        file = self.folder.files.get(name)
        return f"{name}:{file.reading.line(path) if file else 1}"
