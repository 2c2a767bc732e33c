"""Chapter three: the cases of the demonstration, each with its own trouble or none."""

from typing import Any, Final

import yaml

from orepass.cli.story import certification
from orepass.cli.story.certification import Case
from orepass.cli.story.teller import Strand, Teller
from orepass.platform.shipped import shipped

SMOOTH: Final = (
    "graphite",
    "trader",
    "smelter",
    "precursor",
    "cathode",
    "cell",
    "battery",
    "works",
    "brand",
    "explorer",
)
WATER_READINGS: Final = "CPS.E.water.M1"
HELMETS: Final = "CPS.S.health-safety.M1"
SUSPENDED: Final = 45


def cases(teller: Teller) -> list[Strand[Any]]:
    """Return every case as a strand: smooth ones, a mended minor, a suspension, an open major and a candidate."""
    smooth = [certification.certify(teller, read_case(teller, name)) for name in SMOOTH]
    return [
        _with_a_mended_minor(teller, read_case(teller, "mine")),
        _with_a_suspension(teller, read_case(teller, "west")),
        _with_an_open_major(teller, read_case(teller, "lithium")),
        _candidate(teller, read_case(teller, "earths")),
        *smooth,
    ]


def _candidate(teller: Teller, case: Case) -> Strand[None]:
    teller.things["application.earths"] = yield from certification.apply_and_agree(teller, case)


def read_case(teller: Teller, name: str) -> Case:
    """Return a case of ``demo/cases.yaml``; the client enters the scheme on the day it applies."""
    written = dict(_written()[name])
    profile = dict(written.pop("profile"))
    profile["entered_on"] = teller.day(written["begun"]).isoformat()
    client = written.pop("client", name)
    also = tuple(written.pop("also", ()))
    person = written.pop("person", client)
    return Case(client=client, site=client, also=also, person=person, profile=profile, **written)


def certified() -> list[tuple[str, str]]:
    """Return client and standard of every case that goes smoothly to its certificate."""
    cases = ((name, _written()[name]) for name in SMOOTH)
    return [(case.get("client", name), case["standard"]) for name, case in cases]


def _written() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((shipped("demo") / "cases.yaml").read_text(encoding="utf-8"))
    return read


def _with_a_mended_minor(teller: Teller, case: Case) -> Strand[None]:
    application = yield from certification.apply_and_agree(teller, case)
    yield from certification.assess(teller, case, application)
    audit = teller.newest_audit(application)
    finding = certification.raise_finding(
        teller, audit, WATER_READINGS, "minor", "Two weekly readings of the discharge point are missing."
    )
    yield from certification.conclude(teller, case, audit)
    yield from certification.correct(teller, case, finding, days_later=3)
    yield from certification.decide(teller, case, application, decided=case.begun - 90)


def _with_a_suspension(teller: Teller, case: Case) -> Strand[None]:
    certificate = yield from certification.certify(teller, case)
    yield SUSPENDED
    today = teller.today
    certification.declare(teller, case.client, today)
    teller.act(
        "certifier",
        "assurance.certificate.suspend",
        certificate=certificate,
        grounds="surveillance_refused",
        note="The surveillance visit was refused twice.",
    )
    teller.act_as(teller.system, "transparency.log.sequence")


def _with_an_open_major(teller: Teller, case: Case) -> Strand[None]:
    application = yield from certification.apply_and_agree(teller, case)
    yield from certification.assess(teller, case, application, weak=frozenset({HELMETS}))
    audit = teller.newest_audit(application)
    certification.raise_finding(
        teller, audit, HELMETS, "major", "Accidents of contractors are not counted and not followed up."
    )
    yield from certification.conclude(teller, case, audit)
    teller.things["application.lithium"] = application
