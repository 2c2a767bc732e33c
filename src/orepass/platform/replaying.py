"""Recompute what is stored: each room offers its own decisions here, ``orepass replay`` and the pages ask for all.

A room writes its offers in its module ``replays``, which is imported when the application starts:

    @replays("fees.plan")
    def plans(about: str) -> Iterator[Replayed]:
        for row in …:
            yield replay_kept("fees.plan", row.pk, row.computed, readers=(row.organisation_id,))

``about`` names one thing, or the file it belongs to; empty means everything.
"""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any, Final

import msgspec

from orepass.kernel.kept import Difference, Kept, exact, recomputed, same
from orepass.kernel.refusal import NotFound, Refusal
from orepass.platform.access import Actor

EVERYONE: Final = ("*",)


class Result(StrEnum):
    """What recomputing showed."""

    EQUAL = "equal"
    DIFFERENT = "different"
    UNDETERMINABLE = "undeterminable"


class Replayed(msgspec.Struct, frozen=True, kw_only=True):
    """One stored decision after recomputing it.

    ``readers`` are the organisations that may see it; :data:`EVERYONE` for what is public.
    """

    id: str
    kind: str
    result: Result
    differences: tuple[Difference, ...] = ()
    reason: str = ""
    readers: tuple[str, ...] = ()


type Replay = Callable[[str], Iterable[Replayed]]

_offers: Final[dict[str, Replay]] = {}


def replays(kind: str) -> Callable[[Replay], Replay]:
    """Offer a function that recomputes every stored thing of a kind that an identifier is about."""

    def offer(function: Replay) -> Replay:
        assert kind not in _offers, f"two rooms replay {kind}"
        _offers[kind] = function
        return function

    return offer


def kinds() -> list[str]:
    """Return the kinds of decisions that can be replayed."""
    return sorted(_offers)


def replay(about: str) -> list[Replayed]:
    """Recompute everything that an identifier is about.

    Raises:
        NotFound: nothing that can be recomputed is about it.
    """
    found = [one for kind in kinds() for one in _of_kind(kind, about)]
    if not found:
        raise NotFound(where="id", what=about[:80])
    return found


def replay_all() -> list[Replayed]:
    """Recompute everything that is stored."""
    return [one for kind in kinds() for one in _of_kind(kind, "")]


def _of_kind(kind: str, about: str) -> list[Replayed]:
    """Recompute one kind; when its rows cannot even be read, that is said instead of everything else."""
    try:
        return list(_offers[kind](about))
    except Refusal as refused:
        return [_undeterminable(kind, about or "*", refused, ())]


def replay_for(actor: Actor, about: str) -> list[Replayed]:
    """Recompute what an identifier is about, as far as the actor may see it.

    Raises:
        NotFound: nothing, or nothing that the actor may see.
    """
    seen = [
        one for one in replay(about) if one.readers == EVERYONE or any(actor.is_in(reader) for reader in one.readers)
    ]
    if not seen:
        raise NotFound(where="id", what=about[:80])
    return seen


def shown(one: Replayed) -> dict[str, object]:
    """Return what commands and the API print of a decision that was recomputed."""
    return {
        "id": one.id,
        "kind": one.kind,
        "result": one.result,
        "differences": one.differences,
        "reason": one.reason,
    }


def compared(
    kind: str,
    identifier: str,
    stored: Mapping[str, object],
    compute: Callable[[], Mapping[str, object]],
    *,
    readers: tuple[str, ...] = (),
) -> Replayed:
    """Compare stored values with what they come to now, place by place; a refusal leaves it undeterminable."""
    try:
        again = compute()
    except Refusal as refused:
        return _undeterminable(kind, identifier, refused, readers)
    return judged(
        kind,
        identifier,
        (
            Difference(where=where, stored=exact(value), computed=exact(again.get(where)))
            for where, value in stored.items()
            if not same(exact(value), exact(again.get(where)))
        ),
        readers=readers,
    )


def judged(kind: str, identifier: str, differences: Iterable[Difference], *, readers: tuple[str, ...] = ()) -> Replayed:
    """Return equal when there is no difference."""
    found = tuple(differences)
    result = Result.DIFFERENT if found else Result.EQUAL
    return Replayed(id=identifier, kind=kind, result=result, differences=found, readers=readers)


def replay_kept(
    kind: str,
    identifier: str,
    kept: Mapping[str, Any],
    *,
    value: object = ...,
    pack_values: Callable[[str, str], Mapping[str, Any]] | None = None,
    readers: tuple[str, ...] = (),
) -> Replayed:
    """Recompute a value kept as the JSON of a `Kept`.

    ``value`` is the same value in a column of its own, when there is one. ``pack_values`` reads the scheme's values by
    path (`scheme.queries.parameters_by_digest`); it is needed when the value names inputs taken from the scheme.
    """
    try:
        found = msgspec.convert(kept, Kept)
        values = pack_values(found.pack_digest, found.standard) if found.parameters and pack_values else None
        differences = recomputed(found, values)
    except msgspec.ValidationError as error:
        unread = Difference(where="computed", stored=str(error)[:200], computed="a kept value")
        return judged(kind, identifier, [unread], readers=readers)
    except Refusal as refused:
        return _undeterminable(kind, identifier, refused, readers)
    if value is not ... and not same(found.value, exact(value)):
        differences.append(Difference(where="column", stored=exact(value), computed=found.value))
    return judged(kind, identifier, differences, readers=readers)


def _undeterminable(kind: str, identifier: str, refused: Refusal, readers: tuple[str, ...]) -> Replayed:
    return Replayed(
        id=identifier,
        kind=kind,
        result=Result.UNDETERMINABLE,
        reason=f"{refused.code}: {refused}"[:300],
        readers=readers,
    )
