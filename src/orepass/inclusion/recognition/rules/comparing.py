"""Compare two standards requirement by requirement: what of ours theirs covers, touches, or leaves open.

Where somebody wrote a recognition table, each line of it counts as far as its weakest link. Where nobody did, only the
frameworks that both name are left: that two requirements serve the same topic is our reading, it is no recognition and
it spares nobody a visit. What shares no topic is not comparable by what is known.
"""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import Final

import msgspec

from orepass.inclusion.recognition.rules.claim import Line
from orepass.inclusion.recognition.rules.credit import Credit

TOUCHING_MAX: Final = 4
"""At most so many of theirs are named as touching one of ours; the rest is counted."""


class Basis(StrEnum):
    """What a comparison rests on."""

    AGREEMENT = "agreement"
    TABLE = "table"
    TOPICS = "topics"


class Standing(StrEnum):
    """How one requirement of ours stands to theirs; the first two rest on a table, the next on topics alone."""

    COVERED = "covered"
    PARTLY = "partly"
    TOUCHES = "touches"
    OPEN = "open"
    APART = "apart"


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """One requirement of ours: how it stands, by which of theirs, over which topics, and why."""

    requirement: str
    core: bool
    standing: Standing
    theirs: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    coverage: str = ""
    why: tuple[str, ...] = ()


class Ours(msgspec.Struct, frozen=True, kw_only=True):
    """One requirement of ours as a comparison looks at it."""

    requirement: str
    core: bool
    topics: Collection[str]


_BY_CREDIT: Final = {Credit.CREDITED: Standing.COVERED, Credit.PARTLY: Standing.PARTLY}


def compare(
    ours: Sequence[Ours], theirs: Mapping[str, Collection[str]], lines: Sequence[Line] | None
) -> tuple[Compared, ...]:
    """Compare every requirement of ours with theirs, given by their topics, and the lines of a table if any."""
    by_name = {line.requirement: line for line in lines or ()}
    return tuple(_compared(one, theirs, by_name.get(one.requirement), tabled=lines is not None) for one in ours)


def _compared(one: Ours, theirs: Mapping[str, Collection[str]], line: Line | None, *, tabled: bool) -> Compared:
    topics = set(one.topics)
    touching = [name for name, codes in theirs.items() if topics & set(codes)]
    shared = tuple(sorted({code for name in touching for code in theirs[name]} & topics))
    if line is not None and line.theirs:
        return Compared(
            requirement=one.requirement,
            core=one.core,
            standing=_BY_CREDIT.get(line.credit, Standing.OPEN),
            theirs=(line.theirs,),
            coverage=f"{line.coverage.normalize():f}",
            why=line.why,
        )
    bare = Standing.OPEN if tabled else Standing.APART
    return Compared(
        requirement=one.requirement,
        core=one.core,
        standing=Standing.TOUCHES if touching else bare,
        theirs=tuple(touching[:TOUCHING_MAX]),
        topics=shared,
        why=line.why if line is not None else (),
    )


def counted(rows: Sequence[Compared]) -> dict[str, int]:
    """Count the requirements of ours by how they stand."""
    return {str(standing): sum(row.standing is standing for row in rows) for standing in Standing}


def still_asked(rows: Sequence[Compared]) -> tuple[int, int]:
    """Return how many requirements a second certificate asks for whole, and how many for the rest only."""
    partly = sum(row.standing is Standing.PARTLY for row in rows)
    covered = sum(row.standing is Standing.COVERED for row in rows)
    return len(rows) - covered - partly, partly
