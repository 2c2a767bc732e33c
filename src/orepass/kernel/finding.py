"""Findings are values: what is wrong with some data, where, and what to do about it.

A run reports every finding it can make and goes on; it never stops at the first. Each kind of finding is declared once,
beside the rule that makes it, and collects itself into a catalogue from which the reference documentation is generated.
"""

from enum import StrEnum
from typing import ClassVar

import msgspec

from orepass.kernel.text import Said, fill


class Severity(StrEnum):
    """How bad a finding is: an *error* fails a check, a *warning* asks a person, a *note* only informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing found in one place.

    Attributes:
        code: stable dotted name, ``room.thing.what``.
        message: what was found, already filled in, in English.
        where: a JSON pointer, a row and column, an event number or an identifier.
        what_to_do: the way out.
        params: the values behind the placeholders, for translation.
    """

    code: str
    severity: Severity
    message: str
    where: str = ""
    what_to_do: str = ""
    params: dict[str, str] = {}

    def summary(self) -> dict[str, str]:
        """Return what was found and where, as an answer of a door tells it."""
        return {"code": self.code, "severity": self.severity, "message": self.message, "where": self.where}

    @property
    def said(self) -> Said:
        """Return the message with its template, for the workings of a computed value."""
        return Said.of(FindingKind.catalogue[self.code].message, self.params)


class FindingKind:
    """The declaration of one kind of finding; call :meth:`at` to make one."""

    catalogue: ClassVar[dict[str, "FindingKind"]] = {}

    def __init__(self, code: str, severity: Severity, message: str, *, what_to_do: str = "") -> None:
        """Declare a kind once; a second declaration of the same code is a bug."""
        assert code not in self.catalogue, f"finding code declared twice: {code}"
        self.code = code
        self.severity = severity
        self.message = message
        self.what_to_do = what_to_do
        self.catalogue[code] = self

    def at(self, where: str = "", **params: object) -> Finding:
        """Make a finding of this kind at one place."""
        return Finding(
            code=self.code,
            severity=self.severity,
            message=fill(self.message, params),
            where=where,
            what_to_do=fill(self.what_to_do, params),
            params={name: str(value) for name, value in params.items()},
        )


def has_errors(findings: list[Finding]) -> bool:
    """Say whether any finding is an error (exit code 1 of a command, a refused capture)."""
    return any(finding.severity is Severity.ERROR for finding in findings)
