"""Chapter nine: what another certificate is worth. Two agreements, and the cooperative under the full standard."""

from datetime import date, timedelta

from orepass.cli.story.certification import PACK
from orepass.cli.story.teller import Strand, Teller
from orepass.platform.shipped import shipped

ASKED, CONSULTED, DECIDED, CLAIMED = 240, 200, 190, 55
"""Days before the story's end of the request, the end of the consultation, the decision and the claim."""
SCORES = {"independence": 2, "competence": 2, "sampling": 1, "transparency": 2, "decision": 2, "oversight": 1}


def agree(teller: Teller) -> Strand[None]:
    """Put two mappings up; one is decided by somebody who did not assess it, the other still waits."""
    yield ASKED
    asked = teller.today
    entry_set = _request(teller, "asm-to-cps")
    mechanism = _request(teller, "upstream-mechanism-to-cps")
    yield CONSULTED
    for agreement in (entry_set, mechanism):
        _consult(teller, agreement, asked)
    yield DECIDED
    teller.act(
        "scheme_2",
        "recognition.agreement.decide",
        agreement=entry_set,
        decision="recognised_conditional",
        grounds="The entry set covers part of the full standard; what it leaves open is audited.",
        conditions=["Requirements credited here are looked at again at the first surveillance."],
    )
    teller.act_as(teller.system, "transparency.log.sequence")
    teller.things["agreement"] = entry_set


def _request(teller: Teller, name: str) -> str:
    document = (shipped("standards") / "recognition" / f"{name}.yaml").read_text(encoding="utf-8")
    agreement: str = teller.act("scheme", "recognition.agreement.request", document=document)["id"]
    note = "From the public documents of the other side."
    teller.act("scheme", "recognition.agreement.assess", agreement=agreement, scores=SCORES, note=note)
    return agreement


def _consult(teller: Teller, agreement: str, opened: date) -> None:
    teller.act(
        "scheme",
        "recognition.agreement.consult",
        agreement=agreement,
        opened_on=opened.isoformat(),
        closed_on=(teller.today - timedelta(days=2)).isoformat(),
        summary="Nine comments; the coverage of two requirements was lowered because of them.",
    )


def claim(teller: Teller) -> Strand[None]:
    """Let the cooperative apply for the full standard and claim what its entry certificate is worth there."""
    yield CLAIMED
    number = teller.things["certificate.coop.ASM"]
    presented = teller.act(
        "manager",
        "recognition.certificate.present",
        standard={"scheme": "cera-4in1", "edition": "2026.1", "standard": "ASM"},
        certificate={
            "number": number,
            "issuer": "Meridian Assurance (demonstration)",
            "sites": [teller.site("coop")],
            "minerals": ["cobalt"],
            "audited_on": teller.day(349).isoformat(),
            "valid_from": teller.day(325).isoformat(),
            "valid_before": teller.day(325 - 1095).isoformat(),
        },
    )
    application = teller.act(
        "manager",
        "assurance.application.draft",
        provider=teller.organisation("provider"),
        pack=PACK,
        standard="CPS",
        scope={
            "sites": [teller.site("coop")],
            "text": "Mwangaza Cooperative: the full standard, after the entry set",
            "profile": {"stage": "mine", "personnel": 240},
        },
    )["id"]
    teller.act(
        "manager",
        "recognition.credit.claim",
        application=application,
        certificate=presented["id"],
        agreement=teller.things["agreement"],
    )
