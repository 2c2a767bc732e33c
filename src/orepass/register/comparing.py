"""Answer “what would a second certificate still ask?” for any door: two standards, requirement by requirement.

A recognition table speaks where there is one, in force or at least written; else the frameworks that both standards
name. The two are never mixed up: what only touches is our reading and credits nothing.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

import msgspec

from orepass.inclusion.recognition import queries as recognition
from orepass.inclusion.recognition.queries import OtherTable, TableCard
from orepass.inclusion.recognition.rules.claim import match_of
from orepass.inclusion.recognition.rules.comparing import Basis, Compared, Ours, Standing, compare, counted, still_asked
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.register.estimating import Effort, estimated
from orepass.scheme import queries as scheme
from orepass.scheme.rules.cards import PackCard, pack_card
from orepass.scheme.rules.model import FALLBACK, Pack, Standard, told
from orepass.scheme.rules.outcome import Score

SHOWN: Final = 60
UNDECIDED: Final = _("Nobody has decided on this table yet: it lies among the standards and is not in force.")
UNREAD: Final = _("Nobody has compared this table with both texts.")
LEVEL_TWO: Final = _("Only the written standard is recognised; its use is still tested.")
NOT_THIRD: Final = _("Results over there do not come from an accredited third party.")
_SIDE: Final = re.compile(r"(?P<pack>[a-z0-9][a-z0-9_@.-]{0,70}):(?P<standard>[A-Za-z0-9][A-Za-z0-9_-]{0,20})")


class SideUnreadable(Invalid):
    """A standard is not named as pack and code."""

    code = "register.compare.side"
    message = _("“{value}” names no standard.")
    what_to_do = _("Write the pack and the code of the standard, such as cera-4in1@2026.1:CPS.")


class SameStandard(Invalid):
    """A standard is compared with itself."""

    code = "register.compare.same"
    message = _("{standard} is compared with itself.")
    what_to_do = _("Choose two different standards.")


class SideCard(msgspec.Struct, frozen=True, kw_only=True):
    """One of the two standards."""

    pack: PackCard
    code: str
    title: str
    requirements: int

    @property
    def name(self) -> str:
        """Return the name by which it is asked for, such as ``cera-4in1@2026.1:CPS``."""
        return f"{self.pack.ref}:{self.code}"


class Counterpart(msgspec.Struct, frozen=True, kw_only=True):
    """A requirement of the first standard that stands beside one of the second."""

    id: str
    statement: str


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One requirement of the second standard, and what of the first stands beside it."""

    id: str
    subject: str
    subject_title: str
    statement: str
    core: bool
    standing: Standing
    theirs: tuple[Counterpart, ...]
    topics: tuple[str, ...]
    coverage: str
    why: tuple[str, ...]


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Two standards compared: whoever holds the first, what would the second still ask?

    ``match`` is the index of a table, ``None`` where there is none. ``weakest`` says what weakens the table as a whole.
    """

    theirs: SideCard
    ours: SideCard
    basis: Basis
    table: TableCard | None
    other_tables: tuple[OtherTable, ...]
    counts: dict[str, int]
    match: Score | None
    weakest: tuple[str, ...]
    effort: Effort
    rows: tuple[Row, ...]


def side(text: str) -> tuple[Pack, str]:
    """Read a standard written as ``pack:CODE``; the pack may go without an edition.

    Raises:
        SideUnreadable: it is not written so.
        PackMissing: there is no such pack.
        StandardUnknown: the pack has no such standard.
    """
    found = _SIDE.fullmatch(text)
    if found is None:
        raise SideUnreadable(where=text[:SHOWN], value=text[:SHOWN])
    pack = scheme.pack(found["pack"])
    return pack, pack.standard(found["standard"]).code


def comparison(a: str, b: str, on: date, language: str = FALLBACK, size: str = "") -> Comparison:
    """Compare two standards on a day: whoever holds ``a``, what would ``b`` still ask?

    Raises:
        SideUnreadable: one of them is not written as ``pack:CODE``.
        SameStandard: both are the same.
        PackMissing: there is no such pack.
        StandardUnknown: a pack has no such standard.
        InputRefused: the size is none that the estimate knows.
    """
    theirs, ours = side(a), side(b)
    cards = (_side_card(theirs, language), _side_card(ours, language))
    if cards[0].name == cards[1].name:
        raise SameStandard(where="b", standard=cards[1].name)
    table = recognition.table_between(theirs, ours, on)
    standards = (theirs[0].standard(theirs[1]), ours[0].standard(ours[1]))
    compared = compare(
        [Ours(requirement=one.id, core=one.core, topics=one.maps_to) for one in standards[1].requirements],
        {one.id: one.maps_to for one in standards[0].requirements},
        table.lines if table else None,
    )
    whole, partly = still_asked(compared)
    inputs = {"open_requirements": str(whole), "partly": str(partly)} | ({"size": size} if size else {})
    return Comparison(
        theirs=cards[0],
        ours=cards[1],
        basis=table.basis if table else Basis.TOPICS,
        table=table,
        other_tables=recognition.other_tables(theirs, ours),
        counts=counted(compared),
        match=match_of(table.lines).index if table else None,
        weakest=_weakest(table) if table else (),
        effort=estimated("second", "effort-second-certificate", inputs),
        rows=_rows(compared, standards, language),
    )


def _side_card(side_: tuple[Pack, str], language: str) -> SideCard:
    pack, code = side_
    standard = pack.standard(code)
    return SideCard(
        pack=pack_card(pack, language),
        code=code,
        title=told(standard.title, language),
        requirements=len(standard.requirements),
    )


def _rows(compared: tuple[Compared, ...], standards: tuple[Standard, Standard], language: str) -> tuple[Row, ...]:
    theirs = {one.id: told(one.statement, language) for one in standards[0].requirements}
    ours = {one.id: one for one in standards[1].requirements}
    subjects = {one.code: told(one.title, language) for one in standards[1].subjects}
    return tuple(
        Row(
            id=one.requirement,
            subject=ours[one.requirement].subject,
            subject_title=subjects[ours[one.requirement].subject],
            statement=told(ours[one.requirement].statement, language),
            core=one.core,
            standing=one.standing,
            theirs=_counterparts(one.theirs, theirs),
            topics=one.topics,
            coverage=one.coverage,
            why=one.why,
        )
        for one in compared
    )


def _counterparts(names: tuple[str, ...], statements: Mapping[str, str]) -> tuple[Counterpart, ...]:
    return tuple(Counterpart(id=name, statement=statements.get(name, "")) for name in names)


def _weakest(table: TableCard) -> tuple[str, ...]:
    """Say what weakens a table as a whole; each line says its own weakest link."""
    said = {
        UNDECIDED: table.basis is Basis.TABLE,
        UNREAD: not table.verified,
        LEVEL_TWO: table.level != 1,
        NOT_THIRD: table.party != "third",
    }
    return (*(words for words, holds in said.items() if holds), *table.assurance_why)


__all__ = ["Comparison", "SameStandard", "SideUnreadable", "comparison", "side"]
