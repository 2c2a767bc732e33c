"""Read the workbook of a standard back into the files of a pack, all mistakes at once, each with its cell."""

import re
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from orepass.kernel import table
from orepass.kernel.digest import Digest
from orepass.kernel.finding import Finding, has_errors
from orepass.kernel.suggestion import suggest
from orepass.kernel.table import Cell, Row, Sheet, folded, rows_of, sheet_named, shown
from orepass.scheme.rules.load import digest_of, load_folder
from orepass.scheme.rules.model import Pack
from orepass.scheme.rules.template import cells
from orepass.scheme.rules.template import columns as c
from orepass.scheme.rules.template.building import Building
from orepass.scheme.rules.template.forming import PACK_KEYS, VOCABULARY
from orepass.scheme.rules.template.pointer import NoSuchPlaceError
from orepass.scheme.rules.yamltext import Json

_CODE: Final = re.compile(r"[A-Z][A-Z0-9]{1,11}\Z")
_SUBJECT: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,40}\Z")
_BASENAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}\.yaml\Z")
_MORE_FILE: Final = re.compile(
    r"(pack\.yaml|rules\.yaml|(overlays|cases|texts|texts/[a-z]{2,3}|[A-Z][A-Z0-9]{1,11}|[A-Z][A-Z0-9]{1,11}/subjects)"
    r"/[A-Za-z0-9][A-Za-z0-9._-]{0,80}\.yaml)\Z"
)
_DRAWING: Final = re.compile(r"[A-Z][A-Z0-9]{1,11}/pictograms/[A-Za-z0-9][A-Za-z0-9._-]{0,80}\.svg\Z")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}\Z")
_PATH_DEPTH: Final = 12
_LISTS: Final = ("languages", "complete_in", "unreviewed")
_DAYS: Final = ("valid_from", "valid_before")
_WHOLE: Final = ("format", "transition_months")
_TEXTS: Final = ("title", "notice")
_PARAMETER: Final = ("unit", "source", "clause", "note", "confidence")


class Taken(NamedTuple):
    """What a workbook came to: the files of a pack by name and the pack, or why there is none."""

    files: dict[str, Any]
    pack: Pack | None
    digest: Digest | None
    findings: list[Finding]


def read_template(sheets: Sequence[Sheet]) -> Taken:
    """Read the sheets into a pack; with any error there is none."""
    reader = _Reader(sheets)
    reader.read()
    if reader.broken:
        return Taken({}, None, None, table.limited(reader.out))
    folder = reader.building.folder()
    pack, findings = load_folder(folder)
    found = [*reader.out, *reader.building.located(findings)]
    if pack is None or has_errors(reader.out):
        return Taken({}, None, None, table.limited(found))
    return Taken({**reader.building.files, **reader.building.drawings}, pack, digest_of(folder), table.limited(found))


