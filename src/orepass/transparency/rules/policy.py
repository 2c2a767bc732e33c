"""Which logs are believed, and how many witnesses must have cosigned a checkpoint (C2SP tlog-policy).

A policy is a file of lines: ``log KEY``, ``witness NAME KEY``, ``group NAME K|any|all MEMBER…``, ``quorum NAME``. Each
name is a member of one group at most, so that no witness counts twice.
"""

import re
from typing import Final

import msgspec

from orepass.kernel.check import Check, failed, not_checked, passed, undetermined
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.transparency.rules.cosignature import cosigned_at, parse_witness_key
from orepass.transparency.rules.note import BadNote, BadVerifierKey, VerifierKey, parse_verifier_key

NONE: Final = "none"
LINES_MAX: Final = 1_000
WITNESSES: Final = "witnesses"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_COUNT = re.compile(r"[1-9][0-9]{0,3}\Z")
_URL_AT = {"log": 2, "witness": 3}


class BadPolicy(Invalid):
    """The text is not a policy."""

    code = "transparency.policy.invalid"
    message = _("This is not a policy of witnesses: line {line}, {reason}.")
    what_to_do = _("Write one “log”, “witness”, “group” or “quorum” per line, names before their use, one quorum.")


class Group(msgspec.Struct, frozen=True):
    """How many of some witnesses and groups must agree."""

    needed: int
    members: tuple[str, ...]


class Policy(msgspec.Struct, frozen=True):
    """The logs and witnesses known, and the name of the witness or group that must have cosigned."""

    logs: tuple[VerifierKey, ...]
    witnesses: dict[str, VerifierKey]
    groups: dict[str, Group]
    quorum: str

    def log_of(self, origin: str) -> VerifierKey | None:
        """Return the key of the log with an origin."""
        return next((key for key in self.logs if key.name == origin), None)

    def agrees(self, cosigned: set[str]) -> bool:
        """Say whether the witnesses that cosigned make up the quorum."""
        return self._counts(self.quorum, cosigned)

    def _counts(self, name: str, cosigned: set[str]) -> bool:
        if name == NONE or name in cosigned:
            return True
        group = self.groups.get(name)
        return group is not None and sum(self._counts(each, cosigned) for each in group.members) >= group.needed


def parse_policy(text: str) -> Policy:
    """Read a policy file.

    Raises:
        BadPolicy: an unknown line, a name used before it is defined or twice, a key given twice, not one quorum.
    """
    reading = _Reading()
    lines = text.split("\n")
    if len(lines) > LINES_MAX:
        raise BadPolicy(line=LINES_MAX, reason="it has too many lines")
    for number, line in enumerate(lines, start=1):
        words = [word for word in re.split(r"[ \t]+", line) if word]
        if not words or words[0].startswith("#"):
            continue
        try:
            reading.take(line, words)
        except (ValueError, BadVerifierKey) as error:
            raise BadPolicy(line=number, reason=str(error).rstrip(".")) from None
    if not reading.quorum:
        raise BadPolicy(line=len(lines), reason="there is no quorum")
    return Policy(tuple(reading.logs), reading.witnesses, reading.groups, reading.quorum)


def witnessed(note: str, policy: Policy) -> Check:
    """Check that the witnesses of a policy cosigned a checkpoint; a wrong cosignature of one of them spoils it."""
    if policy.quorum == NONE:
        return not_checked(WITNESSES, _("The policy asks for no witness."))
    try:
        cosigned = {name for name, key in policy.witnesses.items() if cosigned_at(note, key) is not None}
    except BadNote as bad:
        return failed(WITNESSES, _("A cosignature is wrong: {reason}."), reason=bad.params["reason"])
    names = ", ".join(sorted(cosigned)) or "—"
    if policy.agrees(cosigned):
        return passed(WITNESSES, _("Cosigned by {witnesses}."), witnesses=names)
    return undetermined(WITNESSES, _("Cosigned by {witnesses}: not as many as the policy asks for."), witnesses=names)


class _Reading:
    """A policy half read."""

    def __init__(self) -> None:
        self.logs: list[VerifierKey] = []
        self.witnesses: dict[str, VerifierKey] = {}
        self.groups: dict[str, Group] = {}
        self.quorum = ""
        self._used: set[str] = set()

    def take(self, line: str, words: list[str]) -> None:
        if _CONTROL.search(line):
            raise ValueError("it has control characters")
        kind, rest = words[0], words[1:]
        steps = {"log": self._log, "witness": self._witness, "group": self._group, "quorum": self._quorum}
        if kind not in steps:
            raise ValueError(f"“{kind[:20]}” is not understood")
        if not rest or len(words) > _URL_AT.get(kind, len(words)) + 1:
            raise ValueError("it has not the words it should have")
        steps[kind](rest)

    def _log(self, words: list[str]) -> None:
        key = parse_verifier_key(words[0])
        if any(key.public == known.public for known in self.logs):
            raise ValueError("the log is named twice")
        self.logs.append(key)

    def _witness(self, words: list[str]) -> None:
        name, key = self._new(words[0]), parse_witness_key(words[1] if len(words) > 1 else "")
        if any(key.public == known.public for known in self.witnesses.values()):
            raise ValueError("the key of the witness is named twice")
        self.witnesses[name] = key

    def _group(self, words: list[str]) -> None:
        name, members = self._new(words[0]), tuple(words[2:])
        wanted = {"any": "1", "all": str(len(members))}.get(words[1] if len(words) > 1 else "", "")
        count = wanted or (words[1] if len(words) > 1 else "")
        if not _COUNT.match(count) or int(count) > len(members):
            raise ValueError("a group needs at least one and at most all of its members")
        for member in members:
            if member in self._used or not self._defined(member):
                raise ValueError(f"“{member[:40]}” is not defined before, or already a member")
            self._used.add(member)
        self.groups[name] = Group(int(count), members)

    def _quorum(self, words: list[str]) -> None:
        if self.quorum or len(words) > 1:
            raise ValueError("there is one quorum of one name")
        if words[0] != NONE and not self._defined(words[0]):
            raise ValueError(f"“{words[0][:40]}” is not defined before")
        self.quorum = words[0]

    def _defined(self, name: str) -> bool:
        return name in self.witnesses or name in self.groups

    def _new(self, name: str) -> str:
        if name == NONE or self._defined(name):
            raise ValueError(f"“{name[:40]}” is already defined")
        return name
