"""Lay the files of a pack out in sheets; what no typed sheet has a column for stands on the sheet “more”."""

import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from orepass.kernel.table import Cell, Choices, Sheet
from orepass.scheme.rules.folder import File, Folder, kind_of
from orepass.scheme.rules.load import drafted
from orepass.scheme.rules.model import Pack
from orepass.scheme.rules.template import columns as c
from orepass.scheme.rules.template.cells import cell_of, list_cell
from orepass.scheme.rules.template.pointer import by_id, leaves, pointer
from orepass.scheme.rules.texts import texts_of
from orepass.scheme.rules.yamltext import Json, Reading

PACK_KEYS: Final = (
    *("scheme", "edition", "format", "title", "owner", "valid_from", "valid_before", "supersedes"),
    *("transition_months", "status", "languages", "complete_in", "unreviewed", "licence", "notice"),
)
VOCABULARY: Final = ("stage", "activities", "minerals")
ROOM_BELOW: Final = 500
"""So many rows below the last one offer their choices too."""
_PARAMETER: Final = ("value", "unit", "source", "clause", "verified", "note", "confidence")
READ_ME_LINES: Final = (
    "This workbook holds one edition of a standard. Change cells, add rows, and import it again.",
    "orepass import standard THIS-FILE.xlsx --into FOLDER writes the edition as a folder and checks it;",
    "whatever cannot be used is told with its sheet and cell, and then nothing is written.",
    "Columns may stand in any order; headings may be English, French or Spanish; further columns are passed over.",
    "pack: what this edition is. Lists are separated by commas. flags.NAME is a question that conditions can ask.",
    "standards: one row for each. subjects: one row for each subject of a standard.",
    "requirements: one row for each; the identifier reads STANDARD.DIMENSION.subject.LETTER-AND-NUMBER,",
    "where the letter is that of the phase: C commitment, A assessment, M monitoring, D disclosure and improvement.",
    "parameters: every number with its unit and source; leave “standard” empty where it holds for the whole edition.",
    "texts fr, texts es, …: translations. Leave a cell empty that is not translated yet.",
    "more: whatever else the files of the edition say (overlays, worked cases), one value a row; a pictogram is one.",
)

Rows = list[list[Cell]]


class _Files:
    """The files of a pack, from which each sheet takes what it shows."""

    def __init__(self, files: Mapping[str, Json]) -> None:
        self.left: dict[str, Any] = copy.deepcopy(dict(files))
        self.inline: list[tuple[str, str, str]] = []

    def take(self, tree: dict[str, Any], key: str) -> Json:
        """Take a value out of a tree."""
        found: Json = tree.pop(key, None)
        return found

    def text(self, tree: dict[str, Any], key: str, name: str) -> Cell:
        """Take a text: the English one is shown, the others go to the sheets of their languages."""
        found = tree.get(key)
        if not isinstance(found, dict) or "en" not in found:
            return None
        del tree[key]
        self.inline += [(language, name, text) for language, text in found.items() if language != "en"]
        return cell_of(found["en"])

    def words(self, tree: dict[str, Any], key: str) -> Cell:
        """Take a list of words as one cell; other lists stay."""
        found = tree.get(key)
        if not isinstance(found, list) or not all(isinstance(part, str) and _plain(part) for part in found):
            return None
        del tree[key]
        return list_cell(found)


def _plain(word: str) -> bool:
    return word == word.strip() != "" and not set(word) & set(",;\n[")


def sheets_of(files: Mapping[str, Json], english: Sequence[tuple[str, str]], languages: Sequence[str]) -> list[Sheet]:
    """Return the sheets for the files of a pack; ``english`` holds the texts to translate by key, in their order."""
    left = _Files(files)
    sheets = [
        Sheet(name=c.READ_ME, rows=[["Read me"], *([line] for line in READ_ME_LINES)], widths=(110,)),
        _sheet(c.PACK, _pack_rows(left)),
        _sheet(c.STANDARDS, list(_standard_rows(left))),
        _sheet(c.SUBJECTS, list(_subject_rows(left))),
        _sheet(c.REQUIREMENTS, list(_requirement_rows(left))),
        _sheet(c.PARAMETERS, list(_parameter_rows(left))),
    ]
    others = [language for language in languages if language != "en"]
    texts = [_texts_sheet(language, english, left) for language in others]
    return [*sheets, *texts, _sheet(c.MORE, list(_more_rows(left)))]


