"""Where the rules of claims turn: mixtures, blends, models of a scheme, rights that ended since."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from orepass.custody.rules.case import Case, Rights, Setting, SiteRight
from orepass.custody.rules.checks import claim_above_share, model_upgraded, right_since_lost
from orepass.custody.rules.claims.held import HOP, NOBODY, SPENT, Held
from orepass.custody.rules.claims.lattice import blend_claim, custody_model, custody_model_allowed, transfer_claim
from orepass.custody.rules.claims.reading import Claim, blended, with_credits
from orepass.custody.rules.happening import Happening, Portion
from orepass.custody.rules.lots import Lots
from orepass.custody.rules.terms import EventTerms, Facts
from orepass.kernel.computed import InputRefused
from orepass.kernel.verdict import Unknown, no, unknown, yes
from tests.rules.custody.happened import AT, DAY, SITE, event, made

GOOD = Held(pack="s@1", model="segregated")
BLEND = Claim(pack="s@1", model="controlled_blending", share=Fraction(3, 10))


def codes(claim: Claim, model: str, *, covered: bool = False, lot_model: str = "") -> list[str]:
    lots = made(("A", {"model": lot_model}))
    sent = event(Happening.SENDS, Portion(uri="A"), terms=EventTerms(model=model))
    case = Case(event=sent, lots=lots, carried={"A": claim}, covered=frozenset("A" if covered else ""))
    return [found.code.removeprefix("custody.") for found in model_upgraded.check(case)]


@pytest.mark.parametrize(
    ("claim", "model", "code"),
    [
        (BLEND, "controlled_blending", []),
        (BLEND, "segregated", ["model.upgraded"]),
        (Claim(lost=((HOP, Fraction(1)),)), "segregated", ["claim.lost"]),
        (Claim(lost=((SPENT, Fraction(1)),)), "segregated", ["claim.double"]),
        (Claim(lost=((HOP, Fraction(1, 2)), (SPENT, Fraction(1, 2)))), "segregated", ["claim.double"]),
        (Claim(lost=(("uncertified", Fraction(1)),)), "controlled_blending", ["model.upgraded"]),
        (
            Claim(pack="s@1", model="segregated", share=Fraction(1), allowed=("segregated",)),
            "controlled_blending",
            ["model.not_allowed"],
        ),
    ],
)
def test_each_reason_has_its_own_code(claim: Claim, model: str, code: list[str]) -> None:
    assert codes(claim, model) == code


def test_mass_balance_needs_an_account_or_a_claim_that_came_with_the_lot() -> None:
    nothing = Claim(lost=((HOP, Fraction(1)),))
    assert codes(nothing, "mass_balance", lot_model="mass_balance") == ["claim.lost"]
    assert codes(nothing, "mass_balance", lot_model="mass_balance", covered=True) == []
    assert codes(nothing, "mass_balance") == []


@pytest.mark.parametrize(("percent", "refused"), [(None, False), ("30", False), ("30.000001", True), ("31", True)])
def test_c13_a_blend_claims_its_share_and_not_a_bit_more(percent: str | None, refused: bool) -> None:
    terms = EventTerms(model="controlled_blending", claimed_pct=None if percent is None else Decimal(percent))
    for happening, name in ((Happening.SENDS, "A"), (Happening.TRANSFORMS, "")):
        happened = event(happening, Portion(uri="A"), begun=(Portion(uri="OUT"),), terms=terms)
        found = list(claim_above_share.check(Case(event=happened, lots=Lots(), carried={name: BLEND, "Z": Claim()})))
        assert [part.params["lot"] for part in found] == ([name or "OUT"] if refused else [])
    other = event(Happening.SENDS, terms=EventTerms(model="segregated", claimed_pct=Decimal(99)))
    assert list(claim_above_share.check(Case(event=other, lots=Lots(), carried={"A": BLEND}))) == []


def test_c17_only_a_right_that_ended_between_the_event_and_its_telling_is_asked_about() -> None:
    today = DAY + timedelta(days=2)
    happened = event(Happening.BEGINS, begun=(Portion(uri="A", facts=Facts(material="cobalt_ore")),))

    def asked(then: SiteRight, now: SiteRight, day: object = today) -> int:
        rights = Rights(sites={(SITE, DAY): then, (SITE, today): now})
        case = Case(event=happened, lots=Lots(), rights=rights, setting=Setting(today=day))  # type: ignore[arg-type]
        return len(list(right_since_lost.check(case)))

    good = SiteRight(yes(), minerals=frozenset({"cobalt"}))
    red, gone = SiteRight(no("red")), SiteRight(unknown(Unknown.EXPIRED))
    assert [asked(good, now) for now in (good, red, gone)] == [0, 1, 0]
    assert [asked(then, red) for then in (red, gone)] == [0, 0]
    assert asked(good, red, None) == asked(good, red, DAY) == 0
    sent = Case(event=event(Happening.SENDS), lots=Lots(), setting=Setting(today=AT.date() + timedelta(9)))
    assert list(right_since_lost.check(sent)) == []


def test_a_mixture_is_weighed_and_an_unweighed_part_of_several_is_unknown() -> None:
    parts, other = {GOOD: Fraction(1)}, {NOBODY: Fraction(1)}
    assert blended([(parts, None)]) == parts
    assert blended([(parts, 1), (other, 3)]) == {GOOD: Fraction(1, 4), NOBODY: Fraction(3, 4)}
    assert blended([(parts, 1), (other, 0)]) == parts
    for unweighed in ([(parts, 1), (other, None)], [(parts, 0), (other, 0)], []):
        assert set(blended(unweighed)) == {NOBODY}


def test_rules_of_models_tell_what_they_reckon() -> None:
    assert custody_model(inputs="segregated,mass_balance").value == "mass_balance"
    assert "none" in custody_model(inputs="x").explanation[0]
    assert not custody_model_allowed(inputs="x", claimed="segregated").value
    assert custody_model_allowed(inputs="segregated", claimed="mass_balance").value
    assert blend_claim(certified=Fraction(30), total=Fraction(100)).value == 30
    assert transfer_claim(percents="100, 70.5").value == Decimal("70.5")
    for refused in ({"percents": ""}, {"percents": "x"}, {"percents": "100.1"}):
        with pytest.raises(InputRefused):
            transfer_claim(**refused)


def test_credits_stand_beside_uncertified_material_only_and_for_no_more_than_there_is() -> None:
    nothing = Claim(lost=(("uncertified", Fraction(1)),))

    def covered(claim: Claim, amount: int, whole: int | None) -> tuple[str, str, Fraction]:
        found = with_credits(claim, "s@1", amount, whole, allowed=("book_and_claim",))
        return found.pack, found.model, found.share

    assert covered(nothing, 30, 100) == ("s@1", "book_and_claim", Fraction(3, 10))
    assert covered(nothing, 101, 100) == ("s@1", "book_and_claim", Fraction(1))
    assert covered(nothing, 0, 100) == covered(nothing, 30, 0) == covered(nothing, 30, None) == ("", "", Fraction(0))
    assert with_credits(BLEND, "s@1", 30, 100, allowed=()) == BLEND
