"""What was first told of where nothing begins is said so on paper, in the credential, by commands and on the page."""

from fractions import Fraction

import pytest

from orepass.custody.queries.origins import composition
from orepass.party.models import Site
from orepass.passport import queries
from orepass.passport.paper import printing
from orepass.passport.paper.product import passport_paper
from orepass.passport.rules.content import UNCERTIFIED
from tests.actions.passport.chain import BATTERY, Chain
from tests.cli.conftest import Run, run

pytestmark = pytest.mark.django_db
__all__ = ["run"]  # a fixture of the commands
PAPER = "first told of here; where it began is not known"
SUM = "first told of later than the mine: where it began is not known"


def at_a_refinery(chain: Chain) -> str:
    """Have what is not certified first told of at a refinery, and return the site."""
    parts = [part for part in composition(BATTERY) if part.claim_class == UNCERTIFIED and part.site]
    Site.objects.filter(pk=parts[0].site).update(activities=["refining"])
    return parts[0].site


def paper(passport: str, chain: Chain, monkeypatch: pytest.MonkeyPatch) -> str:
    pages: list[str] = []
    monkeypatch.setattr(printing, "_pdf", lambda text: pages.append(text) or b"%PDF-")
    passport_paper(passport, at=chain.at).pdf()
    return pages[0]


def test_it_is_told_alike_on_paper_in_the_credential_and_by_the_commands(
    chain: Chain, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = at_a_refinery(chain)
    card = chain.passport()
    share = Fraction(card.certainty.told_late)
    assert Fraction(0) < share <= Fraction(card.certainty.uncertified)
    page = paper(card.id, chain, monkeypatch)
    assert SUM in page
    assert PAPER in page
    assert f"({card.certainty.told_late} first told of later than the mine)" in str(
        queries.embedded(card.credential.id)
    )
    traced = run("trace", BATTERY, "--json").document["origins"]
    assert {each["origin"] for each in traced if each["told_late"]} == {site}
    assert "(first told of here)" in run("trace", BATTERY).err
    assert "first told of later than the mine" in run("passport", "show", card.id).out


def test_a_mine_is_where_it_began(chain: Chain, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    card = chain.passport()
    page = paper(card.id, chain, monkeypatch)
    assert (card.certainty.told_late, SUM in page, PAPER in page) == ("0", False, False)
    assert not any(each["told_late"] for each in run("trace", BATTERY, "--json").document["origins"])
