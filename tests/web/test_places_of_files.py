"""Whoever is to audit a place sees it; a draft opens nothing, and no link leads to a place that does not open."""

from collections.abc import Iterator

import pytest
from django.urls import reverse

from orepass.platform import clock
from orepass.platform.notices import notify
from orepass.register.queries import site_for, site_page
from tests.certification import World
from tests.web.conftest import Browse

PAGES = ("web:site", "web:site-work")


@pytest.fixture(autouse=True)
def at_the_worlds_time(world: World) -> Iterator[None]:
    with clock.frozen_at(world.at):
        yield


def test_auditor_and_certifier_open_the_place_that_they_were_asked_to_audit(world: World, logged_in: Browse) -> None:
    file = world.submitted()
    for person in (world.auditor, world.certifier):
        browser = logged_in(person)
        assert (
            reverse("web:site-work", args=[file.sites[0]])
            in browser.get(reverse("web:file", args=[file.id])).content.decode()
        )
        assert [browser.get(reverse(page, args=[file.sites[0]])).status_code for page in PAGES] == [200, 200]
        assert site_for(person, file.sites[0])[1]


def test_a_draft_opens_neither_file_nor_place_to_the_provider_that_it_names(world: World, logged_in: Browse) -> None:
    kept = world.draft()
    browser = logged_in(world.auditor)
    assert kept.id not in browser.get(reverse("web:dashboard")).content.decode()
    for name in ("web:file", "web:answers", "web:plan"):
        assert browser.get(reverse(name, args=[kept.id])).status_code == 404
    assert [browser.get(reverse(page, args=[kept.sites[0]])).status_code for page in PAGES] == [404, 404]


def test_corrections_of_a_site_stay_with_the_people_who_run_it(world: World) -> None:
    file = world.submitted()
    assert site_page(world.auditor, file.sites[0], world.at.date()).corrections == ()


def test_notice_about_a_site_leads_there_only_if_it_opens(world: World, logged_in: Browse) -> None:
    site = world.sites[0]
    notify(organisation=world.provider, kind="diligence.flag.answered", subject=site)
    browser, href = logged_in(world.auditor), reverse("web:site", args=[site])
    assert href not in browser.get(reverse("web:dashboard")).content.decode()
    world.submitted()
    assert href in browser.get(reverse("web:dashboard")).content.decode()
