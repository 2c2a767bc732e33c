"""Every page answers whoever may see it, stays small and plain, and tells strangers nothing."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from orepass.platform import clock
from orepass.platform.access import Actor
from orepass.transparency import queries
from orepass.transparency.actions import queue_leaf, sequence
from tests.certification import PACK, World
from tests.web.conftest import Browse

HEAVIEST = 100_000
STYLE_AND_FONTS = 60_000
PUBLIC = (
    ("home",),
    ("map",),
    ("standards",),
    ("pack", PACK),
    ("numbers", PACK),
    ("coverage", PACK),
    ("announcements",),
    ("edition-changes", "quarry-basics"),
    ("standard", PACK, "CPS"),
    ("subject", PACK, "CPS", "water"),
    ("calculator",),
    ("rule", "sample"),
    ("complain",),
    ("complaint-follow",),
    ("consultations",),
    ("recognised",),
    ("log",),
)
OPERATOR = (
    *(
        "dashboard",
        "recognition",
        "person",
        "file-new",
        "groups",
        "lots",
        "accounts",
        "inbox",
        "recalls",
        "book-credits",
    ),
    *("cases-heard", "fees", "evidence"),
)
STAFF = ("packs", "holders", "recognition", "fees", "cases-heard", "rounds", "inbox", "recalls")


def address(name: str, *arguments: str) -> str:
    return reverse(f"web:{name}", args=arguments)


@pytest.fixture(autouse=True)
def at_the_worlds_time(world: World) -> Iterator[None]:
    with clock.frozen_at(world.at):
        yield


def check(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200, where
    html = answer.content.decode()
    assert len(answer.content) + STYLE_AND_FONTS < HEAVIEST, where
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", html), f"{where} has a style or a script of its own"
    assert html.count("<h1") == 1, where
    return html


@pytest.mark.parametrize("page", PUBLIC)
def test_public_page_is_open_to_everyone_and_small(client: Client, page: tuple[str, ...]) -> None:
    check(client, address(*page))


def test_released_standards_are_shown_first_and_a_pilot_in_one_line_without_a_way_in(client: Client) -> None:
    released, _heading, others = check(client, address("standards")).partition("Pilots, and other systems")
    assert address("standard", PACK, "CPS") in released
    assert address("pack", "irma-manner@2024.1") not in released
    assert address("pack", "irma-manner@2024.1") in others
    assert address("standard", "irma-manner@2024.1", "IRM") not in others


def test_certificate_is_public_with_its_status_of_the_day(world: World, client: Client) -> None:
    certificate = world.certified()
    html = check(client, address("certificate", certificate.id))
    assert "mark-active" in html
    assert certificate.client_name in html
    assert certificate.content_digest in html


def test_log_says_how_many_entries_there_are_and_at_which_sizes_it_was_signed(world: World, client: Client) -> None:
    sequence(Actor.system("sequencer"), at=world.at)
    before = queries.head().size
    for number in range(45):
        queue_leaf(kind="test.thing.happen", subject=f"thg-{number}", content_digest="0" * 64, at=world.at)
    sequence(Actor.system("sequencer"), at=world.at)
    html = check(client, address("log"))
    assert f"1 to 40 of {before + 45}" in html
    older = re.search(r'href="(\?before=\d+)" rel="next"', html)
    assert older
    assert f"41 to {min(80, before + 45)} of {before + 45}" in check(client, address("log") + older[1])
    signed = html.partition('id="sizes"')[2]
    assert re.findall(r'<th scope="row"[^>]*>\s*([\d,]+)', signed)[:1] == [str(before + 45)]
    assert len(queries.sizes()) == signed.count('scope="row"') > 1


def test_certificate_page_names_no_person(world: World, client: Client) -> None:
    html = check(client, address("certificate", world.certified().id))
    assert "per-" not in html
    assert "Somebody" not in html


@pytest.mark.parametrize("name", OPERATOR)
def test_operators_pages_answer_when_everything_is_empty(world: World, logged_in: Browse, name: str) -> None:
    check(logged_in(world.operator), address(name))


@pytest.mark.parametrize("name", STAFF)
def test_scheme_staffs_pages_answer(world: World, logged_in: Browse, scheme_staff: Actor, name: str) -> None:
    check(logged_in(scheme_staff), address(name))


def test_worked_cases_run_on_their_page(world: World, logged_in: Browse, scheme_staff: Actor) -> None:
    html = check(logged_in(scheme_staff), address("cases", PACK))
    assert "mark-verified" in html


def test_component_page_shows_everything_to_staff_and_nothing_to_others(
    world: World, logged_in: Browse, scheme_staff: Actor, client: Client
) -> None:
    assert "Three quarters of the cobalt" in logged_in(scheme_staff).get(address("components")).content.decode()
    assert client.get(address("components")).status_code == 404


@pytest.mark.parametrize("page", ["dashboard", "lots", "groups", "packs"])
def test_stranger_is_sent_to_the_log_in(client: Client, page: str) -> None:
    answer = client.get(address(page))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")


def test_role_that_may_not_see_a_page_is_told_which_may(world: World, logged_in: Browse) -> None:
    answer = logged_in(world.auditor).get(address("packs"))
    assert answer.status_code == 403
    assert b"scheme staff" in answer.content


@pytest.mark.parametrize("name", ["file", "answers"])
def test_file_of_others_does_not_exist_for_a_stranger(world: World, logged_in: Browse, name: str) -> None:
    file = world.submitted().id
    assert logged_in(world.operator).get(address(name, file)).status_code == 200
    assert logged_in(world.outsider).get(address(name, file)).status_code == 404


def test_private_site_does_not_exist_for_a_stranger(world: World, client: Client, logged_in: Browse) -> None:
    where = address("site", world.sites[0])
    assert client.get(where).status_code == 404
    assert logged_in(world.operator).get(where).status_code == 200


@pytest.mark.parametrize(
    "hostile", ["x", "crt-" + "A" * 900, "%00", "../../etc/passwd", "crt-%F0%9F%92%A5", "'; drop table--"]
)
@pytest.mark.parametrize("name", ["certificate", "passport", "site", "proof", "pack"])
def test_hostile_identifier_is_simply_not_found(client: Client, name: str, hostile: str) -> None:
    pattern = address(name, "PLACE")
    assert client.get(pattern.replace("PLACE", hostile)).status_code == 404


@pytest.mark.parametrize("asked", ["'", "%", "<script>", "a" * 5000, "\x00", "  "])
def test_hostile_search_is_answered_with_nothing_found(client: Client, asked: str) -> None:
    answer = client.get(address("home"), {"q": asked})
    assert answer.status_code in {200, 422}
    assert b"<script>" not in answer.content


def test_language_is_kept_and_leads_back_to_this_site_only(client: Client) -> None:
    answer = client.get(address("language", "fr"), {"next": "https://evil.example/"})
    assert answer["Location"] == "/"
    assert "Registre" in client.get(address("home")).content.decode()


def test_map_is_a_picture_of_its_own_that_may_be_kept(client: Client) -> None:
    answer = client.get(address("map-picture", "dark"))
    assert answer["Content-Type"] == "image/svg+xml"
    assert "max-age" in answer["Cache-Control"]
    assert len(answer.content) < HEAVIEST
    assert client.get(address("map-picture", "pink")).status_code == 404


def test_page_forbids_every_style_and_script_but_our_own(client: Client) -> None:
    policy = client.get(address("home"))["Content-Security-Policy"]
    assert "'unsafe" not in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_address_of_no_page_is_answered_as_a_page_with_a_way_on(client: Client, language: str) -> None:
    answer = client.get("/desk/nothing/<b>/", headers={"accept-language": language})
    html = answer.content.decode()
    assert answer.status_code == 404
    assert {"en": "There is nothing here", "fr": "Il n'y a rien ici"}[language] in unescape(html)
    assert f'href="{address("home")}"' in html
    assert "<b>" not in html
