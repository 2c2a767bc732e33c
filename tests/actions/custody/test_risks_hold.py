"""A stop risk that a provider identified holds certified deliveries; mending or a refutation lets them go on."""

from datetime import timedelta
from typing import Any

from orepass.custody.queries import lot_card
from orepass.diligence.actions import decide_risk, identify_risk, plan_mitigation
from orepass.diligence.rules.cases import Change
from tests.actions.custody.test_capture import refused


def identified(chain: Any, actor: Any, risk: str = "R2") -> Any:
    at = chain.at - timedelta(days=30)
    return identify_risk(actor, site=chain.world.sites[0], risk=risk, known=False, grounds="Two told it.", at=at)


def test_d1_a_stop_risk_holds_deliveries_until_it_is_refuted(chain: Any) -> None:
    case = identified(chain, chain.world.auditor)
    assert refused(chain.bag, "B1") == {"custody.certificate.lapsed"}
    assert lot_card(chain.bag("B1", claimed=False)).claim_class == "uncertified"
    decide_risk(
        chain.world.auditor,
        case=case.id,
        decision=Change.REFUTE,
        reasons="It was another place.",
        evidence=(chain.world.evidence,),
        at=chain.at - timedelta(days=29),
    )
    assert lot_card(chain.bag("B2")).claim_class == chain.certificate.claim_class


def test_d2_a_planned_risk_lets_deliveries_go_on_and_one_without_a_plan_does_not(chain: Any) -> None:
    case = identified(chain, chain.world.auditor, "R4")
    assert refused(chain.bag, "B1") == {"custody.certificate.lapsed"}
    plan_mitigation(chain.miner, case=case.id, measures="Two keys.", at=chain.at - timedelta(days=29))
    assert lot_card(chain.bag("B1")).claim_class == chain.certificate.claim_class
