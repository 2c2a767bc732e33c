"""The file in which a watcher keeps what it saw of a log, and beside it the evidence against one."""

import hashlib
from pathlib import Path
from typing import Final

import msgspec

from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.platform.home import home
from orepass.transparency.rules.note import parse_verifier_key
from orepass.transparency.rules.watching import Kept
from orepass.transparency.watching import Look

FILE_MAX: Final = 10_000_000


class KeyNeeded(Invalid):
    """A log is watched by its key, from the first look on."""

    code = "transparency.watch.key_needed"
    message = _("The key of the log is not known yet.")
    what_to_do = _("Give its public key once with --key; take it from somewhere else than the log itself.")


class OtherKey(Invalid):
    """The key given is not the one the log was watched by."""

    code = "transparency.watch.other_key"
    message = _("This log was watched by another key: {known}.")
    what_to_do = _("Find out why the key changed before you believe the new one; then keep it in a new file.")


class UnreadableState(Invalid):
    """The file of what was seen is none."""

    code = "transparency.watch.state"
    message = _("“{name}” does not hold what was seen of a log.")
    what_to_do = _("Name another file; with a new one, everything on the log is new.")


def kept_file(source: str, names: tuple[str, ...]) -> Path:
    """Return where this home keeps what was seen of a source about some names."""
    named = hashlib.sha256("\n".join((source, *names)).encode()).hexdigest()[:16]
    return home() / "watched" / f"{named}.json"


def read_kept(file: Path, *, key: str) -> Kept:
    """Return what was seen before; at the first look, nothing but the key.

    Raises:
        KeyNeeded: nothing was kept and no key is given.
        OtherKey: the key given is not the kept one.
        UnreadableState: the file holds something else.
        BadVerifierKey: the key given is none.
    """
    given = str(parse_verifier_key(key)) if key else ""
    if not file.is_file():
        if not given:
            raise KeyNeeded
        return Kept(given)
    try:
        kept = msgspec.json.decode(file.read_bytes()[: FILE_MAX + 1], type=Kept)
    except (OSError, msgspec.MsgspecError, UnicodeError, RecursionError):
        raise UnreadableState(name=str(file)[:200]) from None
    if given and given != kept.key:
        raise OtherKey(known=kept.key)
    return kept


def write_kept(file: Path, look: Look) -> Path:
    """Keep a sound look as the last one; of another, keep the evidence beside it. Return the file written."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if look.is_sound:
        new = file.with_name(f".{file.name}.new")
        new.write_bytes(msgspec.json.format(msgspec.json.encode(look.kept)))
        return new.replace(file)
    if not look.evidence:
        return file
    text = "\n".join(look.evidence)
    beside = file.with_name(f"{file.stem}.evidence-{hashlib.sha256(text.encode()).hexdigest()[:12]}.txt")
    beside.write_text(text, encoding="utf-8")
    return beside
