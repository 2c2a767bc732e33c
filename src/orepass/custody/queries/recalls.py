"""What a recall finds today: the lots, who has them, the accounts and whom to tell; and who may read it (law 11).

Whoever holds the suspected certificate or site, the scheme and the provider behind the certificate, and a steward see
all of it. Everybody else sees the lots that they have or had, and nothing of anybody else's.
"""

from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Final

import msgspec

from orepass.assurance.queries import CertificateCard, certificate_card, certificates
from orepass.custody.models import JournalEvent, Movement
from orepass.custody.models import Lot as LotRow
from orepass.custody.queries.holds import holds_on
from orepass.custody.queries.lots import lot_uri
from orepass.custody.queries.places import site_of
from orepass.custody.queries.reaching import Asked, Found, find
from orepass.custody.queries.recalled import HolderShare, ReachedLot, RecallFound, ToTell
from orepass.custody.queries.recalled_credit import accounts_reached
from orepass.custody.queries.told import MOVED, movement_of, standing
from orepass.custody.rules.lots import Lot, Lots
from orepass.custody.rules.recalling import Part
from orepass.custody.rules.terms import identifier_in
from orepass.inclusion.groups.queries import group_card, member_card
from orepass.kernel.digest import digest, digest_bytes
from orepass.kernel.identifier import Identifier
from orepass.kernel.refusal import NotFound
from orepass.party import queries as party
from orepass.platform import clock
from orepass.platform.access import Actor, Role
from orepass.scheme.queries import pack_by_digest, publisher_of

ALL: Final = 5_000
"""Lots from which on reading every movement is faster than asking for those of each lot."""

URI: Final = 3 + MOVED.index("lot__uri")


def recall_for(actor: Actor, asked: Asked) -> RecallFound:
    """Return what a recall finds: all of it to whoever may announce it, to others the lots they have or had.

    Raises:
        NothingSuspected: nothing was named.
        NotFound: no event names the lot.
    """
    found = recall_found(asked)
    return found if may_recall(actor, asked) else own_part(found, actor.organisation)


def recall_found(asked: Asked) -> RecallFound:
    """Return everything a recall finds, whoever asks."""
    found = find(asked)
    state = _folded(found)
    lots = _lots(found, state)
    left = [lot for lot in lots if not lot.gone]
    accounts = tuple(accounts_reached(found))
    named = "\n".join(
        "\t".join((lot.uri, lot.share_exact, lot.share_most_exact, str(lot.suspect_mg), lot.holder)) for lot in lots
    )
    return RecallFound(
        asked=asked,
        began=tuple(lot for lot in lots if lot.began),
        affected=tuple(lot for lot in lots if not lot.began),
        holders=tuple(_holders(left)),
        accounts=accounts,
        tell=tuple(_tell(lots)),
        suspect_mg=sum(lot.suspect_mg or 0 for lot in left),
        certified_mg=sum(lot.certified_mg or 0 for lot in left),
        unweighed=sum(lot.suspect_mg is None for lot in left),
        exact=found.reached.exact,
        digest=digest({"asked": asked, "lots": digest_bytes(named.encode()), "accounts": accounts}),
    )


def own_part(found: RecallFound, organisation: str) -> RecallFound:
    """Return of a recall what one organisation has or had, and nothing of anybody else's."""

    def own(lots: Iterable[ReachedLot]) -> tuple[ReachedLot, ...]:
        mine = [lot for lot in lots if organisation and organisation in {lot.holder, *lot.past_holders}]
        return tuple(_without_others(lot, organisation) for lot in mine)

    began, affected = own(found.began), own(found.affected)
    left = [lot for lot in (*began, *affected) if not lot.gone and lot.holder == organisation]
    return msgspec.structs.replace(
        found,
        began=began,
        affected=affected,
        holders=tuple(_holders(left)),
        accounts=tuple(one for one in found.accounts if one.organisation == organisation),
        tell=(),
        suspect_mg=sum(lot.suspect_mg or 0 for lot in left),
        certified_mg=sum(lot.certified_mg or 0 for lot in left),
        unweighed=sum(lot.suspect_mg is None for lot in left),
        digest="",
    )


def _without_others(lot: ReachedLot, organisation: str) -> ReachedLot:
    """Leave out who else has or had a lot, and where it is once it has left."""
    mine = lot.holder == organisation
    return msgspec.structs.replace(
        lot,
        holder=organisation if mine else "",
        past_holders=(organisation,) if organisation in lot.past_holders else (),
        site=lot.site if mine else "",
        parent=lot.parent if mine else "",
        last_at=lot.last_at if mine else None,
    )


def may_recall(actor: Actor, asked: Asked) -> bool:
    """Say whether all that is suspected is the actor's own, or of the scheme or provider it acts for."""
    if actor.is_system or Role.STEWARD in actor.roles:
        return True
    named = [
        (asked.certificate, _of_certificate),
        (asked.site, _of_site),
        (asked.member, _of_member),
        (asked.lot, _of_lot),
    ]
    try:
        return bool(asked) and all(own(actor, what) for what, own in named if what)
    except NotFound:
        return False


def _of_certificate(actor: Actor, certificate: str) -> bool:
    return _stands_behind(actor, certificate_card(identifier_in(certificate, "crt") or certificate))


