"""Which requirement of a later edition is which of the earlier one.

First those that kept identifier and words, then those that kept their words under another identifier (moved), then
those that kept their identifier. A renumbered subject is so told as moved, not as rewritten line by line. Two of the
same words are taken in the order of their identifiers, so that the pairs are the same in both directions.
"""

from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple

from orepass.scheme.rules.model import Pack, Requirement, told


class Pair(NamedTuple):
    """A requirement in both editions; nothing where it came or went."""

    old: Requirement | None
    new: Requirement | None

    @property
    def moved(self) -> bool:
        """Say whether it stands under another identifier."""
        return self.old is not None and self.new is not None and self.old.id != self.new.id


def words_of(requirement: Requirement) -> str:
    """Return what a requirement says, whatever its spaces and capitals."""
    return " ".join(told(requirement.statement).casefold().split())


def pairs(old: Pack, new: Pack) -> list[Pair]:
    """Pair the requirements of two editions: in the order of the later one, gone ones after them."""
    left, right = _requirements(old), _requirements(new)
    keys: tuple[Callable[[Requirement], Hashable], ...] = (
        lambda one: (one.id, words_of(one)),
        lambda one: (one.standard, words_of(one)),
        words_of,
        lambda one: one.id,
    )
    found: dict[str, Pair] = {}
    for key in keys:
        for one, two in _matched(left, right, key):
            found[two.id] = Pair(one, two)
            del left[one.id], right[two.id]
    found |= {one.id: Pair(None, one) for one in right.values()}
    ordered = [found[name] for name in _requirements(new)]
    return [*ordered, *(Pair(one, None) for one in left.values())]


def _requirements(pack: Pack) -> dict[str, Requirement]:
    return {one.id: one for standard in pack.standards for one in standard.requirements}


def _matched(
    left: dict[str, Requirement], right: dict[str, Requirement], key: Callable[[Requirement], Hashable]
) -> list[tuple[Requirement, Requirement]]:
    olds, news = _grouped(left.values(), key), _grouped(right.values(), key)
    return [pair for name, group in olds.items() for pair in zip(group, news.get(name, []), strict=False)]


def _grouped(
    requirements: Iterable[Requirement], key: Callable[[Requirement], Hashable]
) -> dict[Hashable, list[Requirement]]:
    grouped: dict[Hashable, list[Requirement]] = {}
    for one in sorted(requirements, key=lambda found: found.id):
        grouped.setdefault(key(one), []).append(one)
    return grouped
