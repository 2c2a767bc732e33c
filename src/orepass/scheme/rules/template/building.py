"""Files of a pack being put together from cells: every value remembers the cell it came from.

The readers of packs know the line of each value. Here a “line” is the number of a cell, so that whatever any later
check finds wrong in a file is told with the sheet and the cell in which somebody wrote it.
"""

from collections.abc import Sequence

import msgspec

from orepass.kernel.finding import Finding
from orepass.scheme.rules.folder import File, Folder, kind_of
from orepass.scheme.rules.template.pointer import put
from orepass.scheme.rules.yamltext import Json, Path, Reading


class Building:
    """The files so far, and the cell behind every value."""

    def __init__(self) -> None:
        """Begin without files."""
        self.files: dict[str, dict[str, Json]] = {}
        self.drawings: dict[str, str] = {}
        self._lines: dict[str, dict[Path, int]] = {}
        self._cells: list[tuple[str, Path]] = [("", ()), ("", ())]

    def file(self, name: str, place: str) -> dict[str, Json]:
        """Return a file to fill; what is wrong with it as a whole is told at a place."""
        if name not in self.files:
            self.files[name] = {}
            self._lines[name] = {}
            self.mark(name, (), place)
        return self.files[name]

    def draw(self, name: str, drawing: str, place: str) -> None:
        """Put in a pictogram: a file that is one text."""
        self.drawings[name] = drawing
        self._lines[name] = {}
        self.mark(name, (), place)

    def set(self, name: str, path: Path, value: Json, place: str) -> None:
        """Put a value under keys; mappings on the way are made."""
        tree: Json = self.files[name]
        for part in path[:-1]:
            tree = tree.setdefault(part, {}) if isinstance(tree, dict) else tree[part]  # type: ignore[arg-type,index]
        tree[path[-1]] = value  # type: ignore[index]
        self.mark(name, path, place)

    def put(self, name: str, line: str, value: Json, place: str) -> None:
        """Put a value under a path as people write it.

        Raises:
            NoSuchPlace: the path cannot be followed.
        """
        self.mark(name, put(self.files[name], line, value), place)

    def mark(self, name: str, path: Path, place: str) -> None:
        """Remember the cell of a value."""
        self._cells.append((place, path))
        self._lines[name][path] = len(self._cells) - 1

    def folder(self) -> Folder:
        """Return the files as if they had been read from a folder."""
        values: dict[str, Json] = {**self.files, **self.drawings}
        files = {
            name: File(name, kind_of(name), Reading(value, self._lines[name], []))
            for name, value in sorted(values.items())
        }
        return Folder(files, [])

    def located(self, findings: Sequence[Finding]) -> list[Finding]:
        """Return findings with the cells in place of the lines."""
        return [msgspec.structs.replace(finding, where=self._place(finding)) for finding in findings]

    def _place(self, finding: Finding) -> str:
        name, _colon, line = finding.where.rpartition(":")
        lines = self._lines.get(name)
        if lines is None:
            return finding.where
        number = int(line) if int(line) > 1 else lines[()]
        place, path = self._cells[number]
        # What is missing is missing in the empty cell of its column, not in the row as a whole.
        empty = lines.get((*path, finding.params.get("key", "")))
        return self._cells[empty][0] if empty else place
