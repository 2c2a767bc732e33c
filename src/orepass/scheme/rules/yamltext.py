"""Read YAML as plain data and remember the line of every value.

A careful subset: UTF-8, one document, no anchors or aliases (they can explode), no tags, no key twice, limited
depth. Words mean what they say (YAML 1.2): only ``true`` and ``false`` are truth values, so that Norway's ``NO``
stays a country. Numbers with a decimal point stay text, so that they can be read exactly; dates stay text.
"""

import re
from typing import Final, NamedTuple

import yaml

from orepass.kernel.finding import Finding
from orepass.kernel.text import marked as _
from orepass.scheme.rules import findings as f

type Json = bool | int | str | list[Json] | dict[str, Json] | None
type Path = tuple[str | int, ...]

DEPTH_MAX: Final = 16
DUPLICATES_MAX: Final = 100
_INTEGER: Final = re.compile(
    r"[-+]?(0|[1-9][0-9]{0,14})\Z"
)  # larger ones cannot be written exactly in JSON: they stay text
_UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_WORDS: Final[dict[str, bool | None]] = {"": None, "~": None, "null": None, "true": True, "false": False}
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the compiled parser where the platform has it


class Reading(NamedTuple):
    """What one file says, where each value stands, and what is wrong with it."""

    value: Json
    lines: dict[Path, int]
    findings: list[Finding]

    def line(self, path: Path) -> int:
        """Return the line of a value, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class _Stop(Exception):  # noqa: N818 - carries the finding that ends the reading of this file
    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class _Frame:
    """One open list or mapping."""

    def __init__(self, value: list[Json] | dict[str, Json], path: Path) -> None:
        self.value = value
        self.path = path
        self.key: str | None = None


class _Builder:
    """Turn parser events into data, without recursion."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Json = None
        self.frames: list[_Frame] = []
        self.lines: dict[Path, int] = {}
        self.findings: list[Finding] = []
        self.documents = 0

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise _Stop(f.YAML_ALIAS.at(f"{self.file}:{line}"))
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
        elif isinstance(event, yaml.NodeEvent):
            self._refuse_extras(event, line)
            self._node(event, line)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self.frames.pop()

    def _refuse_extras(self, event: yaml.NodeEvent, line: int) -> None:
        where = f"{self.file}:{line}"
        if event.anchor is not None:
            raise _Stop(f.YAML_ALIAS.at(where))
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise _Stop(f.YAML_TAG.at(where, tag=tag))
        if isinstance(event, yaml.ScalarEvent) and _UNWRITABLE.search(event.value):
            raise _Stop(f.YAML_BROKEN.at(where, problem=_("it holds a control character")))
        if len(self.frames) >= DEPTH_MAX:
            raise _Stop(f.YAML_DEEP.at(where, limit=DEPTH_MAX))

    def _node(self, event: yaml.NodeEvent, line: int) -> None:
        frame = self.frames[-1] if self.frames else None
        if frame and isinstance(frame.value, dict) and frame.key is None:
            self._key(frame, event, line)
            return
        path = self._place(frame, line)
        if isinstance(event, yaml.ScalarEvent):
            value: Json = _scalar(event)
        else:
            value = {} if isinstance(event, yaml.MappingStartEvent) else []
            assert isinstance(value, dict | list)
            self.frames.append(_Frame(value, path))
        if frame is None:
            self.root = value
        elif isinstance(frame.value, list):
            frame.value.append(value)
        else:
            frame.value[frame.key or ""] = value
            frame.key = None

    def _place(self, frame: _Frame | None, line: int) -> Path:
        if frame is None:
            path: Path = ()
        elif isinstance(frame.value, list):
            path = (*frame.path, len(frame.value))
        else:
            path = (*frame.path, frame.key or "")
        self.lines.setdefault(path, line)
        return path

    def _key(self, frame: _Frame, event: yaml.NodeEvent, line: int) -> None:
        where = f"{self.file}:{line}"
        if not isinstance(event, yaml.ScalarEvent):
            raise _Stop(f.YAML_KEY.at(where))
        key = event.value
        if key == "<<":
            raise _Stop(f.YAML_ALIAS.at(where))
        path = (*frame.path, key)
        assert isinstance(frame.value, dict)
        if key in frame.value and len(self.findings) < DUPLICATES_MAX:
            self.findings.append(f.YAML_DUPLICATE.at(where, key=key, first=self.lines[path]))
        frame.key = key
        self.lines.setdefault(path, line)


def _scalar(event: yaml.ScalarEvent) -> Json:
    text: str = event.value
    if not event.implicit[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _INTEGER.match(text) else text


def read(text: str, file: str) -> Reading:
    """Read one YAML text; what is wrong with it comes back as findings, never as an exception."""
    builder = _Builder(file)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except _Stop as stop:
        return Reading(None, builder.lines, [*builder.findings, stop.finding])
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
        return Reading(None, builder.lines, [f.YAML_BROKEN.at(f"{file}:{line}", problem=problem)])
    if builder.documents > 1:
        builder.findings.append(f.YAML_DOCUMENTS.at(f"{file}:1", count=builder.documents))
    return Reading(builder.root, builder.lines, builder.findings)
