"""The public report: what everybody reads of it, what is kept back, and the page on which the holder chooses."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from orepass.assurance.models import ReportChoice
from orepass.assurance.queries import CertificateCard
from orepass.platform import clock
from tests.beginnings import Teller, Told
from tests.certification import World
from tests.web.conftest import Browse

STEP = "assurance.report.choose"


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[World]:
    return tell(lambda: World(sites=2).having("certified"))


@pytest.fixture(autouse=True)
def at_the_worlds_time(world: World) -> Iterator[None]:
    with clock.frozen_at(world.at):
        yield


def shown(card: CertificateCard) -> str:
    return Client().get(reverse("web:report", args=[card.id])).content.decode()


def test_the_certificate_leads_to_its_report_and_the_report_back(world: World) -> None:
    card = world.certified()
    html = Client().get(reverse("web:certificate", args=[card.id])).content.decode()
    assert reverse("web:report", args=[card.id]) in html
    assert reverse("web:certificate", args=[card.id]) in shown(card)


def test_before_the_holder_chose_the_minimum_is_shown_and_what_is_to_come_is_named(world: World) -> None:
    html = shown(world.certified())
    assert 'id="nonconformities"' in html
    assert 'id="scores_by_dimension"' not in html
    assert "unless the holder chooses otherwise: Scores by dimension" in html
    assert "Which parts are public is our own choice" in html


def test_after_the_days_of_the_scheme_the_default_is_shown(world: World) -> None:
    card = world.certified()
    with clock.frozen_at(world.at + timedelta(days=31)):
        html = shown(card)
    assert 'id="core_results"' in html
    assert 'id="requirement_results"' not in html
    assert "The holder has not chosen" in html


def test_a_table_of_the_report_is_taken_along_as_csv_and_a_hidden_one_is_not(world: World) -> None:
    page = reverse("web:report", args=[world.certified().id])
    assert Client().get(page, {"csv": "report-sampling"})["Content-Type"].startswith("text/csv")
    assert Client().get(page, {"csv": "report-core-results"})["Content-Type"].startswith("text/html")


def test_the_holder_sees_what_each_part_shows_and_chooses(world: World, logged_in: Browse) -> None:
    card = world.certified()
    browser = logged_in(world.operator)
    page = reverse("web:certificate-work", args=[card.id])
    html = browser.get(page).content.decode()
    assert "The public report" in html
    assert "report-requirement-results" in html
    assert "always public" in html
    sent = {"step": STEP, "parts": ["scores_by_dimension", "plan"], "reason": "business_secret", "note": "Prices."}
    assert browser.post(page, sent).status_code == 302
    assert ReportChoice.objects.get().parts == ["scores_by_dimension", "plan"]
    report = shown(card)
    assert "Not published by the holder’s choice: Scores by subject, Core requirements." in report
    assert "a business secret" in report
    assert "Prices." not in report
    assert "No improvement plan is on file." in report


def test_less_without_a_reason_is_refused_on_the_page_and_nothing_is_kept(world: World, logged_in: Browse) -> None:
    card = world.certified()
    answer = logged_in(world.operator).post(
        reverse("web:certificate-work", args=[card.id]), {"step": STEP, "parts": [], "reason": ""}
    )
    assert answer.status_code == 422
    assert "without a reason" in answer.content.decode()
    assert not ReportChoice.objects.exists()


def test_the_provider_is_offered_no_choice(world: World, logged_in: Browse) -> None:
    card = world.certified()
    html = logged_in(world.certifier).get(reverse("web:certificate-work", args=[card.id])).content.decode()
    assert STEP not in html
    assert "The public report" not in html


def test_a_certificate_that_nobody_knows_has_no_report(world: World) -> None:
    assert Client().get(reverse("web:report", args=["crt-NOTHING"])).status_code == 404