def template_of(pack: Pack) -> list[Sheet]:
    """Return the workbook of a pack."""
    read = {name: File(name, kind_of(name), Reading(value, {}, [])) for name, value in pack.files.items()}
    found = texts_of(drafted(Folder(read, [])))
    english = [(key, text.get("en", "")) for _file, key, text in found]
    return sheets_of(pack.files, english, pack.languages)


def empty_template() -> list[Sheet]:
    """Return the workbook for a standard that is still to be written."""
    return sheets_of({"pack.yaml": {"format": 1}}, [], ["en", "fr", "es"])


def _sheet(name: str, rows: Rows) -> Sheet:
    laid = c.LAYOUT[name]
    offered = c.OFFERED.get(name, {})
    last = len(rows) + ROOM_BELOW
    choices = tuple(
        Choices(at, 1, last, offered[column.key]) for at, column in enumerate(laid.columns) if column.key in offered
    )
    headings: list[Cell] = [column.heading for column in laid.columns]
    return Sheet(name=name, rows=[headings, *rows], widths=laid.widths, choices=choices)


def _pack_rows(files: _Files) -> Rows:
    tree = files.left.get("pack.yaml") or {}
    rows: Rows = []
    for key in PACK_KEYS:
        if key in {"title", "notice"}:
            cell = files.text(tree, key, f"pack.{key}")
        elif isinstance(tree.get(key), list):
            cell = files.words(tree, key)
        else:
            cell = cell_of(tree.pop(key)) if key in tree else None
        rows.append([key, cell])
    flags = tree.get("flags", {})
    rows += [[f"flags.{flag}", files.text(flags, flag, f"pack.flags.{flag}")] for flag in list(flags)]
    vocabulary = tree.get("vocabulary", {})
    rows += [[f"vocabulary.{name}", files.words(vocabulary, name)] for name in VOCABULARY]
    for name, emptied in (("flags", flags), ("vocabulary", vocabulary)):
        if name in tree and not emptied:
            del tree[name]
    return rows


def _standard_rows(files: _Files) -> Iterator[list[Cell]]:
    for name, tree in files.left.items():
        if name.endswith("/standard.yaml"):
            code = files.take(tree, "code")
            yield [
                cell_of(code),
                files.text(tree, "title", f"{code}.title"),
                files.text(tree, "purpose", f"{code}.purpose"),
                *(_scalar(files, tree, key) for key in ("status", "applies_when", "subject_unit")),
            ]


def _scalar(files: _Files, tree: dict[str, Any], key: str) -> Cell:
    return cell_of(files.take(tree, key)) if key in tree else None


def _subject_rows(files: _Files) -> Iterator[list[Cell]]:
    for name, tree in files.left.items():
        if "/subjects/" in name:
            code = name.partition("/")[0]
            key = f"{code}.subject.{tree['subject']}"
            yield [
                code,
                cell_of(files.take(tree, "subject")),
                cell_of(files.take(tree, "dimension")),
                files.text(tree, "title", f"{key}.title"),
                files.text(tree, "why", f"{key}.why"),
                name.rpartition("/")[2],
            ]


def _requirement_rows(files: _Files) -> Iterator[list[Cell]]:
    for name, tree in files.left.items():
        if "/subjects/" in name:
            subject = name.rpartition("/")[2].removesuffix(".yaml").partition("-")[2]
            for requirement in tree["requirements"]:
                yield _requirement(files, requirement, subject)


