"""Find everything that suspected lots went into, and how much of each is suspected: built for a hundred thousand lots.

The graph is followed step by step; once it turns out to be large or deep, all uses and beginnings of the journal are
read in one go, which is then faster.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any, Final

import msgspec
from django.db.models import Case, DateTimeField, F, Q, Value, When

from orepass.custody.models import JournalEvent, Movement
from orepass.custody.queries.cone import graph
from orepass.custody.queries.folding import fold
from orepass.custody.queries.lots import lot_uri
from orepass.custody.queries.origins import NOT_CERTIFIED, certified_share
from orepass.custody.queries.places import uris_of_site
from orepass.custody.queries.told import facts_of, standing
from orepass.custody.rules.graph import Name
from orepass.custody.rules.lots import Move
from orepass.custody.rules.lots import Movement as Moved
from orepass.custody.rules.recalling import Reached, reached, suspect_source
from orepass.custody.rules.terms import identifier_in
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _

ROUNDS: Final = 12
NEVER: Final = datetime.max.replace(tzinfo=UTC)
USED: Final = (
    "told_at",
    "lot__uri",
    "move",
    "mass_mg",
    "content_mg",
    "site",
    "facts",
    "claim_class",
    "certificate",
    "origin",
)
LOTS: Final = 5_000

_IN_CAMPAIGN: Final = Case(
    When(event__campaign="", then=Value(None)), default=F("at"), output_field=DateTimeField(null=True)
)
"""When something went into a campaign, or came out of it; reading the time of every movement back takes long."""


class NothingSuspected(Invalid):
    """A recall starts at something."""

    code = "custody.recall.of_what"
    message = _("Neither a certificate, nor a site, nor a member, nor a lot was given.")
    what_to_do = _("Name what is suspected; several together narrow it down.")


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is suspected: what began under a certificate, at a site, by a member, since a day; or one lot."""

    certificate: str = ""
    site: str = ""
    member: str = ""
    lot: str = ""
    since: date | None = None

    def __bool__(self) -> bool:
        """Say whether anything is named."""
        return bool(self.certificate or self.site or self.member or self.lot)


class Found(msgspec.Struct, frozen=True):
    """The suspected lots, and the part of every lot they went into that comes from them."""

    suspects: tuple[str, ...]
    reached: Reached


def find(asked: Asked) -> Found:
    """Return everything that what is suspected went into.

    Raises:
        NothingSuspected: nothing was named.
        NotFound: no event names the lot.
    """
    if not asked:
        raise NothingSuspected(where="certificate")
    began = _suspected(asked)
    suspects = {moved.lot for _, moved in began.values()}
    steps = _downstream(suspects)
    ordered = [step for number, step in sorted(steps.items()) if number not in began]
    ordered += [step for _, step in sorted(began.items())]
    return Found(tuple(sorted(suspects)), reached(*graph(ordered), suspects))


Row = tuple[Name, Moved]


def _suspected(asked: Asked) -> dict[int, Row]:
    """Return the suspected beginnings, as lots that begin at a place of their own."""
    wanted = Q(move=Move.BEGUN)
    if asked.lot:
        uri = lot_uri(asked.lot)
        wanted &= Q(lot__uri__in=fold([uri]).contents(uri))
    if asked.certificate or asked.site or asked.member:
        wanted &= Q(origin=True)
    if asked.certificate:
        wanted &= Q(certificate__in={asked.certificate, identifier_in(asked.certificate, "crt") or asked.certificate})
    if asked.site:
        wanted &= Q(site__in={asked.site, *uris_of_site(asked.site)})
    if asked.member:
        wanted &= Q(facts__contains=asked.member)
    if asked.since:
        wanted &= Q(at__date__gte=asked.since)
    found = {number: row for number, row in _rows(wanted).items() if _is_of(row[1], asked.member)}
    shares: dict[str, Fraction] = {}
    return {number: (step, _marked(moved, shares)) for number, (step, moved) in found.items()}


def _is_of(moved: Moved, member: str) -> bool:
    named = moved.facts.member
    return not member or member in {named, identifier_in(named, "mem")}


def _marked(moved: Moved, shares: dict[str, Fraction]) -> Moved:
    if moved.origin:
        share = Fraction(moved.claim_class not in NOT_CERTIFIED)
    else:
        share = shares.setdefault(moved.lot, Fraction(-1))
        if share < 0:
            share = shares[moved.lot] = certified_share(moved.lot)
    source = suspect_source(share)
    return msgspec.structs.replace(
        moved, origin=True, site=source.site, claim_class=source.claim_class, certificate="", facts=moved.facts
    )


def _downstream(suspects: Iterable[str]) -> dict[int, Row]:
    """Return the steps that suspected lots went through, each with everything that went in and came out."""
    found: dict[int, Row] = {}
    wanted, done = set(suspects), set[str]()
    for _round in range(ROUNDS):
        fresh = wanted - done
        if not fresh or len(wanted) > LOTS:
            break
        done |= fresh
        used = _in(Q(move=Move.USED), "lot__uri", fresh)
        steps = {step for step, _ in used.values()}
        made = _of_steps(Q(move=Move.BEGUN, origin=False), steps)
        found |= _of_steps(Q(move=Move.USED), steps) | made
        wanted |= {moved.lot for _, moved in made.values()}
    if wanted - done:
        return _rows(Q(move__in=(Move.USED, Move.BEGUN)))
    return found | _beginnings(found, wanted)


def _beginnings(found: Mapping[int, Row], reached_lots: set[str]) -> dict[int, Row]:
    """Return the other beginnings of the lots reached, and those that weigh what was used as a whole."""
    whole = {
        moved.lot
        for _, moved in found.values()
        if moved.move is Move.USED and moved.mass_mg is None and moved.content_mg is None
    }
    return _in(Q(move=Move.BEGUN), "lot__uri", whole | reached_lots)


def _of_steps(what: Q, steps: Iterable[Name]) -> dict[int, Row]:
    names = list(steps)
    numbers = [step for step in names if isinstance(step, int)]
    campaigns = [step for step in names if isinstance(step, str)]
    return _in(what, "event", numbers) | _in(what, "event__campaign", campaigns)


def _in(what: Q, field: str, values: Iterable[Any]) -> dict[int, Row]:
    return _rows(what & Q(**{f"{field}__among": values}))


def _rows(what: Q) -> dict[int, Row]:
    rows = Movement.objects.filter(what)
    if JournalEvent.objects.filter(is_declaration=True).exists():
        rows = standing(rows)
    values = rows.annotate(told_at=_IN_CAMPAIGN).values_list("pk", "event", "event__campaign", *USED)
    return {number: (campaign or event, _moved(moved)) for number, event, campaign, *moved in values.iterator()}


def _moved(row: Sequence[Any]) -> Moved:
    """Read back of a movement what shares hang on: when it was matters in a campaign, and in whose hands never."""
    at, lot, move, mass_mg, content_mg, site, facts, claim_class, certificate, origin = row
    return Moved(
        lot=lot,
        move=Move(move),
        at=at or NEVER,
        mass_mg=mass_mg,
        content_mg=content_mg,
        site=site,
        facts=facts_of(facts),
        claim_class=claim_class,
        certificate=certificate,
        origin=origin,
    )
