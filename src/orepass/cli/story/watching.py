"""Chapter six, beside the visits: a risk is found, mended and measured in time; a red flag is reckoned and answered."""

from orepass.cli.story.certification import PACK, paper
from orepass.cli.story.teller import Strand, Teller

FOUND, PLANNED, MEASURED, RECKONED, IMPORTED = 150, 140, 20, 85, 60
"""Days before the story's end: a risk is found, its mending planned and measured, a flag reckoned, goods declared."""


def mend_a_risk(teller: Teller) -> Strand[None]:
    """Let an auditor hear of bribes on the road from the rare-earth mine, the mine act, and the gain be measured."""
    yield FOUND
    case = teller.act(
        "auditor",
        "diligence.risk.identify",
        site=teller.site("earths"),
        risk="R4",
        known=False,
        grounds="Three drivers speak of payments for papers of origin on the road to the port.",
    )["id"]
    yield PLANNED
    measures = "Papers are signed by two people of different offices; drivers carry no cash."
    teller.act("earths", "diligence.risk.plan", case=case, measures=measures)
    yield MEASURED
    proof = paper(teller, "auditor", "Forty papers of origin compared with the weighbridge; all agree.")
    teller.act(
        "auditor",
        "diligence.risk.measure",
        case=case,
        measured_on=teller.today.isoformat(),
        improved=True,
        note="Forty papers, no difference; five drivers asked.",
        evidence=[proof],
    )


def answer_a_flag(teller: Teller) -> Strand[None]:
    """Let a jump of the volume raise a question; a person answers it, with the papers that explain it."""
    yield RECKONED
    signal = teller.act(
        "scheme",
        "diligence.signal.record",
        site=teller.site("coop"),
        rule="red-flag-volume-jump",
        inputs={"volume": "151", "usual": "100"},
        source="Deliveries of the month against the mean of the year.",
        pack=PACK,
    )["id"]
    yield RECKONED - 6
    proof = paper(teller, "scheme", "Register of pits: two were opened on the first of the month.")
    teller.act(
        "scheme",
        "diligence.signal.answer",
        signal=signal,
        confirmed=False,
        reasons="Two pits were opened that month; their members are on the register.",
        evidence=[proof],
    )
    teller.act(
        "scheme",
        "diligence.legal.record",
        site=teller.site("coop"),
        status="legal",
        valid_from=teller.today.isoformat(),
        authority="Mining cadastre (demonstration)",
        registry="ZEA-0417",
    )


def declare_imports(teller: Teller) -> Strand[None]:
    """Let the buyer declare two years of tin bars for its solder: below the threshold of a year, then at it."""
    yield IMPORTED
    year = teller.today.year
    teller.act("buyer", "diligence.goods.declare", year=year - 1, goods="tin-bars", mass_kg="1399", note="Solder.")
    teller.act("buyer", "diligence.goods.declare", year=year, goods="tin-bars", mass_kg="1400", note="Solder.")
