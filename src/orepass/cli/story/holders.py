"""Chapter three: the cases of the demonstration, each with its own trouble or none."""

from typing import Any, Final

import yaml

from orepass.cli.story import certification
from orepass.cli.story.certification import Case
from orepass.cli.story.teller import Teller
from orepass.platform.shipped import shipped

SMOOTH: Final = ("graphite", "trader", "smelter", "precursor", "cathode", "cell", "battery")
WATER_READINGS: Final = "CPS.E.water.M1"
HELMETS: Final = "CPS.S.health-safety.M1"
SUSPENDED: Final = 45


def certify_all(teller: Teller) -> None:
    """Tell every case: smooth ones, a mended minor, a suspension, an open major and a candidate."""
    cases = {
        name: read_case(teller, name) for name in _written() if name not in {"flags", "custody_flags", "balance_flags"}
    }
    _with_a_mended_minor(teller, cases["mine"])
    _with_a_suspension(teller, cases["west"])
    for name in SMOOTH:
        certification.certify(teller, cases[name])
    _with_an_open_major(teller, cases["lithium"])
    teller.things["application.earths"] = certification.apply_and_agree(teller, cases["earths"])


def read_case(teller: Teller, name: str) -> Case:
    """Return a case of ``demo/cases.yaml``; the client enters the scheme on the day it applies."""
    written = dict(_written()[name])
    profile = dict(written.pop("profile"))
    profile["entered_on"] = teller.day(written["begun"]).isoformat()
    return Case(client=name, site=name, person=written.pop("person", name), profile=profile, **written)


def _written() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((shipped("demo") / "cases.yaml").read_text(encoding="utf-8"))
    return read


def _with_a_mended_minor(teller: Teller, case: Case) -> None:
    application = certification.apply_and_agree(teller, case)
    certification.assess(teller, case, application)
    audit = teller.newest_audit(application)
    finding = certification.raise_finding(
        teller, case, audit, WATER_READINGS, "minor", "Two weekly readings of the discharge point are missing."
    )
    certification.conclude(teller, case, audit)
    certification.correct(teller, case, finding, days_later=3)
    certification.decide(teller, case, application, decided=case.begun - 90)


def _with_a_suspension(teller: Teller, case: Case) -> None:
    certificate = certification.certify(teller, case)
    with teller.days_before(SUSPENDED) as today:
        certification.declare(teller, case.client, today)
        teller.act(
            "certifier",
            "assurance.certificate.suspend",
            certificate=certificate,
            grounds="surveillance_refused",
            note="The surveillance visit was refused twice.",
        )
        teller.act_as(teller.system, "transparency.log.sequence")


def _with_an_open_major(teller: Teller, case: Case) -> None:
    application = certification.apply_and_agree(teller, case)
    certification.assess(teller, case, application, weak=frozenset({HELMETS}))
    audit = teller.newest_audit(application)
    certification.raise_finding(
        teller, case, audit, HELMETS, "major", "Accidents of contractors are not counted and not followed up."
    )
    certification.conclude(teller, case, audit)
    teller.things["application.lithium"] = application
