"""A certificate lasts as the scheme says for the record and risk of its client; the unknown counts as the worst."""

from datetime import date
from typing import Any

import pytest

from orepass.assurance.models import Application, Nonconformity
from orepass.assurance.queries import licence
from orepass.assurance.queries.evaluation import terms_of
from orepass.assurance.queries.licence import licence_terms
from orepass.assurance.rules.planning import PlanBasis, RiskLevel
from orepass.assurance.rules.terms import Grade
from orepass.kernel.identifier import Identifier
from orepass.scheme.rules.parameters import Parameter, Rules
from tests.certification import World

MONTHS = {
    "good": {"low": 60, "medium": 36, "high": 24},
    "fair": {"low": 36, "medium": 24, "high": 12},
    "poor": {"low": 12, "medium": 12, "high": 6},
}


class Standard:
    """A standard whose licence depends on record and risk."""

    rules = Rules(
        {
            f"licence.months.{record}.{risk}": Parameter(
                path=f"licence.months.{record}.{risk}", value=value, unit="months", source="", clause="", verified=False
            )
            for record, row in MONTHS.items()
            for risk, value in row.items()
        }
    )


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(licence, "standard_of", lambda _row: Standard)


def months(file: Identifier, on: date) -> int:
    row = Application.objects.get(pk=file)
    return licence_terms(row, terms_of(row.pack_digest, row.standard), on).cycle_months


def again(world: World, **basis: Any) -> Identifier:
    """Let the client apply once more and be visited."""
    world.later(days=30)
    file = world.assessed()
    world.planned(file, basis=PlanBasis(**basis))
    return file


def test_without_a_table_the_cycle_holds(world: World) -> None:
    file = world.assessed()
    row = Application.objects.get(pk=file)
    assert months(file, world.at.date()) == terms_of(row.pack_digest, row.standard).cycle_months


@pytest.mark.usefixtures("table")
def test_a_first_certificate_lasts_as_the_shortest_there_is(world: World) -> None:
    file = world.assessed()
    assert months(file, world.at.date()) == 6
    world.planned(file)
    assert months(file, world.at.date()) == 12


@pytest.mark.usefixtures("table")
def test_a_good_record_and_a_low_risk_lengthen_it_and_findings_shorten_it(world: World) -> None:
    world.certified()
    file = again(world)
    assert months(file, world.at.date()) == 60
    risky = again(world, risk=RiskLevel.HIGH)
    assert months(risky, world.at.date()) == 24
    visit = Application.objects.get(pk=file).audits.get()
    made = Nonconformity.objects.create(
        id="ncf-TEST",
        application_id=file,
        audit=visit,
        requirement="x",
        grade=Grade.MAJOR,
        statement="x",
        raised_at=world.at,
        raised_by=world.auditor.pseudonym,
    )
    assert months(file, world.at.date()) == 36
    made.repeated = True
    made.save()
    assert months(file, world.at.date()) == 12
