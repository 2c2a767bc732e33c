"""Who had a lot, from hand to hand (S3:1359-63): custody is ownership and control, proof is that every hand is named.

Owner and possessor may differ: a carrier or a warehouse has what belongs to somebody else.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from orepass.custody.rules.epcis.reading import Json
from orepass.kernel.text import marked as _
from orepass.kernel.verdict import Unknown, Verdict, all_of, no, unknown, yes

_TYPES = {"owning_party": "owner", "possessing_party": "possessor"}


class Hands(msgspec.Struct, frozen=True, kw_only=True):
    """Whose a lot is, and who has it; empty where nobody is named."""

    owner: str = ""
    possessor: str = ""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One event in which a lot changes hands, as one side tells it."""

    at: datetime
    sent: bool
    given: Hands
    taken: Hands
    place: str = ""


class Transfer(msgspec.Struct, frozen=True, kw_only=True):
    """A hand-over: from whose hands into whose, where, and whether both sides tell of it."""

    at: datetime
    given: Hands
    taken: Hands
    place: str
    both_sides: bool


class Custody(msgspec.Struct, frozen=True, kw_only=True):
    """Whose a lot is now, who has it, every transfer, and whether the way is proven from hand to hand."""

    now: Hands
    proven: Verdict
    transfers: tuple[Transfer, ...]


def hands_in(event: Mapping[str, Json], side: str) -> Hands:
    """Return the owner and the possessor that an event names in ``source`` or ``destination``."""
    found: dict[str, str] = {}
    for part in event.get(f"{side}List", ()):
        kind = str(part.get("type", "")).rpartition("SDT-")[2].rpartition(":")[2]
        if kind in _TYPES:
            found[_TYPES[kind]] = str(part.get(side, ""))
    return Hands(**found)


def custody_of(began: str, told: Iterable[Told], *, in_parts: bool = False) -> Custody:
    """Follow a lot from whoever had it when it began.

    Args:
        began: who had it then; empty where nobody recorded that.
        told: the events in which it changed hands, in the order of the journal.
        in_parts: parts of it went different ways, so that there is no one pair of hands before each.
    """
    now = Hands(owner=began, possessor=began)
    verdicts = [yes() if began else unknown(Unknown.MISSING, _("nobody recorded where it began"))]
    transfers: list[Transfer] = []
    for one in told:
        other_side = None if one.sent else next((at for at, gone in enumerate(transfers) if _same(gone, one)), None)
        if other_side is not None:
            transfers[other_side] = msgspec.structs.replace(transfers[other_side], both_sides=True)
            continue
        verdicts += _faults(now if not in_parts else Hands(), one)
        now = _after(now, one.taken)
        transfers.append(Transfer(at=one.at, given=one.given, taken=one.taken, place=one.place, both_sides=False))
    for waiting in (one for one in transfers if not one.both_sides):
        day = str(waiting.at.date())
        verdicts.append(unknown(Unknown.MISSING, _("only one side tells of the transfer of {day}").format(day=day)))
    return Custody(now=now, proven=all_of(verdicts), transfers=tuple(transfers))


def _same(before: Transfer, told: Told) -> bool:
    return not before.both_sides and (before.given, before.taken) == (told.given, told.taken)


def _after(now: Hands, taken: Hands) -> Hands:
    owner = taken.owner or now.owner
    return Hands(owner=owner, possessor=taken.possessor or taken.owner or now.possessor)


def _faults(now: Hands, told: Told) -> list[Verdict]:
    day = str(told.at.date())
    found = [
        no(text.format(day=day))
        for hands, text in (
            (told.given, _("nobody is named who gave it away on {day}")),
            (told.taken, _("nobody is named who took it on {day}")),
        )
        if not (hands.owner or hands.possessor)
    ]
    if not told.place:
        found.append(no(_("nobody says where it was handed over on {day}").format(day=day)))
    had = {"owner": now.owner, "possessor": now.possessor}
    gave = {"owner": told.given.owner, "possessor": told.given.possessor}
    if any(had[kind] and gave[kind] and had[kind] != gave[kind] for kind in had):
        found.append(no(_("on {day} it was given away by somebody else than whoever had it").format(day=day)))
    return found
