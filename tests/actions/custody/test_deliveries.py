"""The form of deliveries refuses what the table refuses: formulas, unreadable names, nothing weighed, another time."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from orepass.custody.actions import CaptureRefused
from orepass.custody.actions.delivering import DayInFuture, DayLongAgo, Delivery, record_delivery
from orepass.custody.queries import lot_card
from orepass.custody.rules.terms import uri_of
from orepass.kernel.quantity import BadQuantity
from orepass.web.flows import short_name
from tests.untouched import refusing

pytestmark = pytest.mark.django_db
FORMULA, TERM = "custody.text.formula", "custody.term.invalid"


def deliver(chain: Any, **said: Any) -> Any:
    common = {"bag": "B1", "mass_kg": Decimal(50), "material": "cobalt_ore", "delivered_on": chain.day}
    return record_delivery(chain.miner, site=chain.pit, delivery=Delivery(**common | said), at=chain.at)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"bag": "=cmd|x"}, FORMULA),
        ({"bag": " =cmd|x"}, FORMULA),
        ({"bag": "@SUM(A1)"}, FORMULA),
        ({"material": "-cmd|x"}, FORMULA),
        ({"bag": "B\x07"}, TERM),
        ({"bag": "B\u202e1"}, TERM),
        ({"bag": " "}, TERM),
        ({"bag": "B" * 201}, TERM),
        ({"material": "cobalt\nore"}, TERM),
        ({"mass_kg": Decimal(0)}, "custody.lot.weightless"),
    ],
    ids=lambda part: str(part)[:30],
)
def test_what_cannot_be_a_delivery_is_refused_with_its_place(chain: Any, said: dict[str, Any], code: str) -> None:
    with refusing(CaptureRefused, "custody") as refused:
        deliver(chain, **said)
    assert [finding.code for finding in refused.value.findings] == [code]
    if code in {FORMULA, TERM}:
        assert refused.value.where == next(iter(said))


@pytest.mark.parametrize("kilograms", ["-1", "0.0000001"])
def test_a_mass_below_nothing_or_finer_than_a_milligram_is_no_mass(chain: Any, kilograms: str) -> None:
    with refusing(BadQuantity, "custody"):
        deliver(chain, mass_kg=Decimal(kilograms))


def test_a_day_to_come_or_of_another_time_is_a_slip_of_the_pen(chain: Any) -> None:
    today = chain.at.date()
    for day, kind in ((today + timedelta(1), DayInFuture), (date(1900, 1, 1), DayLongAgo)):
        with refusing(kind, "custody"):
            deliver(chain, delivered_on=day)
    edge = today.replace(year=today.year - 10)
    with refusing(DayLongAgo, "custody"):
        deliver(chain, delivered_on=edge - timedelta(1))
    assert deliver(chain, delivered_on=edge).captured == 1


def test_a_bag_is_read_as_it_was_written_and_never_runs(chain: Any) -> None:
    deliver(chain, bag="Sac n° 5/é")
    uri = f"{uri_of(chain.pit)}/lots/Sac%20n%C2%B0%205%2F%C3%A9"
    assert short_name(lot_card(uri).uri) == "Sac n° 5/é"
    for end, shown in (("%3Dcmd%7Cx", "%3Dcmd%7Cx"), ("B%07", "B%07"), ("B%FF", "B%FF"), ("B-1", "B-1")):
        assert short_name(f"https://a.example/lots/{end}") == shown
    assert short_name("urn:x:lots:") == "urn:x:lots:"


def test_a_certificate_stands_for_what_is_claimed_and_for_nothing_else(chain: Any) -> None:
    certificate = chain.certificate.id
    for bag, said, wanted in (
        ("S", {}, chain.certificate.claim_class),
        ("C", {"certificate": certificate}, chain.certificate.claim_class),
        ("N", {"claimed": False}, "uncertified"),
        ("B", {"claimed": False, "certificate": certificate}, "uncertified"),
    ):
        assert deliver(chain, bag=bag, **said).findings == ()
        assert lot_card(f"{uri_of(chain.pit)}/lots/{bag}").claim_class == wanted
