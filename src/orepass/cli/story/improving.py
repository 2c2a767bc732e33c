"""Chapter six: sites are visited and given a status, and the mine works on water, one subject in all five elements."""

from typing import Any

from orepass.cli.story.teller import Strand, Teller
from orepass.diligence.rules.observation import QUESTIONS

VISITED, STATUS = 210, 200
ADOPTED, REPORTED = 395, 25
SITES = ("mine", "west", "coop")


def visit_sites(teller: Teller) -> Strand[None]:
    """Let an auditor see three sites, and the scheme office give them their colour."""
    yield VISITED
    for site in SITES:
        teller.act(
            "auditor",
            "diligence.visit.record",
            site=teller.site(site),
            observed_on=teller.today.isoformat(),
            on_site=True,
            answers=dict.fromkeys(QUESTIONS, "no"),
            note="Seen on foot, two hours.",
        )
    yield STATUS
    for site, colour in zip(SITES, ("green", "yellow", "green"), strict=True):
        teller.act(
            "scheme",
            "diligence.status.record",
            site=teller.site(site),
            colour=colour,
            decided_on=teller.today.isoformat(),
            authority="Provincial commission (demonstration)",
            reference=f"DEMO-{site}",
        )


def work_on_water(teller: Teller) -> Strand[None]:
    """Let the mine adopt a policy, weigh a risk, mend it, measure it and plan what comes next."""
    yield ADOPTED
    measure, indicator = _commit(teller)
    yield ADOPTED - 110
    teller.act(
        "mine",
        "improvement.measure.report_done",
        measure=measure,
        done_on=teller.today.isoformat(),
        effect="The ditch is lined; lime is dosed since last week.",
    )
    for before, value in ((ADOPTED - 150, "0.52"), (REPORTED, "0.28")):
        yield before
        teller.act(
            "mine",
            "improvement.indicator.report",
            indicator=indicator,
            observed_on=teller.today.isoformat(),
            value=value,
        )


def _commit(teller: Teller) -> tuple[str, str]:
    """Write down policy, risk, mitigation, indicator and plan; return the measure and the indicator."""
    today = teller.today.isoformat()
    text = "We take no more water than the permit allows and give it back as clean as it came."
    title = "Water policy of Kasulo Ridge"
    _water(teller, "policy.adopt", title=title, text=text, valid_from=today)
    risk = _water(
        teller, "risk.assess", hazard="Acid water from the waste rock dump", presence="yes", assessed_on=today
    )
    measure = teller.act(
        "mine",
        "improvement.mitigation.plan",
        risk=risk,
        text="Line the ditch below the dump and dose lime.",
        responsible="Head of environment",
        due_on=teller.day(ADOPTED - 120).isoformat(),
    )
    target = {"value": "0.3", "unit": "mg/l", "better": "lower"}
    name = "Copper in discharged water"
    indicator = _water(teller, "indicator.define", name=name, target=target, period_months=6, started_on=today)
    goals = "Halve the copper in the discharge within two years."
    _water(teller, "plan.adopt", goals=goals, valid_from=today, valid_before=teller.day(ADOPTED - 730).isoformat())
    return measure["id"], indicator


def _water(teller: Teller, step: str, **inputs: Any) -> str:  # noqa: ANN401 - any JSON-like value
    made: str = teller.act("mine", f"improvement.{step}", subject="water", **inputs)["id"]
    return made
