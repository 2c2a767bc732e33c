"""The table between two standards kept here: a decision in force before a table that merely lies among the packs."""

from datetime import date

import msgspec

from orepass.inclusion.recognition.queries.agreements import (
    UNASSESSED,
    agreements_about,
    asked_of,
    assured,
    checked,
    ideal,
    limits_of,
    mapping_files,
    mapping_text,
)
from orepass.inclusion.recognition.rules.claim import STANDING_USES, Limits, Line, lines
from orepass.inclusion.recognition.rules.comparing import Basis
from orepass.inclusion.recognition.rules.mapping import Mapping, read_mapping
from orepass.scheme.rules.model import Pack, Standard


class TableCard(msgspec.Struct, frozen=True, kw_only=True):
    """A table between two standards as of a day: what it rests on, each line at its best, and what weakens it."""

    basis: Basis
    name: str
    title: str
    source: str
    clause: str
    verified: bool
    agreement: str
    level: int
    party: str
    assurance: str
    assurance_why: tuple[str, ...]
    conditions: tuple[str, ...]
    lines: tuple[Line, ...]


class OtherTable(msgspec.Struct, frozen=True, kw_only=True):
    """A table between the same two standards in other editions; it says nothing about these."""

    name: str
    theirs: str
    ours: str


def table_between(theirs: tuple[Pack, str], ours: tuple[Pack, str], on: date) -> TableCard | None:
    """Return the table that says what one standard is worth in another; nothing where there is none for these editions.

    Raises:
        StandardUnknown: the pack has no such standard.
    """
    standard = ours[0].standard(ours[1])
    limits = limits_of(standard.rules)
    about = agreements_about(theirs[0].scheme, theirs[0].edition, theirs[1], on)
    for card in about:
        if card.use in STANDING_USES and card.mapping.ours.name == _name(ours):
            found = lines(ideal(card.mapping, card.limits, on, card.assurance), asked_of(standard))
            return _card(Basis.AGREEMENT, card.id, card.mapping, (card.assurance, card.assurance_why), found)
    for name, mapping in _tables(theirs, ours).items():
        if (mapping.theirs.name, mapping.ours.name) == (_name(theirs), _name(ours)) and checked(
            mapping_text(name)
        ).mapping:
            return _written(name, mapping, standard, limits, on)
    return None


def _written(name: str, mapping: Mapping, standard: Standard, limits: Limits, on: date) -> TableCard:
    missing = (UNASSESSED, ("Nobody has assessed the assurance over there yet.",))
    assurance = assured(mapping.assurance, limits) if mapping.assurance else missing
    found = lines(ideal(mapping, limits, on, assurance[0]), asked_of(standard))
    return _card(Basis.TABLE, name, mapping, assurance, found)


def _card(
    basis: Basis, name: str, mapping: Mapping, assurance: tuple[str, tuple[str, ...]], found: tuple[Line, ...]
) -> TableCard:
    return TableCard(
        basis=basis,
        name=name,
        title=mapping.title,
        source=mapping.basis.title,
        clause=mapping.basis.clause,
        verified=mapping.basis.verified,
        agreement=name if basis is Basis.AGREEMENT else "",
        level=mapping.level,
        party=mapping.party,
        assurance=assurance[0],
        assurance_why=assurance[1],
        conditions=tuple(mapping.conditions),
        lines=found,
    )


def other_tables(theirs: tuple[Pack, str], ours: tuple[Pack, str]) -> tuple[OtherTable, ...]:
    """Return the tables between the same standards in other editions."""
    return tuple(
        OtherTable(name=name, theirs=mapping.theirs.name, ours=mapping.ours.name)
        for name, mapping in _tables(theirs, ours).items()
        if (mapping.theirs.name, mapping.ours.name) != (_name(theirs), _name(ours))
    )


def _tables(theirs: tuple[Pack, str], ours: tuple[Pack, str]) -> dict[str, Mapping]:
    """Return the tables that lie among the standards between two standards, whatever their editions."""
    read = {name: read_mapping(path.read_text(encoding="utf-8"))[0] for name, path in mapping_files().items()}
    wanted = ((theirs[0].scheme, theirs[1]), (ours[0].scheme, ours[1]))
    return {
        name: mapping
        for name, mapping in read.items()
        if mapping is not None
        and wanted == ((mapping.theirs.scheme, mapping.theirs.standard), (mapping.ours.scheme, mapping.ours.standard))
    }


def _name(side: tuple[Pack, str]) -> str:
    return f"{side[0].ref} {side[1]}"
