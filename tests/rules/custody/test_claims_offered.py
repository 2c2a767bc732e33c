"""Which claims are offered under which model, share and level, and in which words."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgspec
import pytest

from orepass.custody.rules.claims.lattice import MODELS
from orepass.custody.rules.claims.offering import REASONS, ClaimTerms, offers
from orepass.custody.rules.claims.reading import Claim
from orepass.scheme.queries.wordings import wordings
from orepass.scheme.rules.blocks import CLAIMS
from orepass.scheme.rules.claims import claim_wording
from orepass.scheme.rules.wordings import LANGUAGES, wordings_of

IP, SG, CB, MB, BC = MODELS
LISTED = {
    IP: ("names_mine", "made_from_certified", "step_reached", "on_product_label"),
    SG: ("made_from_certified", "step_reached", "on_product_label"),
    CB: ("contains_percent", "on_product_label"),
    MB: ("mass_balance_supports", "supports_certified_production"),
    BC: ("credits",),
}
TERMS = ClaimTerms(by_model=LISTED, label_percent=Decimal(70))


def told(claim: Claim, terms: ClaimTerms = TERMS, *, certified_at_origin: bool = True) -> dict[str, str]:
    found = offers(claim, terms, certified_at_origin=certified_at_origin)
    return {offer.claim: offer.reason for offer in found}


def claim(model: str, share: Fraction | int = 1, **said: Any) -> Claim:
    return Claim(pack="s@1", model=model, share=Fraction(share), **{"sites": ("M1",), "level": "certified"} | said)


def offered(*args: Any, **more: Any) -> set[str]:
    return {name for name, reason in told(*args, **more).items() if not reason}


def test_c5_each_model_bears_what_the_scheme_lists_for_it() -> None:
    assert offered(claim(IP)) == set(LISTED[IP])
    assert offered(claim(SG)) == set(LISTED[SG])
    assert offered(claim(MB, Fraction(1, 2))) == set(LISTED[MB])
    assert told(claim(SG))["names_mine"] == "model"
    assert told(claim(IP, sites=("M1", "M2")))["names_mine"] == "sites"
    assert told(claim(IP, level=""))["step_reached"] == "level"


@pytest.mark.parametrize(
    ("share", "label", "percent"),
    [
        (Fraction(70, 100), "", ""),
        (Fraction(6999, 10000), "threshold", ""),
        (Fraction(1, 100), "threshold", ""),
        (Fraction(99, 10000), "threshold", "share"),
    ],
)
def test_a_blend_may_say_its_share_and_bear_a_label_from_the_threshold_on(
    share: Fraction, label: str, percent: str
) -> None:
    found = told(claim(CB, share))
    assert (found["on_product_label"], found["contains_percent"]) == (label, percent)


def test_what_is_not_all_certified_is_not_made_from_certified() -> None:
    assert told(claim(SG, Fraction(99, 100)))["made_from_certified"] == "share"
    terms = ClaimTerms(by_model={CB: ("supports_certified_production",)})
    assert told(claim(CB), terms)["supports_certified_production"] == "model"


def test_a_lost_claim_offers_nothing_and_says_why() -> None:
    lost = Claim(pack="s@1", lost=(("hop", Fraction(1)),))
    assert set(told(lost).values()) == {"hop"}
    assert set(told(Claim()).values()) == {"unknown"}
    assert {"hop", "unknown"} <= set(REASONS)


def test_a_site_s_certificate_alone_makes_a_product_claim_only_where_the_scheme_says_so() -> None:
    lost = Claim(pack="s@1", lost=(("hop", Fraction(1)),))
    alone = msgspec.structs.replace(TERMS, alone=True)
    assert "made_from_certified" in offered(lost, alone)
    assert offered(lost, alone, certified_at_origin=False) == set()
    assert offered(lost) == set()


def test_the_step_stands_beside_every_claim_where_it_must_be_named() -> None:
    named = msgspec.structs.replace(TERMS, step_named=True)
    found = {offer.claim: offer.with_step for offer in offers(claim(SG), named, certified_at_origin=True)}
    assert found["made_from_certified"]
    assert not found["names_mine"]
    assert not any(offer.with_step for offer in offers(claim(SG, level=""), named, certified_at_origin=True))


SAID = {
    "percent": "33",
    "scheme": "s",
    "edition": "1",
    "level": "certified",
    "certificate": "crt-1",
    "mine": "Pit 1",
    "day": "2026-01-01",
}


@pytest.mark.parametrize("name", CLAIMS)
def test_every_claim_has_words_in_every_language_that_promise_nothing(name: str) -> None:
    words = wordings().of(name, with_step=True, said=SAID)
    assert set(words) == set(LANGUAGES)
    assert all("2026-01-01" in text and "{" not in text for text in words.values())
    assert claim_wording(text=words["en"]).value == ""
    assert ("Step reached: certified." in words["en"]) is (name != "step_reached")


def test_a_claim_without_words_has_none_and_a_wrong_table_is_refused() -> None:
    assert wordings().of("best_of_all", with_step=False, said=SAID) == {}
    sentence = dict.fromkeys(LANGUAGES, "Fine.")
    assert wordings_of({"claims": {"x": sentence}, "step": sentence}).claims["x"].en == "Fine."
    for wrong in ({"claims": {"x": {"en": "Fine."}}, "step": sentence}, {"claims": {"x": sentence}}):
        with pytest.raises(msgspec.ValidationError):
            wordings_of(wrong)
    with pytest.raises(msgspec.ValidationError):
        wordings_of({"claims": {"x": sentence | {"en": "By {somebody}."}}, "step": sentence})