class _Reader:
    """One workbook being read."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self.sheets = sheets
        self.out: list[Finding] = []
        self.building = Building()
        self.inline: dict[str, tuple[str, tuple[str | int, ...]]] = {}
        self.broken = False

    def read(self) -> None:
        """Read every sheet in the order in which they build upon one another."""
        self._strangers()
        steps: tuple[tuple[str, Callable[[Row], None]], ...] = (
            (c.PACK, self._pack),
            (c.STANDARDS, self._standard),
            (c.SUBJECTS, self._subject),
            (c.REQUIREMENTS, self._requirement),
            (c.PARAMETERS, self._parameter),
        )
        found = {name: self._rows(name) for name, _step in steps}
        self.building.file("pack.yaml", c.PACK)
        self.building.file("rules.yaml", c.PARAMETERS)
        for name, step in steps:
            for row in found[name]:
                step(row)
        for sheet in self.sheets:
            language = _language_of(sheet)
            if language:
                self._texts(sheet, language)
        for row in self._rows(c.MORE):
            self._more(row)

    def _strangers(self) -> None:
        known = {folded(name) for laid in c.LAYOUT.values() for name in laid.names} | {folded(c.READ_ME)}
        for sheet in self.sheets:
            if folded(sheet.name) not in known and not _language_of(sheet):
                suggestion = suggest(sheet.name[: table.SHOWN], list(c.LAYOUT))
                self.out.append(table.SHEET_IGNORED.at(sheet.name, sheet=sheet.name, suggestion=suggestion))

    def _rows(self, name: str) -> list[Row]:
        laid = c.LAYOUT[name]
        sheet = sheet_named(self.sheets, laid.names)
        if sheet is None:
            if name not in {c.PARAMETERS, c.MORE}:
                listed = ", ".join(shown(sheet.name) for sheet in self.sheets)
                self.out.append(table.SHEET_MISSING.at(name, sheet=name, found=listed))
                self.broken = True
            return []
        before = len(self.out)
        rows = rows_of(sheet, laid.columns, self.out)
        kinds = {table.COLUMN_MISSING.code, table.COLUMN_TWICE.code}
        self.broken = self.broken or any(finding.code in kinds for finding in self.out[before:])
        return rows

    def _value(self, row: Row, key: str, read: Callable[[Cell], Json]) -> Json:
        """Return the value of a cell, or nothing and a finding."""
        try:
            return read(row.cell(key))
        except cells.NotJsonError:
            way_out = "Write the text itself, or put it into double quotation marks."
            self._wrong(row, key, way_out)
            return None

    def _wrong(self, row: Row, key: str, suggestion: str) -> None:
        self.out.append(row.finding(table.VALUE, key, value=shown(row.text(key)), suggestion=suggestion))

    def _put(self, row: Row, file: str, path: tuple[str | int, ...], key: str, read: Callable[[Cell], Json]) -> None:
        """Put the value of a cell under a path, unless the cell is empty: then only remember where it would stand."""
        if row.cell(key) is None:
            self.building.mark(file, path, row.place(key))
            return
        value = self._value(row, key, read)
        self.building.set(file, path, value, row.place(key))

    def _text(self, row: Row, file: str, path: tuple[str | int, ...], key: str, name: str) -> None:
        """Put an English text; its translations may stand beside it."""
        self.inline[name] = (file, path)
        self.building.mark(file, path, row.place(key))
        self._put(row, file, (*path, "en"), key, cells.value_of)

    def _pack(self, row: Row) -> None:
        name = row.word("key")
        known = {folded(key): key for key in PACK_KEYS}
        key = known.get(folded(name), name)
        if row.cell("value") is None:
            self.building.mark("pack.yaml", (key,), row.place("value"))
        elif key in _TEXTS:
            self._text(row, "pack.yaml", (key,), "value", f"pack.{key}")
        elif key.startswith("flags."):
            flag = key.removeprefix("flags.")
            self._text(row, "pack.yaml", ("flags", flag), "value", f"pack.flags.{flag}")
        elif key.startswith("vocabulary."):
            path = ("vocabulary", key.removeprefix("vocabulary."))
            self._put(row, "pack.yaml", path, "value", lambda cell: list(cells.list_of(cell)))
        elif key in PACK_KEYS:
            self._put(row, "pack.yaml", (key,), "value", _reading_of(key))
        else:
            listed = [*PACK_KEYS, "flags.NAME", *(f"vocabulary.{name}" for name in VOCABULARY)]
            suggestion = suggest(name[: table.SHOWN], listed)
            self.out.append(row.finding(table.WORD, "key", value=shown(name), suggestion=suggestion))

    def _standard(self, row: Row) -> None:
        code = row.word("code")
        if not _CODE.match(code):
            self._wrong(row, "code", "Write a code of two to twelve capital letters and digits, such as CPS.")
            return
        file = f"{code}/standard.yaml"
        if file in self.building.files:
            self._wrong(row, "code", "Write each standard once.")
            return
        self.building.file(file, row.place("code"))
        self._put(row, file, ("code",), "code", _word)
        self._text(row, file, ("title",), "title", f"{code}.title")
        self._text(row, file, ("purpose",), "purpose", f"{code}.purpose")
        self._put(row, file, ("status",), "status", _word)
        self._put(row, file, ("applies_when",), "applies_when", cells.value_of)
        self._put(row, file, ("subject_unit",), "subject_unit", _word)

    def _subject(self, row: Row) -> None:
        code, subject = row.word("standard"), row.word("subject")
        if f"{code}/standard.yaml" not in self.building.files:
            self._wrong(row, "standard", suggest(code[: table.SHOWN], self._codes()))
            return
        if not _SUBJECT.match(subject) or self._file_of(code, subject):
            self._wrong(row, "subject", "Write a name of small letters, digits and hyphens, each once in a standard.")
            return
        mine = [name for name in self.building.files if name.startswith(f"{code}/subjects/")]
        basename = row.word("file") or f"{len(mine) + 1:02}-{subject}.yaml"
        file = f"{code}/subjects/{basename}"
        if not _BASENAME.match(basename) or file in self.building.files:
            self._wrong(row, "file", f"Leave it empty, or write a name such as 07-{subject}.yaml that no other has.")
            return
        self.building.file(file, row.place("subject"))
        key = f"{code}.subject.{subject}"
        self._put(row, file, ("subject",), "subject", _word)
        self._put(row, file, ("dimension",), "dimension", _word)
        self._text(row, file, ("title",), "title", f"{key}.title")
        self._text(row, file, ("why",), "why", f"{key}.why")
        self.building.set(file, ("requirements",), [], row.place("subject"))

    def _codes(self) -> list[str]:
        return [name.partition("/")[0] for name in self.building.files if name.endswith("/standard.yaml")]

    def _file_of(self, code: str, subject: str) -> str:
        """Return the file of a subject."""
        mine = ((name, tree) for name, tree in self.building.files.items() if name.startswith(f"{code}/subjects/"))
        return next((name for name, tree in mine if tree.get("subject") == subject), "")

    def _requirement(self, row: Row) -> None:
        identifier = row.word("id")
        parts = identifier.split(".")
        subject = row.word("subject") or (parts[2] if len(parts) > 2 else "")  # noqa: PLR2004 - CPS.E.water.C1
        file = self._file_of(parts[0], subject)
        if not file:
            known = [
                f"{name.partition('/')[0]}.{tree['dimension']}.{tree['subject']}.C1"
                for name, tree in self.building.files.items()
                if "/subjects/" in name and {"dimension", "subject"} <= tree.keys()
            ]
            near = suggest(identifier[: table.SHOWN], known[:60])
            self._wrong(row, "id", f"Add its subject to the sheet “{c.SUBJECTS}”, or: {near}")
            return
        listed = self.building.files[file]["requirements"]
        assert isinstance(listed, list)
        at: tuple[str | int, ...] = ("requirements", len(listed))
        listed.append({})
        self.building.mark(file, at, row.place("id"))
        self._fill(row, file, at, identifier)

    def _fill(self, row: Row, file: str, at: tuple[str | int, ...], key: str) -> None:
        self._put(row, file, (*at, "id"), "id", _word)
        self._put(row, file, (*at, "phase"), "phase", _word)
        self._text(row, file, (*at, "statement"), "statement", f"{key}.statement")
        self.building.set(file, (*at, "evidence"), {}, row.place("evidence_small"))
        for size in ("small", "large"):
            self._text(row, file, (*at, "evidence", size), f"evidence_{size}", f"{key}.evidence.{size}")
        self._text(row, file, (*at, "fails_when"), "fails_when", f"{key}.fails_when")
        self._text(row, file, (*at, "spoken"), "spoken", f"{key}.spoken")
        self._put(row, file, (*at, "criticality"), "criticality", _word)
        self._put(row, file, (*at, "weight"), "weight", cells.value_of)
        self._put(row, file, (*at, "due_year"), "due_year", cells.whole_of)
        self._put(row, file, (*at, "accepts"), "accepts", lambda cell: list(cells.list_of(cell)))
        self._put(row, file, (*at, "applies_when"), "applies_when", cells.value_of)
        for name in ("id", "unit", "better"):
            self._put(row, file, (*at, "indicator", name), f"indicator_{name}", _word)
        indicator = f"{row.word('indicator_id')}.indicator"
        self._text(row, file, (*at, "indicator", "title"), "indicator_title", indicator)
        self._put(row, file, (*at, "maps_to"), "maps_to", lambda cell: list(cells.list_of(cell)))

    def _parameter(self, row: Row) -> None:
        code, path = row.word("standard"), tuple(row.word("path").split("."))
        file = f"{code}/standard.yaml" if code else "rules.yaml"
        if file not in self.building.files:
            self._wrong(row, "standard", suggest(code[: table.SHOWN], self._codes()))
            return
        if not all(path) or len(path) > _PATH_DEPTH:
            self._wrong(row, "path", "Write names joined by points, such as lifecycle.candidate_months.")
            return
        whole: tuple[str | int, ...] = ((row.word("block") or "rules"), *path) if code else path
        if not self._free(file, whole):
            self._wrong(row, "path", "Write each parameter once; a block cannot be a parameter as well.")
            return
        unit = row.word("unit")
        self.building.set(file, whole, {}, row.place("path"))
        self._put(row, file, (*whole, "value"), "value", lambda cell: cells.parameter_of(cell, path[-1], unit))
        for name in _PARAMETER:
            self._put(row, file, (*whole, name), name, cells.value_of)
        self._put(row, file, (*whole, "verified"), "verified", cells.truth_of)

    def _free(self, file: str, path: tuple[str | int, ...]) -> bool:
        tree: Json = self.building.files[file]
        for part in path:
            if not isinstance(tree, dict) or "unit" in tree or "value" in tree:
                return False
            if part not in tree:
                return True
            tree = tree[str(part)]
        return False

    def _texts(self, sheet: Sheet, language: str) -> None:
        for row in rows_of(sheet, c.TEXT_COLUMNS, self.out):
            key, file = row.word("key"), row.word("file")
            if row.cell("text") is None or not key:
                continue
            value = self._value(row, "text", cells.value_of)
            if file == c.INLINE and key in self.inline:
                name, path = self.inline[key]
                self.building.set(name, (*path, language), value, row.place("text"))
            elif not file or _BASENAME.match(file):
                name = f"texts/{language}/{file}" if file else f"texts/{language}.yaml"
                if key in self.building.file(name, row.place("key")):
                    self._wrong(row, "key", "Write each text once.")
                self.building.set(name, (key,), value, row.place("text"))
            else:
                self._wrong(row, "file", f"Leave it empty, or write “{c.INLINE}” or a file name such as CPS.yaml.")

    def _more(self, row: Row) -> None:
        file, path = row.word("file"), row.word("path")
        if _DRAWING.match(file):
            self._drawing(row, file)
            return
        if not _MORE_FILE.match(file):
            self._wrong(row, "file", "Write a file of a pack, such as overlays/NAME.yaml or cases/NAME.yaml.")
            return
        value = self._value(row, "value", cells.value_of)
        self.building.file(file, row.place("file"))
        try:
            self.building.put(file, path, value, row.place("value"))
        except NoSuchPlaceError:
            way_out = "Write a path that no other row has; places in a list are counted without a gap: #0, #1, #2."
            self._wrong(row, "path", way_out)

    def _drawing(self, row: Row, file: str) -> None:
        if row.word("path") or file in self.building.drawings:
            self._wrong(row, "path", "A pictogram is one value: write each once, and leave the path empty.")
            return
        self.building.draw(file, table.said(row.cell("value")), row.place("value"))


def _word(cell: Cell) -> Json:
    return table.said(cell).strip()


def _reading_of(key: str) -> Callable[[Cell], Json]:
    if key in _LISTS:
        return lambda cell: list(cells.list_of(cell))
    if key in _DAYS:
        return cells.day_of
    return cells.whole_of if key in _WHOLE else table.said


def _language_of(sheet: Sheet) -> str:
    """Return the language of a sheet of texts, none for other sheets."""
    first, _blank, language = sheet.name.strip().lower().partition(" ")
    return language if first in {c.TEXTS, "textes", "textos"} and _LANGUAGE.match(language) else ""
