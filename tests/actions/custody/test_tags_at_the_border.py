"""A bag under the tags of a scheme does not leave its country without those that the edition in force asks for."""

from typing import Any

import pytest

from orepass.custody.actions import CaptureRefused
from orepass.kernel.identifier import Identifier
from orepass.party.actions.organisations import register_organisation
from orepass.party.actions.sites import SiteChange, Whereabouts, correct_site
from orepass.party.rules.kinds import OrganisationKind
from orepass.scheme.actions import publish_edition
from tests.actions.custody.conftest import Chain
from tests.certification import SCHEME, STEWARD
from tests.untouched import rows_of


@pytest.fixture
def at_home(chain: Chain) -> Chain:
    """The pit lies in Rwanda."""
    correct_site(
        STEWARD,
        site=chain.pit,
        change=SiteChange(whereabouts=Whereabouts(country="RW")),
        reason="Its country was missing",
        at=chain.at,
    )
    return chain


def begun(chain: Chain, name: str, **facts: Any) -> str:
    bag = f"https://pit.example/bags/{name}"
    ore = {"ore:material": "cobalt_ore", "ore:mass_kg": 50, "ore:tag_scheme": "itsci-manner"}
    event = chain.event(action="ADD", epcList=[bag], bizStep="commissioning", site=chain.pit, ilmd=ore | facts)
    chain.capture(chain.miner, event)
    return bag


def shipped(chain: Chain, bag: str, to: Identifier) -> list[str]:
    parties = {"sender": chain.miner.organisation, "receiver": to}
    event = chain.event(hours=2, action="OBSERVE", bizStep="shipping", site=chain.pit, epcList=[bag], **parties)
    before = rows_of("custody")
    try:
        chain.capture(chain.miner, event)
    except CaptureRefused as refused:
        assert rows_of("custody") == before
        return [found.code for found in refused.findings if found.severity == "error"]
    return []


def elsewhere(chain: Chain, country: str) -> Identifier:
    known = {"name": f"A trader in {country}", "kind": OrganisationKind.TRADER, "country": country}
    return register_organisation(STEWARD, **known, at=chain.at).id


@pytest.mark.parametrize("published", [True, False])
def test_only_what_an_edition_in_force_asks_for_is_refused(at_home: Chain, published: bool) -> None:
    chain = at_home
    if published:
        publish_edition(SCHEME, pack="itsci-manner@2013.1", at=chain.at)
    abroad, near = elsewhere(chain, "MY"), elsewhere(chain, "RW")
    refused = ["custody.export.untagged"] if published else []
    assert shipped(chain, begun(chain, "bare"), abroad) == refused
    assert shipped(chain, begun(chain, "raw", **{"ore:tag": "M-1"}), abroad) == refused
    assert shipped(chain, begun(chain, "within"), near) == []
    assert shipped(chain, begun(chain, "free", **{"ore:tag_scheme": ""}), abroad) == []


def test_what_is_washed_and_tagged_leaves_also_when_all_of_it_is_told_in_one_document(at_home: Chain) -> None:
    chain = at_home
    publish_edition(SCHEME, pack="itsci-manner@2013.1", at=chain.at)
    abroad = elsewhere(chain, "MY")
    bag = begun(chain, "dug", **{"ore:tag": "M-1"})
    out = {"outputEPCList": ["https://pit.example/bags/washed"], "inputEPCList": [bag]}
    facts = {"ore:material": "cobalt_concentrate", "ore:mass_kg": 20}
    parties = {"sender": chain.miner.organisation, "receiver": abroad}
    sent = {"action": "OBSERVE", "bizStep": "shipping", "epcList": out["outputEPCList"], **parties}

    def told(facts: dict[str, Any]) -> list[dict[str, Any]]:
        washing = chain.event("TransformationEvent", hours=1, site=chain.pit, ilmd=facts, **out)
        return [washing, chain.event(hours=2, site=chain.pit, **sent)]

    with pytest.raises(CaptureRefused) as refused:
        chain.capture(chain.miner, *told(facts))
    assert "custody.export.untagged" in {found.code for found in refused.value.findings}
    assert chain.capture(chain.miner, *told(facts | {"ore:tag": "P-1"})).captured == 2


def test_where_a_country_is_not_known_nothing_is_asked(chain: Chain) -> None:
    publish_edition(SCHEME, pack="itsci-manner@2013.1", at=chain.at)
    assert shipped(chain, begun(chain, "bare"), elsewhere(chain, "MY")) == []
