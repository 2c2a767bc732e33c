"""The real tables: everything is loaded, nothing refused, nothing changes the second time, known facts come out."""

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from orepass.diligence.actions import import_visits
from orepass.diligence.models import Visit
from orepass.diligence.queries import site_risk, status_history
from orepass.diligence.rules.ipis import PublishedVisit, read_visits
from orepass.diligence.rules.status import Colour
from orepass.kernel.verdict import Answer
from orepass.party.actions import import_facilities
from orepass.party.models import Site
from orepass.party.queries import search_sites
from orepass.platform.access import Actor

pytestmark = [pytest.mark.conformance, pytest.mark.django_db]

ROOT = Path(__file__).resolve().parents[3]
SYSTEM = Actor.system("import")
AT = datetime(2026, 1, 5, 12, tzinfo=UTC)


def published(name: str) -> str:
    shared = Path(os.environ.get("OREPASS_REFERENCE", ROOT.parent / "shared"))
    for folder in (shared / "data", shared.parent / "data"):
        if (folder / name).is_file():
            return (folder / name).read_text(encoding="utf-8")
    pytest.skip(f"no {name} beside the reference material; OREPASS_REFERENCE names it")


@pytest.fixture
def visits() -> str:
    return published("ipis_drc_asm_sites/visits.csv")


@pytest.fixture
def facilities() -> str:
    return published("icmm_global_mining/facilities.csv")


def test_all_2324_sites_and_4752_visits_are_loaded_once(visits: str) -> None:
    first = import_visits(SYSTEM, text=visits, at=AT)
    assert (first.by_kind["sites"].created, first.by_kind["visits"].created, first.refused) == (2324, 4752, 0)
    again = import_visits(SYSTEM, text=visits, at=AT)
    assert (again.created, again.updated, again.unchanged, again.refused) == (0, 0, 7076, 0)
    assert (Site.objects.count(), Visit.objects.count()) == (2324, 4752)


def test_all_4240_facilities_are_loaded_once(facilities: str) -> None:
    first = import_facilities(SYSTEM, text=facilities, at=AT)
    assert (first.created, first.updated, first.unchanged, first.refused) == (4240, 0, 0, 0)
    again = import_facilities(SYSTEM, text=facilities, at=AT)
    assert (again.created, again.updated, again.unchanged, again.refused) == (0, 0, 4240, 0)
    assert not Site.objects.filter(country="").exists()
    marked = Site.objects.exclude(findings=[])
    assert [site.external_id for site in marked] == ["ICMM07721"]
    assert search_sites("kolwezi", mineral="cobalt")


@pytest.mark.any_database  # it asks none
def test_green_sites_were_interfered_with_as_published(visits: str) -> None:
    """Of 437 sites with a green row, 174 were looked at within two years, and at 35 armed actors interfered."""
    by_site: dict[str, list[PublishedVisit]] = {}
    for visit in read_visits(visits).visits:
        by_site.setdefault(visit.site, []).append(visit)
    green = {code: rows for code, rows in by_site.items() if any(row.colour is Colour.GREEN for row in rows)}
    answers = {code: interference_after_green(rows) for code, rows in green.items()}
    known = [found for found in answers.values() if found]
    assert (len(green), len(known), sum(Answer.YES in found for found in known)) == (437, 174, 35)


def interference_after_green(rows: list[PublishedVisit]) -> list[Answer]:
    decided = [row.observed_on for row in rows if row.colour is Colour.GREEN and row.observed_on]
    return [
        row.answers["armed_interference"]
        for row in rows
        if row.observed_on
        and "armed_interference" in row.answers
        and any(0 <= (row.observed_on - day).days <= 730 for day in decided)
    ]


@pytest.mark.any_database  # the actions of diligence ask both what a site's risk and history are
def test_no_published_site_is_clear_and_every_green_has_expired(visits: str) -> None:
    import_visits(SYSTEM, text=visits, at=AT)
    on = date(2026, 1, 5)
    for site in Site.objects.order_by("id").values_list("id", flat=True)[:100]:
        assert not site_risk(site, on).clear.is_yes
        assert not [span for span in status_history(site, on) if span.colour is Colour.GREEN and span.period.holds(on)]