def _requirement(files: _Files, tree: dict[str, Any], subject: str) -> list[Cell]:
    key = tree["id"]
    evidence, indicator = tree.get("evidence", {}), tree.get("indicator") or {}
    indicator_id = indicator.get("id", "")
    row: list[Cell] = [
        key,
        subject,
        _scalar(files, tree, "phase"),
        files.text(tree, "statement", f"{key}.statement"),
        files.text(evidence, "small", f"{key}.evidence.small"),
        files.text(evidence, "large", f"{key}.evidence.large"),
        files.text(tree, "fails_when", f"{key}.fails_when"),
        files.text(tree, "spoken", f"{key}.spoken"),
        *(_scalar(files, tree, name) for name in ("criticality", "weight", "due_year")),
        files.words(tree, "accepts"),
        _scalar(files, tree, "applies_when"),
        *(_scalar(files, indicator, name) for name in ("id", "unit", "better")),
        files.text(indicator, "title", f"{indicator_id}.indicator"),
        files.words(tree, "maps_to"),
    ]
    for name, emptied in (("evidence", evidence), ("indicator", indicator)):
        if name in tree and not emptied:
            del tree[name]
    return row


def _parameter_rows(files: _Files) -> Iterator[list[Cell]]:
    rules = files.left.get("rules.yaml")
    if isinstance(rules, dict):
        yield from _parameters(rules, "", "")
    for name, tree in files.left.items():
        if name.endswith("/standard.yaml"):
            for block in ("rating", "rules"):
                if isinstance(tree.get(block), dict):
                    yield from _parameters(tree[block], name.partition("/")[0], block)
                    if not tree[block]:
                        del tree[block]


def _parameters(tree: dict[str, Any], standard: str, block: str) -> Iterator[list[Cell]]:
    """Take the parameters out of a tree of blocks, in the order of the file."""
    for key in list(tree):
        for path, found in _leaves(tree[key], (key,)):
            yield [
                standard,
                ".".join(path),
                *(cell_of(found[name]) if name in found else None for name in _PARAMETER),
                block if block == "rating" else None,
            ]
        if not _rest(tree[key]):
            del tree[key]


def _leaves(tree: Json, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], dict[str, Json]]]:
    if not isinstance(tree, dict):
        return
    if "value" in tree:
        yield path, tree
        return
    for key, below in tree.items():
        yield from _leaves(below, (*path, key))


def _rest(tree: Json) -> bool:
    """Say whether a tree of blocks holds anything that is no parameter."""
    if not isinstance(tree, dict) or not tree:
        return True
    return "value" not in tree and any(map(_rest, tree.values()))


def _texts_sheet(language: str, english: Sequence[tuple[str, str]], files: _Files) -> Sheet:
    """Lay out the texts of a language beside the English ones; what is not translated yet is an empty cell."""
    found = {key: (text, c.INLINE) for spoken, key, text in files.inline if spoken == language}
    own = f"texts/{language}.yaml"
    for name, tree in files.left.items():
        if (name == own or name.startswith(f"texts/{language}/")) and isinstance(tree, dict):
            for key in [key for key, text in tree.items() if isinstance(text, str)]:
                found[key] = (tree.pop(key), "" if name == own else name.rpartition("/")[2])
    rows: Rows = [[column.heading for column in c.TEXT_COLUMNS]]
    for key, text in english:
        said, file = found.pop(key, ("", ""))
        rows.append([key, text, cell_of(said) if said else None, file])
    return Sheet(name=f"{c.TEXTS} {language}", rows=rows, widths=c.TEXT_WIDTHS)


def _more_rows(files: _Files) -> Iterator[list[Cell]]:
    """Show what no other sheet showed, one value a row."""
    for name, tree in files.left.items():
        if tree is None or tree == {}:
            continue
        if "/subjects/" in name:
            for requirement in tree.pop("requirements"):
                identifier = requirement.pop("id")
                for path, value in leaves(requirement) if requirement else ():
                    yield [name, f"requirements/{by_id(identifier)}/{pointer(path)}", cell_of(value)]
        for path, value in leaves(tree) if tree else ():
            yield [name, pointer(path), cell_of(value)]
