"""The cards of a recall: lots, holders, accounts and who is to be told; and their export."""

import csv
import io
from datetime import datetime

import msgspec

from orepass.custody.queries.reaching import Asked
from orepass.kernel.identifier import Identifier

COLUMNS = (
    *("lot", "uri", "began_there", "share_least", "share_most", "mass_mg", "remaining_mg", "suspect_mg"),
    *("certified_mg", "element", "suspect_content_mg", "site", "inside", "holder", "past_holders", "on_hold", "gone"),
)


class ReachedLot(msgspec.Struct, frozen=True, kw_only=True):
    """A lot that a recall reaches: where it is, who has it, and how much of what is left of it is suspected.

    Attributes:
        began: it is suspected itself; else something suspected went into it.
        share_exact, share_most_exact: the suspected share; they differ where an unweighed input hides it.
        suspect_mg: the suspected part of what is left, at most; ``None`` where the lot was never weighed.
        certified_mg: of this, what was certified where it began and still counts so.
        suspect_content_mg: the suspected part of the contained element that is left.
        site: our site identifier where it is known, else the URI; ``parent`` is what it is packed into.
        past_holders: who had it before, or may have some of it, in the order of time.
        gone: nothing is left of it.
    """

    id: Identifier
    uri: str
    began: bool
    share_exact: str
    share_most_exact: str
    mass_mg: int | None
    remaining_mg: int | None
    suspect_mg: int | None
    certified_mg: int | None
    element: str
    suspect_content_mg: int | None
    site: str
    parent: str
    holder: str
    past_holders: tuple[str, ...]
    on_hold: bool
    gone: bool
    last_at: datetime | None


class HolderShare(msgspec.Struct, frozen=True, kw_only=True):
    """What one holder has of what is suspected, over all lots that are left.

    Attributes:
        registered: an organisation of this register; else a name in events.
        unweighed: lots among them that nobody weighed.
    """

    holder: str
    registered: bool
    lots: int
    unweighed: int
    suspect_mg: int
    certified_mg: int


class AccountReached(msgspec.Struct, frozen=True, kw_only=True):
    """An account that was credited with lots a recall reaches, its balance now, and what was claimed from it since.

    Attributes:
        credited_mg: all that was credited with these lots.
        suspect_mg: the part of it that rests on what is suspected, at most.
        claimed: lots for which claims were taken from the account since the first of these credits.
    """

    account: Identifier
    organisation: Identifier
    site: Identifier
    element: str
    credited_mg: int
    suspect_mg: int
    balance_mg: int
    claimed: tuple[str, ...]


class ToTell(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who has, or had, a lot that a recall reaches."""

    party: str
    name: str
    registered: bool
    lots: int
    has_now: int


class RecallFound(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a recall finds on a day; to a party that is only told, its own lots.

    Attributes:
        began: the suspected lots themselves; ``affected`` everything made from them.
        holders: who has what is left now.
        tell: holders and past holders; those not registered here are reached by the recaller.
        suspect_mg, certified_mg: what is left of it altogether, and what of that still counts as certified.
        unweighed: lots that are left and that nobody weighed.
        exact: shares are exact fractions; else float64, as there are too many steps.
        digest: names what was found, whoever reads it.
    """

    asked: Asked
    began: tuple[ReachedLot, ...]
    affected: tuple[ReachedLot, ...]
    holders: tuple[HolderShare, ...]
    accounts: tuple[AccountReached, ...]
    tell: tuple[ToTell, ...]
    suspect_mg: int
    certified_mg: int
    unweighed: int
    exact: bool
    digest: str

    @property
    def lots(self) -> tuple[ReachedLot, ...]:
        """Return every lot, the suspected ones first."""
        return (*self.began, *self.affected)


def recall_csv(found: RecallFound) -> str:
    """Write the lots of a recall as a table, one lot a line; cells that a spreadsheet would run are quoted."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_plain(cell) for cell in _cells(lot)] for lot in found.lots)
    return out.getvalue()


def recall_json(found: RecallFound) -> bytes:
    """Write what a recall found as JSON."""
    return msgspec.json.encode(found)


def _cells(lot: ReachedLot) -> tuple[object, ...]:
    return (
        *(lot.id, lot.uri, int(lot.began), lot.share_exact, lot.share_most_exact, lot.mass_mg, lot.remaining_mg),
        *(lot.suspect_mg, lot.certified_mg, lot.element, lot.suspect_content_mg, lot.site, lot.parent, lot.holder),
        *(" ".join(lot.past_holders), int(lot.on_hold), int(lot.gone)),
    )


def _plain(cell: object) -> object:
    if isinstance(cell, str) and cell[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return f"'{cell}"
    return "" if cell is None else cell
