"""Tables and forms that leave through pages, and come back through one."""

import io
import re
from collections.abc import Iterator
from html import unescape

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from orepass.assurance.queries import case_for
from orepass.platform import clock
from orepass.platform.workbooks import TYPE
from orepass.scheme import queries as scheme
from tests.certification import PACK, World
from tests.web.conftest import Browse

FIRST = "ASM.G.legitimacy.C1"


@pytest.fixture(autouse=True)
def at_the_worlds_time(world: World) -> Iterator[None]:
    with clock.frozen_at(world.at):
        yield


def page(name: str, *arguments: str) -> str:
    return reverse(f"web:{name}", args=arguments)


def book(client: Client, address: str) -> openpyxl.Workbook:
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert answer["Content-Type"] == TYPE
    assert answer["Content-Disposition"].startswith('attachment; filename="')
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def test_anybody_takes_a_standard_home(client: Client) -> None:
    address = page("standard-sheet", PACK)
    assert f'href="{address}"' in client.get(page("pack", PACK)).content.decode()
    assert book(client, address).sheetnames[1] == "pack"


def test_anybody_takes_a_self_assessment_for_what_they_say_of_themselves(client: Client) -> None:
    address = page("assessment-sheet", PACK, "ASM")
    said = "?size=asm&activities=extraction&minerals=gold&flags.underground=no"
    whole, less = (book(client, address + query)["answers"].max_row for query in ("", said))
    assert less < whole
    assert book(client, f"{address}?language=sw").sheetnames == ["majibu", "kuhusu"]
    assert book(client, page("assessment-form", PACK, "ASM") + said).sheetnames == ["survey", "choices", "settings"]


@pytest.mark.parametrize("query", ["?size=enormous", "?colour=red", "?minerals=unobtainium"])
def test_words_that_the_edition_does_not_know_are_refused(client: Client, query: str) -> None:
    assert client.get(page("assessment-sheet", PACK, "ASM") + query).status_code == 422


def test_what_is_not_there_is_not_handed_out(world: World, client: Client, logged_in: Browse) -> None:
    assert client.get(page("standard-sheet", "no-such")).status_code == 404
    assert client.get(page("assessment-sheet", PACK, "XYZ")).status_code == 404
    file = world.contracted()
    stranger = logged_in(world.outsider)
    for name in ("file-sheet", "file-form"):
        assert stranger.get(page(name, file)).status_code == 404
        assert client.get(page(name, file)).status_code == 302


def test_a_filled_table_is_saved_from_the_page_of_the_answers(world: World, logged_in: Browse) -> None:
    file = world.contracted()
    browser = logged_in(world.operator)
    html = browser.get(page("answers", file)).content.decode()
    assert page("file-sheet", file) in html
    assert page("file-form", file) in html
    made = book(browser, page("file-sheet", file))
    made["answers"]["J2"] = "Fully met"
    out = io.BytesIO()
    made.save(out)
    sent = {"step": "assurance.answer.import_sheet", "file": SimpleUploadedFile("a.xlsx", out.getvalue(), TYPE)}
    assert browser.post(page("answers", file), sent).status_code == 302
    assert [(card.requirement, card.answer) for card in case_for(world.operator, file).answers] == [(FIRST, "full")]


def test_a_wrong_cell_is_named_on_the_page_and_nothing_is_saved(world: World, logged_in: Browse) -> None:
    file = world.contracted()
    browser = logged_in(world.operator)
    made = book(browser, page("file-sheet", file))
    made["answers"]["J2"], made["answers"]["J3"] = "Fully met", "=1+1"
    out = io.BytesIO()
    made.save(out)
    sent = {"step": "assurance.answer.import_sheet", "file": SimpleUploadedFile("a.xlsx", out.getvalue(), TYPE)}
    answer = browser.post(page("answers", file), sent)
    assert answer.status_code == 422
    assert "answers!J3" in answer.content.decode()
    assert case_for(world.operator, file).answers == ()


def test_submissions_are_saved_from_the_page(world: World, logged_in: Browse) -> None:
    file = world.contracted()
    browser = logged_in(world.operator)
    digest = next(row[1].value for row in book(browser, page("file-sheet", file))["about"] if row[0].value == "digest")
    inside = f"<orepass_digest>{digest}</orepass_digest><orepass_standard>ASM</orepass_standard>"
    data = f"<data>{inside}<ASM_G_legitimacy_C1>none</ASM_G_legitimacy_C1><instanceID>1</instanceID></data>"
    sent = {"step": "assurance.answer.import_submissions", "file": SimpleUploadedFile("a.xml", data.encode())}
    assert browser.post(page("answers", file), sent).status_code == 302
    assert [(card.requirement, card.answer) for card in case_for(world.operator, file).answers] == [(FIRST, "none")]


def test_the_way_from_what_applies_leads_to_the_table_of_just_that(client: Client) -> None:
    flags = "&".join(f"flags.{name}=unknown" for name in scheme.pack(PACK).flags)
    said = f"?activities=extraction&minerals=cobalt&size=asm&people=45&country=CD&{flags}"
    html = client.get(page("what-applies", PACK) + said).content.decode()
    links = [unescape(found) for found in re.findall(r'href="([^"]*self-assessment\.xlsx[^"]*)"', html)]
    assert links
    for link in links:
        assert book(client, link).sheetnames == ["answers", "about"]


def test_the_table_of_events_is_handed_out_and_explained_in_the_readers_language(
    world: World, logged_in: Browse
) -> None:
    browser = logged_in(world.operator)
    browser.cookies["django_language"] = "fr"
    html = unescape(browser.get(page("lots")).content.decode())
    assert f'href="{page("events-table")}"' in html
    assert "emballé dans" in html
    assert "Le lot dans lequel les autres sont emballés." in html
    made = book(browser, page("events-table"))
    headings, explained = made.worksheets[0], made.worksheets[1]
    assert [cell.value for cell in headings[1]][:4] == ["quoi", "quand", "lot", "masse kg"]
    assert (headings.title, explained["B2"].value) == ("Événements", "what")
    assert "réception" in str(explained["C2"].value)
