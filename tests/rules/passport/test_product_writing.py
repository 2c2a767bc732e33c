"""How a passport's content is written as a credential: who plays which part, and of how much a claim is made."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from orepass.passport.rules.content import ClaimLine, OriginLine, PassportContent, ProductFacts
from orepass.passport.untp.v0_7_0.framing import UNKNOWN_COUNTRY, Frame
from orepass.passport.untp.v0_7_0.product_writing import product_passport

BASE = "https://home.example"
FRAME = Frame(
    base=BASE,
    url=f"{BASE}/passports/pas-1/v1",
    issuer="did:web:home.example",
    issuer_name="Depot",
    organisation="org-1",
    status={
        "id": f"{BASE}/status/1#2",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "2",
        "statusListCredential": f"{BASE}/status/1",
    },
    issued_at=datetime(2026, 3, 1, tzinfo=UTC),
)
FACTS = ProductFacts(
    lot="https://mine.example/lots/1",
    lot_id="lot-1",
    name="Ore",
    description="",
    granularity="batch",
    number="1",
    category_code="260500",
    category_name="Cobalt ores",
    maker="org-1",
    maker_name="Depot",
    site="st-1",
    site_name="Hall",
    country="DE",
    produced_on=date(2026, 2, 1),
    mass_mg=9 * 10**6,
)


def origin(claim_class: str, share: str) -> OriginLine:
    return OriginLine(
        origin="urn:x:1",
        site="",
        site_name="",
        country="",
        mineral="cobalt",
        claim_class=claim_class,
        certificate="",
        share_exact=share,
        mass_mg=None,
    )


def subject(product: ProductFacts = FACTS, *, says: str = "", share: str = "1") -> dict[str, Any]:
    rest = [] if share == "1" else [origin("", "2/3")]
    claim = ClaimLine(
        pack="p@1",
        model="segregated",
        share_exact="1",
        percent=100,
        wordings={"custody_statement": {"en": says}} if says else {},
    )
    content = PassportContent(
        passport="pas-1",
        version=1,
        product=product,
        origins=(origin("certified-cps", share), *rest),
        certificates=(),
        issued_on=date(2026, 3, 1),
        claim=claim,
    )
    written: Any = product_passport(content, FRAME)["credentialSubject"]
    return dict(written)


REST = " The claim is made for 33.3 % of its mass; where the rest is from, nobody told."


@pytest.mark.parametrize(
    ("says", "share", "told"),
    [
        ("Certified.", "1", "Certified."),
        ("Certified.", "1/3", "Certified." + REST),
        ("", "1", "No wording is offered."),
        ("", "1/3", "No wording is offered." + REST),
    ],
)
def test_a_claim_says_of_how_much_of_the_mass_it_is_made_also_where_no_wording_is_offered(
    says: str, share: str, told: str
) -> None:
    assert subject(says=says, share=share)["performanceClaim"][0]["description"] == told


def test_whoever_made_it_is_its_producer_at_that_place_on_that_day() -> None:
    said = subject()
    assert [(party["role"], party["party"]["name"]) for party in said["relatedParty"]] == [("producer", "Depot")]
    assert (said["producedAtFacility"]["name"], said["productionDate"]) == ("Hall", "2026-02-01")
    assert said["countryOfProduction"]["countryCode"] == "DE"


def test_whoever_only_has_it_is_its_owner_and_their_depot_no_place_where_it_was_made() -> None:
    said = subject(msgspec.structs.replace(FACTS, bought=True, produced_on=None))
    assert [(party["role"], party["party"]["name"]) for party in said["relatedParty"]] == [("owner", "Depot")]
    assert said["producedAtFacility"] == {
        "type": ["Facility"],
        "id": f"{BASE}/passports/pas-1/#facility",
        "name": "not named",
    }
    assert "productionDate" not in said
    assert said["countryOfProduction"]["countryCode"] == UNKNOWN_COUNTRY
