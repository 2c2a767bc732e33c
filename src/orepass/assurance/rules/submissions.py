"""Submissions of a form, as ODK Central and KoboToolbox hand them out: one instance as XML, or many as JSON or CSV.

Whatever the system puts before a question's name (its groups, with any separator) is passed over. What a submission
says of itself, its instance and the digest of the edition it was answered under, comes along.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any, Final
from xml.parsers import expat

import msgspec

from orepass.assurance.rules.asking import Asked
from orepass.assurance.rules.filled import Entry
from orepass.assurance.rules.xlsform import AUDIO, BY, NOTE, PHOTO, PICTURE, VOICE, names_in
from orepass.kernel.digest import digest
from orepass.kernel.nesting import is_too_deep
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _

BYTES_MAX: Final = 16 * 2**20
INSTANCES_MAX: Final = 2_000
FIELDS_MAX: Final = 5_000
DEPTH_MAX: Final = 20
INSTANCE_MAX: Final = 80
_LAST: Final = re.compile(r"[^A-Za-z0-9_]")
_IDENTIFIERS: Final = ("instanceID", "__id", "KEY", "_uuid", "rootUuid")
_LISTS: Final = ("value", "results")


class SubmissionsUnreadable(Invalid):
    """The file is no submission that can be read."""

    code = "assurance.submissions.unreadable"
    message = _("The submissions cannot be read: {reason}.")
    what_to_do = _("Send one submission as XML, or the export of the form as JSON or CSV in UTF-8.")


class SubmissionsTooMany(Invalid):
    """There is more in the file than is taken at once."""

    code = "assurance.submissions.too_many"
    message = _("The file holds more than is taken at once: {reason}.")
    what_to_do = _("Export fewer submissions at a time, and the form without media.")


class Instance(msgspec.Struct, frozen=True, kw_only=True):
    """One submission: which it is, what it was answered under, and its fields by name."""

    instance: str
    where: str
    fields: dict[str, str]

    def said(self, name: str) -> str:
        """Return a field."""
        return self.fields.get(name, "")


def read(data: bytes) -> list[Instance]:
    """Return the submissions of a file.

    Raises:
        SubmissionsUnreadable: it is none of the three formats, or a submission has no identifier.
        SubmissionsTooMany: it is larger than any honest export.
    """
    if len(data) > BYTES_MAX:
        raise SubmissionsTooMany(reason=f"more than {BYTES_MAX} bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SubmissionsUnreadable(reason=f"not UTF-8 at byte {error.start}") from None
    start = text.lstrip()[:1]
    found = _xml(text) if start == "<" else _json(text) if start and start in "{[" else _csv(text)
    instances: list[Instance] = []
    for where, fields in found:
        if len(instances) >= INSTANCES_MAX:
            raise SubmissionsTooMany(reason=f"more than {INSTANCES_MAX} submissions")
        instances.append(_instance(where, fields))
    return instances


def _instance(where: str, fields: dict[str, str]) -> Instance:
    given = next((fields[name] for name in _IDENTIFIERS if fields.get(name)), "")
    identifier = given.strip().removeprefix("uuid:")
    if not identifier or len(identifier) > INSTANCE_MAX:
        raise SubmissionsUnreadable(where=where, reason=f"{where} has no usable instanceID")
    return Instance(instance=identifier, where=where, fields=fields)


def entries(instance: Instance, asked: Asked) -> list[Entry]:
    """Return the answers of a submission, those of questions that were not reached left out."""
    names = names_in(asked)
    found: list[Entry] = []
    for name, requirement in names.items():
        parts = {part: instance.said(name + part) for part in ("", BY, NOTE, PHOTO, VOICE)}
        if not any(parts.values()):
            continue
        shown_by = parts[BY] or (PICTURE if parts[PHOTO] else AUDIO if parts[VOICE] else "")
        evidence = "\n".join(filter(None, (parts[PHOTO], parts[VOICE])))
        place = f"{instance.where}, {name}"
        found.append(Entry(requirement, parts[""], shown_by, evidence, parts[NOTE], lambda _key, at=place: at))  # type: ignore[misc]
    return found


def content(found: list[Entry]) -> str:
    """Return the digest of the answers of a submission, so that an edited one is told from the same one again.

    What the collecting system adds and changes by itself, such as the state of its own review, does not count.
    """
    return digest({each.requirement: [each.answer, each.shown_by, each.evidence, each.note] for each in found})


def _last(key: str) -> str:
    """Return the name at the end of a path of groups, whatever separates them."""
    return _LAST.split(key)[-1] if not key.startswith("_") else key


def _csv(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    if "\x00" in text:
        raise SubmissionsUnreadable(reason="it is a binary file")
    first = text.split("\n", 1)[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    try:
        rows = csv.DictReader(io.StringIO(text, newline=""), strict=True, delimiter=separator)
        if len(rows.fieldnames or ()) > FIELDS_MAX:
            raise SubmissionsTooMany(reason=f"more than {FIELDS_MAX} columns")
        for row in rows:
            if None in row:
                raise SubmissionsUnreadable(reason=f"row {rows.line_num} has more cells than headings")
            yield f"row {rows.line_num}", {_last(key): value or "" for key, value in row.items() if value}
    except csv.Error as error:
        raise SubmissionsUnreadable(reason=str(error)) from None


def _json(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    if is_too_deep(text):
        raise SubmissionsUnreadable(reason="it is nested too deeply")
    try:
        found: Any = json.loads(text)
    except (ValueError, RecursionError):
        raise SubmissionsUnreadable(reason=_("it begins like JSON and is none that can be read")) from None
    if isinstance(found, dict):
        found = next((found[name] for name in _LISTS if isinstance(found.get(name), list)), [found])
    for at, one in enumerate(found, 1):
        if not isinstance(one, dict):
            raise SubmissionsUnreadable(reason=f"entry {at} is no submission")
        fields: dict[str, str] = {}
        _flatten(one, fields, 0)
        yield f"submission {at}", fields


def _flatten(tree: dict[str, Any], fields: dict[str, str], depth: int) -> None:
    """Take the questions out of their groups; lists (repeats, attachments) hold no question of ours."""
    if depth > DEPTH_MAX or len(fields) > FIELDS_MAX:
        raise SubmissionsTooMany(reason=f"more than {FIELDS_MAX} fields, or groups within groups without an end")
    for key, value in tree.items():
        if isinstance(value, dict):
            _flatten(value, fields, depth + 1)
        elif isinstance(value, str | int) and not isinstance(value, bool):
            fields[_last(key)] = str(value)


class _Tree:
    """Gathers the texts of the innermost elements; a document type is refused before it can define anything."""

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}
        self.open: list[tuple[str, list[str]]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.open) > DEPTH_MAX or len(self.fields) > FIELDS_MAX:
            raise SubmissionsTooMany(reason=f"more than {FIELDS_MAX} fields, or groups within groups without an end")
        if not self.open and attributes.get("instanceID"):
            self.fields["instanceID"] = attributes["instanceID"]
        self.open.append((name.rpartition(":")[2], []))

    def text(self, said: str) -> None:
        self.open[-1][1].append(said)

    def end(self, _name: str) -> None:
        name, parts = self.open.pop()
        said = "".join(parts).strip()
        if said:
            self.fields[name] = said

    def doctype(self, *_parts: object) -> None:
        raise SubmissionsUnreadable(reason="it declares a document type")


def _xml(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    tree = _Tree()
    parser = expat.ParserCreate()
    parser.StartElementHandler = tree.start
    parser.EndElementHandler = tree.end
    parser.CharacterDataHandler = tree.text
    parser.StartDoctypeDeclHandler = tree.doctype
    try:
        parser.Parse(text.encode(), True)  # noqa: FBT003 - expat takes it by position
    except expat.ExpatError as error:
        raise SubmissionsUnreadable(reason=f"line {error.lineno}: {expat.ErrorString(error.code)}") from None
    yield "the submission", tree.fields