def _stands_behind(actor: Actor, card: CertificateCard) -> bool:
    staff = Role.SCHEME_STAFF in actor.roles and actor.is_in(publisher_of(pack_by_digest(card.pack_digest).scheme))
    return staff or any(actor.is_in(one) for one in (card.client, card.provider, card.watched_by))


def _of_site(actor: Actor, site: str) -> bool:
    if actor.is_in(party.site_card(site).organisation):
        return True
    concerned = actor.roles & {Role.SCHEME_STAFF, Role.CERTIFIER}
    return bool(concerned) and any(_stands_behind(actor, card) for card in certificates(site=site).items)


def _of_member(actor: Actor, member: str) -> bool:
    card = member_card(identifier_in(member, "mem") or member, clock.today())
    return actor.is_in(group_card(card.group).organisation)


def _of_lot(actor: Actor, lot: str) -> bool:
    began = Movement.objects.filter(lot__uri=lot_uri(lot), move="begun")
    senders = set(standing(began).values_list("event__job__organisation", flat=True))
    return bool(senders) and all(actor.is_in(sender) for sender in senders)


def _folded(found: Found) -> Lots:
    """Fold the lots reached from the columns that are needed; containers around them are not opened."""
    state = Lots()
    wanted = set(map(str, found.reached.parts))
    declared = JournalEvent.objects.filter(is_declaration=True).exists()
    everything = Movement.objects.all()
    about = everything if len(wanted) > ALL else everything.filter(lot__uri__among=wanted)
    found_rows = (standing(about) if declared else about).values_list("at", "event", "pk", *MOVED)
    rows = sorted((row for row in found_rows.iterator() if row[URI] in wanted), key=itemgetter(0, 1, 2))
    state.apply(movement_of(row[3:]) for row in rows)
    return state


def _lots(found: Found, state: Lots) -> list[ReachedLot]:
    suspects = set(found.suspects)
    uris = sorted(map(str, found.reached.parts), key=lambda uri: (uri not in suspects, uri))
    every = LotRow.objects.values_list("uri", "identifier")
    names: dict[str, str] = dict(every.iterator() if len(uris) > ALL else every.filter(uri__among=uris))
    sites: dict[str, str] = {}
    held = holds_on(uris)
    texts: dict[Part, tuple[str, str]] = {}
    cards = []
    for uri in uris:
        share = found.reached.parts[uri]
        if share not in texts:
            texts[share] = (str(share.least), str(share.most))
        lot = state.get(uri)
        if lot.site not in sites:
            sites[lot.site] = site_of(lot.site) or lot.site
        card = _card(lot, names[uri], share, texts[share])
        place = sites[lot.site]
        cards.append(msgspec.structs.replace(card, site=place, began=uri in suspects, on_hold=lot.held or uri in held))
    return cards


def _card(lot: Lot, identifier: str, share: Part, texts: tuple[str, str]) -> ReachedLot:
    left, content = lot.remaining_mg, lot.remaining_content_mg
    holders = list(dict.fromkeys(move.holder for move in lot.history if _is_name(move.holder)))
    holder = lot.holder if _is_name(lot.holder) else ""
    return ReachedLot(
        id=Identifier(identifier),
        uri=lot.uri,
        began=False,
        share_exact=texts[0],
        share_most_exact=texts[1],
        mass_mg=lot.mass_mg,
        remaining_mg=left,
        suspect_mg=share.of(left),
        certified_mg=share.certified_of(left),
        element=lot.facts.element,
        suspect_content_mg=share.of(content),
        site="",
        parent=lot.parent,
        holder=holder,
        past_holders=tuple(name for name in holders if name != holder),
        on_hold=False,
        gone=lot.used_up or lot.ended or left == 0,
        last_at=lot.last_at,
    )


def _is_name(holder: str) -> bool:
    """Leave out people who act for no organisation: a recall names parties, never persons."""
    return bool(holder) and not holder.startswith(("per-", "system:"))


def _holders(left: Iterable[ReachedLot]) -> Iterator[HolderShare]:
    by_holder: dict[str, list[ReachedLot]] = {}
    for lot in left:
        by_holder.setdefault(lot.holder, []).append(lot)
    for holder, lots in sorted(by_holder.items()):
        yield HolderShare(
            holder=holder,
            registered=holder.startswith("org-"),
            lots=len(lots),
            unweighed=sum(lot.suspect_mg is None for lot in lots),
            suspect_mg=sum(lot.suspect_mg or 0 for lot in lots),
            certified_mg=sum(lot.certified_mg or 0 for lot in lots),
        )


def _tell(lots: Iterable[ReachedLot]) -> list[ToTell]:
    had: dict[str, int] = {}
    has: dict[str, int] = {}
    for lot in lots:
        for name in {lot.holder, *lot.past_holders} - {""}:
            had[name] = had.get(name, 0) + 1
        if lot.holder and not lot.gone:
            has[lot.holder] = has.get(lot.holder, 0) + 1
    names = {key: card.name for key, card in party.organisation_cards(had).items()}
    return [
        ToTell(party=name, name=names.get(name, ""), registered=name in names, lots=count, has_now=has.get(name, 0))
        for name, count in sorted(had.items())
    ]
