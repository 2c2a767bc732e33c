"""What a mass balance account books: certified content that arrives, claims that go, and nothing that is not known."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from orepass.custody.rules.according import accorded
from orepass.custody.rules.accounts import Terms
from orepass.custody.rules.booking import MASS_BALANCE, Booking, Books, OpenAccount
from orepass.custody.rules.case import Case, Rights, Setting, SiteRight
from orepass.custody.rules.checks import certificate_lapsed, lot_not_held, site_not_yours
from orepass.custody.rules.happening import Event, Happening, Portion
from orepass.custody.rules.lots import Lot, Lots
from orepass.custody.rules.terms import EventTerms, Facts
from orepass.kernel.finding import Finding
from orepass.kernel.verdict import no

DAY = date(2026, 3, 1)
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
SITE = "urn:x:smelter"


def lots(*, content: int | None = 1000, element: str = "Co", model: str = "", holder: str = "") -> Lots:
    found = Lots()
    lot: Lot = found.get("LOT-A")
    lot.begun, lot.mass_mg, lot.content_mg = 1, 100_000, content
    lot.facts, lot.model, lot.holder = Facts(element=element), model, holder
    return found


def event(happening: Happening, **fields: object) -> Event:
    base = {"where": "e", "happening": happening, "happened_at": AT, "ours": True, "site": SITE}
    return Event(**base | {"touched": (Portion(uri="LOT-A"),)} | fields)  # type: ignore[arg-type]


def books(share: Fraction = Fraction(1), opened_on: date = DAY) -> Books:
    account = OpenAccount(id="acc-1", organisation="org-1", element="Co", terms=Terms(), opened_on=opened_on)
    return Books({SITE: [account]}, lambda _lot, _scheme: share, DAY)


def claim(**of_lot: object) -> tuple[list[Booking], list[Finding]]:
    sent = event(Happening.SENDS, terms=EventTerms(model=MASS_BALANCE))
    return books().book(Case(event=sent, lots=lots(**of_lot)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("of_lot", "share", "opened_on", "booked"),
    [
        ({}, Fraction(1, 3), DAY, [333]),
        ({"model": MASS_BALANCE}, Fraction(1, 2), DAY, [500]),
        ({}, Fraction(0), DAY, []),
        ({"content": None}, Fraction(1), DAY, []),
        ({"element": "Sn"}, Fraction(1), DAY, []),
        ({}, Fraction(1), date(2026, 3, 2), []),
    ],
    ids=[
        "a third",
        "a claim sent on",
        "nothing certified",
        "content unknown",
        "another element",
        "before it was opened",
    ],
)
def test_only_certified_content_of_the_element_is_credited(
    of_lot: dict[str, object], share: Fraction, opened_on: date, booked: list[int]
) -> None:
    received = Case(event=event(Happening.RECEIVES), lots=lots(**of_lot))  # type: ignore[arg-type]
    bookings, findings = books(share, opened_on).book(received)
    assert ([booking.entry.amount_mg for booking in bookings], findings) == (booked, [])


def test_a_claim_needs_an_account_unless_the_claim_came_with_the_lot() -> None:
    bookings, (finding,) = claim(element="Sn")
    assert (bookings, finding.code) == ([], "custody.account.missing")
    assert claim(element="Sn", model=MASS_BALANCE) == ([], [])


def test_a_claim_for_unknown_content_is_refused() -> None:
    bookings, (finding,) = claim(content=None)
    assert (bookings, finding.code) == ([], "custody.account.content_unknown")


def test_what_was_credited_covers_a_claim_once() -> None:
    kept = books()
    received = Case(event=event(Happening.RECEIVES), lots=lots())
    sent = Case(event=event(Happening.SENDS, terms=EventTerms(model=MASS_BALANCE)), lots=lots())
    kept.keep(kept.book(received)[0])
    bookings, findings = kept.book(sent)
    assert findings == []
    kept.keep(bookings)
    assert [finding.code for finding in kept.book(sent)[1]] == ["custody.balance.overdrawn"]


def test_what_neither_arrives_nor_is_claimed_books_nothing() -> None:
    assert books().book(Case(event=event(Happening.LOOKS), lots=lots())) == ([], [])


# --- whose lot and whose site it is ---

SETTING = Setting(actor="org-1", owners={SITE: "org-2", "urn:x:sender": "org-2", "urn:x:own": "org-1"})


@pytest.mark.parametrize(
    ("happening", "holder", "sender", "refused"),
    [
        (Happening.LOOKS, "org-2", "", False),
        (Happening.SENDS, "org-1", "", False),
        (Happening.SENDS, "org-2", "", True),
        (Happening.RECEIVES, "org-2", "urn:x:sender", False),
        (Happening.RECEIVES, "org-3", "urn:x:sender", True),
        (Happening.SENDS, "urn:x:somebody", "", False),
    ],
)
def test_only_who_holds_a_lot_moves_it(happening: Happening, holder: str, sender: str, refused: bool) -> None:
    case = Case(event=event(happening, sender=sender), lots=lots(holder=holder), setting=SETTING)
    assert [found.code for found in lot_not_held.check(case)] == ["custody.lot.not_held"] * refused


@pytest.mark.parametrize(
    ("happening", "site", "refused"),
    [(Happening.BEGINS, SITE, True), (Happening.BEGINS, "urn:x:own", False), (Happening.SENDS, SITE, False)],
)
def test_only_who_runs_a_site_begins_lots_there(happening: Happening, site: str, refused: bool) -> None:
    case = Case(event=event(happening, site=site), lots=lots(), setting=SETTING)
    assert [found.code for found in site_not_yours.check(case)] == ["custody.site.not_yours"] * refused


@pytest.mark.parametrize(("ours", "codes"), [(True, ["custody.certificate.unverified"]), (False, [])])
def test_a_certificate_of_elsewhere_is_noted_only_where_our_terms_are_spoken(ours: bool, codes: list[str]) -> None:
    case = Case(event=event(Happening.SENDS, ours=ours, certificates=("urn:x:crt",)), lots=lots())
    assert [found.code for found in certificate_lapsed.check(case)] == codes


@pytest.mark.parametrize(
    ("known", "accorded_as"),
    [({}, ("unverified", "urn:x:crt")), ({("urn:x:crt", DAY): SiteRight(no("it was suspended"))}, ("uncertified", ""))],
    ids=["of elsewhere", "lapsed here"],
)
def test_a_lapsed_certificate_makes_no_class_and_one_of_elsewhere_stays_unverified(
    known: dict[tuple[str, date], SiteRight], accorded_as: tuple[str, str]
) -> None:
    begun = event(Happening.BEGINS, certificates=("urn:x:crt",))
    case = Case(event=begun, lots=lots(), rights=Rights(certificates=known))
    accord = accorded(case, Portion(uri="LOT-A"))
    assert (accord.claim_class, accord.certificate) == accorded_as
