"""Classes that are told under several names: an event is read as if it had named each by the one that is known.

What was told stays as it came; only what it does to lots is told of one lot.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from orepass.custody.rules.epcis.spelling import class_key, normal_form
from orepass.custody.rules.happening import Event, Portion


def one_name_in(events: Iterable[Event], known: Mapping[str, str], there: Iterable[str] = ()) -> dict[str, str]:
    """Return by name the other name by which events tell of classes: the one known before, or told first among them.

    Args:
        events: the events of a document.
        known: names of classes, with the name under which each is known.
        there: names that are known themselves, and stay.
    """
    found = dict(known)
    first: dict[str, str] = {}
    for name in [*there, *(uri for event in sorted(events, key=lambda one: one.happened_at) for uri in event.lots)]:
        key = class_key(name)
        if key and name not in found:
            one = first.setdefault(key, name) if normal_form(name) == name else first.get(key, name)
            if one != name and name not in there:
                found[name] = one
    return found


def renamed(event: Event, names: Mapping[str, str]) -> Event:
    """Return an event that names its lots by the names they have."""
    if not any(uri in names for uri in event.lots):
        return event
    return msgspec.structs.replace(
        event,
        used=_renamed(event.used, names),
        begun=_renamed(event.begun, names),
        touched=_renamed(event.touched, names),
        parent=names.get(event.parent, event.parent),
    )


def _renamed(portions: Sequence[Portion], names: Mapping[str, str]) -> tuple[Portion, ...]:
    return tuple(
        msgspec.structs.replace(portion, uri=names[portion.uri]) if portion.uri in names else portion
        for portion in portions
    )
