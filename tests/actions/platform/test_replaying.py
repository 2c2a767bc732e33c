"""Rooms offer what can be recomputed; the answer is equal, different with its place, or undeterminable with why."""

from collections.abc import Iterator, Mapping

import msgspec
import pytest

from orepass.kernel.kept import keep
from orepass.kernel.refusal import NotFound
from orepass.platform import replaying
from orepass.platform.access import STRANGER, Actor
from orepass.platform.replaying import EVERYONE, Replayed, Result, compared, replay_kept
from orepass.register.rulebook import MODULES

assert MODULES, "importing the book declares the rules"
KIND = "test.thing.value"
TAKEN = {"percent": "group.member_compliance_share"}
KEPT = keep(
    "group-keeps-right",
    {"members": 10, "compliant": 8, "percent": 80},
    pack_digest="d",
    standard="ASM",
    parameters=TAKEN,
)[1]
COLUMN = msgspec.to_builtins(KEPT)


def pack_values(digest: str, standard: str) -> Mapping[str, object]:
    assert (digest, standard) == ("d", "ASM")
    return {"group.member_compliance_share": 80}


def places(found: Replayed) -> list[str]:
    return [difference.where for difference in found.differences]


def test_a_kept_value_is_equal_with_the_schemes_number_and_its_own_column() -> None:
    found = replay_kept(KIND, "x", COLUMN, value=True, pack_values=pack_values, readers=("org-A",))
    assert (found.result, found.readers) == (Result.EQUAL, ("org-A",))


def test_each_altered_place_shows() -> None:
    assert places(replay_kept(KIND, "x", COLUMN, value=False, pack_values=pack_values)) == ["column"]
    assert places(replay_kept(KIND, "x", COLUMN)) == ["inputs.percent"]
    assert places(replay_kept(KIND, "x", COLUMN | {"value": "false"}, pack_values=pack_values)) == ["seal", "value"]
    assert places(replay_kept(KIND, "x", {"value": 3})) == ["computed"]


def test_an_edition_that_cannot_be_had_leaves_it_undeterminable() -> None:
    def missing(_digest: str, _standard: str) -> Mapping[str, object]:
        raise NotFound(what="d")

    found = replay_kept(KIND, "x", COLUMN, pack_values=missing)
    assert (found.result, found.reason) == (
        Result.UNDETERMINABLE,
        "platform.not_found: There is nothing here under “d”.",
    )

    def refused() -> Mapping[str, object]:
        raise NotFound(what="d")

    assert compared(KIND, "x", {"a": 1}, refused).result is Result.UNDETERMINABLE


def test_stored_and_computed_are_compared_place_by_place() -> None:
    found = compared(KIND, "x", {"a": 1, "b": "5/2", "c": [1]}, lambda: {"a": 2, "b": "2.50", "c": [1]})
    assert [(one.where, one.stored, one.computed) for one in found.differences] == [("a", "1", "2")]


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Replayed]]:
    """Offer some things of a kind, and nothing else."""
    things: list[Replayed] = []
    monkeypatch.setattr(replaying, "_offers", {})

    @replaying.replays(KIND)
    def offer(about: str) -> list[Replayed]:
        if about == "broken":
            raise NotFound(what=about)
        return [thing for thing in things if about in {"", thing.id}]

    yield things
    assert offer("") == things


def thing(name: str, *readers: str) -> Replayed:
    return Replayed(id=name, kind=KIND, result=Result.EQUAL, readers=readers)


def test_everything_or_one_thing_is_recomputed(offered: list[Replayed]) -> None:
    offered += [thing("one"), thing("two")]
    assert [found.id for found in replaying.replay_all()] == ["one", "two"]
    assert [found.id for found in replaying.replay("two")] == ["two"]
    with pytest.raises(NotFound):
        replaying.replay("three")
    assert replaying.replay("broken")[0].result is Result.UNDETERMINABLE
    assert replaying.kinds() == [KIND]
    assert replaying.shown(offered[0])["result"] == "equal"


def test_readers_see_their_own_and_everybody_what_is_public(offered: list[Replayed]) -> None:
    offered += [thing("own", "org-A"), thing("open", *EVERYONE)]
    assert [one.id for one in replaying.replay_for(Actor("per-1", "org-A"), "own")] == ["own"]
    assert [one.id for one in replaying.replay_for(STRANGER, "open")] == ["open"]
    with pytest.raises(NotFound):
        replaying.replay_for(Actor("per-1", "org-B"), "own")


def test_a_kind_is_offered_once(offered: list[Replayed]) -> None:
    with pytest.raises(AssertionError, match="two rooms replay"):
        replaying.replays(KIND)(lambda _about: offered)
