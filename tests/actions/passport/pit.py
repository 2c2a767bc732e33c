"""A certified pit that keeps a book of its production, and a short way to tell of its lots and passports."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from orepass.credentials.rules.verification import Verification
from orepass.custody.actions import (
    issue_credits,
    open_account,
    withdraw,
)
from orepass.custody.actions.drawing import ClaimPromised
from orepass.custody.queries import accounts
from orepass.custody.queries.claims import LotClaim, claims_for
from orepass.kernel.check import Check
from orepass.kernel.refusal import Refusal
from orepass.passport import checking
from orepass.passport.actions import (
    ProductInput,
    issue_product,
)
from orepass.passport.queries import PassportCard
from orepass.platform import clock, home
from orepass.platform.access import Actor
from orepass.transparency.actions import place_queued
from tests.actions.custody.conftest import Chain
from tests.untouched import rows_of

HYDROXIDE = "https://smelter.example/lots/H1"
PRODUCT = ProductInput(name="Cobalt", category_code="260500", category_name="Cobalt ores")
ROOMS = ("passport", "custody", "credentials", "transparency")
KG = 10**6


def a_pit() -> Chain:
    """A certified pit with a book of its production: 40 kg of cobalt in each bag of a tonne."""
    home.mark_as_demonstration("7")
    chain = Chain()
    opened_on = chain.day - timedelta(days=20)
    open_account(chain.miner, site=chain.pit, element="Co", opened_on=opened_on, method="book", at=chain.at)
    return chain


def passport(chain: Chain, lot: str, actor: Actor | None = None, *, days: int = 0) -> PassportCard:
    card = issue_product(actor or chain.miner, lot=lot, product=PRODUCT, at=chain.at + timedelta(days=days))
    place_queued()
    return card


def refused(chain: Chain, lot: str, refusal: type[Refusal], actor: Actor | None = None) -> Refusal:
    before = rows_of(*ROOMS)
    with pytest.raises(refusal) as caught:
        passport(chain, lot, actor)
    assert rows_of(*ROOMS) == before
    assert (caught.value.where, caught.value.way_out != "") == ("lot", True)
    return caught.value


def nothing_offered(lot: str, reason: str) -> None:
    claim = claims_for(lot)
    assert (claim.model, claim.share_exact, len(claim.offered), claim.stopped) == ("", "0", 0, reason)
    assert {part.reason for part in claim.lost} == {part.reason for part in claim.not_offered} == {reason}


def checked(chain: Chain, card: PassportCard, *, days: int = 5) -> tuple[Verification, Check]:
    at = chain.at + timedelta(days=days)
    with clock.frozen_at(at):
        found = checking.check_own(card.id, at=at)
    (one,) = [check for check in found.checks if check.name == "lot"]
    return found, one


def credited(chain: Chain, kg: str) -> None:
    (account,) = accounts(chain.miner)
    issue_credits(chain.miner, account=account.id, each_kg=Decimal(kg), on=chain.at.date(), at=chain.at)


def withdrawn(chain: Chain, kg: str) -> None:
    (account,) = accounts(chain.miner)
    withdraw(chain.miner, account=account.id, amount_kg=Decimal(kg), note="To a fund", on=chain.at.date(), at=chain.at)


def promised(chain: Chain, take: Callable[[Chain, str], None], kg: str, *, lot: str) -> ClaimPromised:
    before = rows_of(*ROOMS)
    with pytest.raises(ClaimPromised) as caught:
        take(chain, kg)
    assert rows_of(*ROOMS) == before
    assert (caught.value.code, lot in str(caught.value)) == ("custody.claim.promised", True)
    return caught.value


def shipping(chain: Chain, *lots: str, hours: int = 1, **more: Any) -> dict[str, Any]:
    parties = {"sender": chain.miner.organisation, "receiver": chain.smelter}
    named = {"epcList": list(lots)} if lots else {}
    return chain.event(hours=hours, action="OBSERVE", bizStep="shipping", site=chain.pit, **named, **parties, **more)


def of(claim: LotClaim | PassportCard) -> tuple[str, str, dict[str, str]]:
    """Model, share, and what is lost why."""
    if isinstance(claim, PassportCard):
        return claim.claim.model, claim.claim.share_exact, dict(claim.claim.lost)
    return claim.model, claim.share_exact, {part.reason: part.share_exact for part in claim.lost}


def begun(chain: Chain, lot: str, kg: int, **more: Any) -> str:
    facts = {"ore:material": "cobalt_ore", "ore:mass_kg": kg} | more
    event = chain.event(action="ADD", epcList=[lot], bizStep="commissioning", site=chain.pit, ilmd=facts)
    chain.capture(chain.miner, event)
    return lot


def heap(chain: Chain, name: str) -> str:
    """A tonne of ore in no bag, of which a part may be used."""
    lot = f"https://pit.example/heaps/{name}"
    facts = {"ore:material": "cobalt_ore", "ore:grade_pct": 4}
    weighed = [{"epcClass": lot, "quantity": 1000, "uom": "KGM"}]
    event = chain.event(action="ADD", quantityList=weighed, bizStep="commissioning", site=chain.pit, ilmd=facts)
    chain.capture(chain.miner, event)
    return lot


def packed(chain: Chain, pack: str, *lots: str) -> str:
    children = {"action": "ADD", "parentID": pack, "childEPCs": list(lots)}
    chain.capture(chain.miner, chain.event("AggregationEvent", hours=1, bizStep="packing", site=chain.pit, **children))
    return pack


def colleague(actor: Actor) -> Actor:
    return msgspec.structs.replace(actor, pseudonym="per-COLLEAGUE")


PACK = "https://pit.example/packs/P1"
FREE: tuple[str, str, dict[str, str]] = ("identity_preserved", "1", {})
