"""Read the files of a pack from a folder, carefully: plain files only, of limited size and number, UTF-8 text."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from orepass.kernel.finding import Finding
from orepass.kernel.text import marked as _
from orepass.scheme.rules import findings as f
from orepass.scheme.rules.yamltext import Json, Reading, read

BYTES_MAX: Final = 1_000_000
FILES_MAX: Final = 1_000
PLACES: Final = (
    "pack.yaml",
    "rules.yaml",
    "<STANDARD>/standard.yaml",
    "<STANDARD>/subjects/<nn>-<subject>.yaml",
    "<STANDARD>/pictograms/<requirement>.svg",
    "overlays/<name>.yaml",
    "texts/<language>.yaml",
    "texts/<language>/<name>.yaml",
    "cases/<name>.yaml",
)
_KIND: Final = {
    "pack": re.compile(r"pack\.yaml"),
    "rules": re.compile(r"rules\.yaml"),
    "overlay": re.compile(r"overlays/[^/]+\.yaml"),
    "standard": re.compile(r"[^/]+/standard\.yaml"),
    "subject": re.compile(r"[^/]+/subjects/[^/]+\.yaml"),
    "pictogram": re.compile(r"[^/]+/pictograms/[^/]+\.svg"),
    "texts": re.compile(r"texts/[^/]+(/[^/]+)?\.yaml"),
    "cases": re.compile(r"cases/[^/]+\.yaml"),
}
PICTOGRAM: Final = "pictogram"
"""The kind of file that is a drawing and no YAML."""
_YAML: Final = frozenset({".yaml", ".yml"})


class File(NamedTuple):
    """One file of a pack, read."""

    name: str
    kind: str
    reading: Reading

    @property
    def value(self) -> Json:
        """Return what the file says."""
        return self.reading.value


class Folder(NamedTuple):
    """The files of a pack by name, and what is wrong with them."""

    files: dict[str, File]
    findings: list[Finding]

    def of_kind(self, kind: str) -> list[File]:
        """Return the files of one kind, in the order of their names."""
        return [file for _name, file in sorted(self.files.items()) if file.kind == kind]


def read_folder(root: Path) -> Folder:
    """Read every file of a pack's folder."""
    files: dict[str, File] = {}
    findings: list[Finding] = []
    for count, path in enumerate(_walk(root)):
        name = path.relative_to(root).as_posix()
        if count >= FILES_MAX:
            findings.append(f.FILE_TOO_MANY.at(name, limit=FILES_MAX))
            break
        kind = kind_of(name)
        if path.is_symlink():
            findings.append(f.FILE_ESCAPES.at(f"{name}:1", file=name))
        elif kind:
            files[name], wrong = read_file(path, name, kind)
            findings += wrong
        elif path.suffix.lower() in _YAML:
            findings.append(f.FILE_UNEXPECTED.at(f"{name}:1", file=name, places=", ".join(PLACES)))
        else:
            findings.append(f.FILE_PASSED_OVER.at(f"{name}:1", file=name))
    return Folder(files, findings)


def kind_of(name: str) -> str:
    """Say which kind of file stands under a name in a pack; empty for none."""
    return next((kind for kind, pattern in _KIND.items() if pattern.fullmatch(name)), "")


def _walk(root: Path) -> Iterator[Path]:
    """Go through a folder in a fixed order without following links; hidden things are not looked at."""
    for path in sorted(root.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _walk(path)
        else:
            yield path


def read_file(path: Path, name: str, kind: str) -> tuple[File, list[Finding]]:
    """Read one file of a pack; a drawing is kept as it is written."""
    text, findings = read_text(path, name)
    if text is None or kind == PICTOGRAM:
        return File(name, kind, Reading(text, {}, [])), findings
    reading = read(text, name)
    return File(name, kind, reading), [*findings, *reading.findings]


def read_text(path: Path, name: str) -> tuple[str | None, list[Finding]]:
    """Read a text file, or say why it cannot be read."""
    where = f"{name}:1"
    try:
        with path.open("rb") as stream:
            data = stream.read(BYTES_MAX + 1)
    except OSError as error:
        return None, [f.FILE_UNREADABLE.at(where, file=name, problem=error.strerror or "no reason is told")]
    if len(data) > BYTES_MAX:
        return None, [f.FILE_TOO_LARGE.at(where, file=name, size=path.stat().st_size, limit=BYTES_MAX)]
    if data.startswith(b"\xef\xbb\xbf"):
        return None, [f.FILE_ENCODING.at(where, file=name, problem=_("it begins with a byte-order mark"))]
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return None, [f.FILE_ENCODING.at(f"{name}:{line}", file=name, problem=f"byte {error.start} is not UTF-8")]
