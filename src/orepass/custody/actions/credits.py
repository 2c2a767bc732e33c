"""Book and claim: issue credits for production that is not sold as certified, hand them on, and retire them once."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from orepass.custody.actions.booking import AccountOverdrawn, MethodUnusable
from orepass.custody.actions.covering import require_covered
from orepass.custody.actions.drawing import require_unpromised, something, usable, write_entry
from orepass.custody.models import Credit, CreditStep
from orepass.custody.queries.accounts import account_for
from orepass.custody.queries.credits import CreditCard, credit_cards
from orepass.custody.queries.folding import fold
from orepass.custody.queries.lot_books import RETIRED, lot_books
from orepass.custody.queries.lots import lot_for
from orepass.custody.queries.open_accounts import open_account_of
from orepass.custody.queries.origins import certified_share
from orepass.custody.rules import accounts as rules
from orepass.custody.rules.accounts import Unit
from orepass.custody.rules.lot_books import LotBook
from orepass.custody.rules.lots import Lot
from orepass.custody.rules.measuring import whole_of
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.period import add_months, day_of
from orepass.kernel.quantity import Milligrams, in_unit, mass
from orepass.kernel.refusal import Conflict, Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.party.queries import organisation_card
from orepass.platform.access import Actor
from orepass.platform.actions import action

COUNT_MAX: Final = 10_000
HANDED: Final = "handed"


class CountUnusable(Invalid):
    """So many credits are not issued at once."""

    code = "custody.credit.count"
    message = _("{value} credits cannot be issued at once.")
    what_to_do = _("Issue from 1 to {most} of them.")


class CreditRetired(Conflict):
    """A credit is used once."""

    code = "custody.credit.retired"
    message = _("The credit {serial} was retired on {day}.")
    what_to_do = _("Use another credit; one that was retired has been claimed.")


class CreditExpired(Conflict):
    """A credit lives as long as the scheme says."""

    code = "custody.credit.expired"
    message = _("The credit {serial} was valid until {day}.")
    what_to_do = _("Use a newer credit.")


class ClaimDouble(Conflict):
    """Credits stand for material that has no claim of its own."""

    code = "custody.claim.double"
    message = _("A part of {lot} is certified or claimed already; credits are retired for uncertified material only.")
    what_to_do = _("Retire the credits for another lot; the same material is claimed once.")


class LotUnfit(Conflict):
    """Credits are retired for a lot that one has, of the element they were issued in."""

    code = "custody.credit.lot"
    message = _("Credits for {element} cannot be retired for {lot}.")
    what_to_do = _(
        "Choose a lot of yours, of which nobody else has a part, that contains {element} as far as is known."
    )


class CreditUncovered(Conflict):
    """A credit stands for production; where that never was, it stands for nothing."""

    code = "custody.credit.uncovered"
    message = _(
        "{missing_kg} kg of what was issued from the account of {serial} are not covered by production any more."
    )
    what_to_do = _("Ask its issuer what became of the production; it can be retired once the account covers it again.")


@action("custody.credits.issue")
def issue_credits(
    actor: Actor, *, account: Identifier, each_kg: Decimal, count: int = 1, on: date, note: str = "", at: datetime
) -> list[CreditCard]:
    """Issue credits of one size for production that stands in a book and claim account.

    Raises:
        MethodUnusable: the account is kept by another method.
        CountUnusable: none, or too many at once.
        NothingTaken: they would be of nothing.
        AccountOverdrawn: more than was produced and neither sold nor issued.
        ClaimPromised: passports that hold claim it.
        DayUnusable: before the account was opened, or in the future.
        PeriodClosed: the day's period is closed.
        NotCovered: the site's certificate gave no right on the day, or gives none today.
    """
    card = account_for(actor, account)
    if card.method != rules.Method.BOOK:
        raise MethodUnusable(where="account", value=card.method, pack=card.pack, known=rules.Method.BOOK)
    if not 1 <= count <= COUNT_MAX:
        raise CountUnusable(where="count", value=count, most=COUNT_MAX)
    opened = usable(card, on, day_of(at))
    require_covered(card, {on, day_of(at)})
    each = something(mass(each_kg, "KGM", where="each_kg"), where="each_kg")
    entry = rules.Entry(on, -each * count, rules.Kind.ISSUE)
    standing = rules.Standing(opened.entries, opened.terms, opened.opened_on, opened.start)
    short = standing.breaks(entry, until=day_of(at))
    if short:
        amount = in_unit(Milligrams(each * count))
        raise AccountOverdrawn(where="each_kg", findings=short, state="", amount_kg=amount, first=short[0].message)
    require_unpromised(card, entry, where="each_kg")
    row = write_entry(actor, account, entry, note=note, at=at)
    known = Credit.objects.filter(account=account).order_by("-number").values_list("number", flat=True).first() or 0
    life = opened.terms.life_months
    issued = [
        Credit(
            id=mint("crd"),
            account_id=account,
            entry=row,
            serial=f"{account}-{number:07d}",
            number=number,
            amount_mg=each,
            issuer=card.organisation,
            issued_on=on,
            valid_before=None if life is None else add_months(on, life),
            issued_by=actor.pseudonym,
            issued_at=at,
        )
        for number in range(known + 1, known + count + 1)
    ]
    return credit_cards(Credit.objects.bulk_create(issued, batch_size=500))


@action("custody.credits.transfer")
def transfer_credits(
    actor: Actor, *, credit_ids: list[Identifier], to: Identifier, note: str = "", at: datetime
) -> list[CreditCard]:
    """Hand credits to another organisation, whole ones only.

    Raises:
        NotFound: one of them is not the actor's, or there is no such organisation.
        CreditRetired, CreditExpired: one of them is used up.
    """
    held = _held(actor, credit_ids, day_of(at))
    organisation = organisation_card(to).id
    return _stepped(actor, held, HANDED, organisation=organisation, lot="", note=note, at=at)


@action("custody.credits.retire")
def retire_credits(
    actor: Actor, *, credit_ids: list[Identifier], lot: str = "", note: str = "", at: datetime
) -> list[CreditCard]:
    """Retire credits, each once: for an uncertified lot that one has, or for a purpose that the note names.

    Raises:
        NotFound: one of them, or the lot, is not the actor's.
        CreditRetired, CreditExpired: one of them is used up.
        CreditUncovered: production that one of them was issued for was declared an error since.
        LotUnfit: not the actor's lot, or not all of it, of another element, or of unknown content.
        ClaimDouble: a part of the lot is certified, or claimed from an account.
        AccountOverdrawn: the lot contains less than is retired for it.
    """
    held = _held(actor, credit_ids, day_of(at))
    _require_production(held, day_of(at))
    uri = ""
    if lot:
        uri = lot_for(actor, lot).uri
        _require_uncertified(actor, fold([uri]).get(uri), credit_cards(held))
    organisation = actor.organisation or (held[0].issuer if held else "")
    return _stepped(actor, held, RETIRED, organisation=organisation, lot=uri, note=note, at=at)


def _held(actor: Actor, names: Sequence[str], today: date) -> list[Credit]:
    """Return credits that the actor has and may still use, locked."""
    wanted = list(dict.fromkeys(names))
    if not wanted:
        raise NotFound(what="")
    rows = {row.pk: row for row in Credit.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}
    missing = next((name for name in wanted if name not in rows), None)
    if missing is not None:
        raise NotFound(what=missing[:60])
    found = [rows[name] for name in wanted]
    for card in credit_cards(found):
        actor.must_be_in(card.holder, card.id)
        if card.retired_on is not None:
            raise CreditRetired(where="credit_ids", state="retired", serial=card.serial, day=card.retired_on)
        if not card.is_usable(today):
            raise CreditExpired(where="credit_ids", state="expired", serial=card.serial, day=card.valid_before)
    if len(wanted) < len(names):
        raise CreditRetired(where="credit_ids", state="named twice", serial=found[0].serial, day=today)
    return found


def _require_production(held: Sequence[Credit], today: date) -> None:
    """Refuse credits of an account from which more was issued than it ever took in; the account is locked."""
    for account, serial in {credit.account_id: credit.serial for credit in held}.items():
        opened = open_account_of(account)
        standing = rules.Standing(opened.entries, opened.terms, opened.opened_on, opened.start)
        missing = -standing.balance(today)
        if missing > 0:
            missing_kg = in_unit(Milligrams(missing))
            raise CreditUncovered(where="credit_ids", state="uncovered", missing_kg=missing_kg, serial=serial)


def _require_uncertified(actor: Actor, lot: Lot, cards: Sequence[CreditCard]) -> None:
    for card in cards:
        whole = whole_of(lot, Unit(card.unit))
        # The claim would be of all of the lot: whoever has another part of it would get a share of it.
        mine = actor.is_in(lot.holder) and not lot.stock.others_have(actor.organisation)
        if not mine or lot.facts.element != card.element or not whole:
            raise LotUnfit(where="lot", state="", element=card.element, lot=lot.uri)
    book = lot_books([lot.uri]).get(lot.uri, LotBook())
    if certified_share(lot.uri) or book.claimed or lot.model:
        raise ClaimDouble(where="lot", state="", lot=lot.uri)
    amount = sum(card.amount_mg for card in cards)
    whole = min(whole_of(lot, Unit(card.unit)) or 0 for card in cards)
    if book.retired + amount > whole:
        first = f"{in_unit(Milligrams(max(whole - book.retired, 0)))} kg"
        amount_kg = in_unit(Milligrams(amount))
        raise AccountOverdrawn(where="lot", state="", amount_kg=amount_kg, first=first)


def _stepped(
    actor: Actor, rows: Sequence[Credit], what: str, *, organisation: str, lot: str, note: str, at: datetime
) -> list[CreditCard]:
    CreditStep.objects.bulk_create(
        CreditStep(
            credit=row,
            what=what,
            organisation=organisation,
            lot=lot,
            note=note,
            on=day_of(at),
            by=actor.pseudonym,
            at=at,
        )
        for row in rows
    )
    return credit_cards(rows)
