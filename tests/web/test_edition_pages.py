"""Editions beside one another on pages and through the API: what changed, what was announced, what it would do."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from orepass.platform import clock
from orepass.platform.access import Actor
from orepass.platform.accounts import create_token
from orepass.scheme.models import Announcement, Edition
from orepass.scheme.queries import announcements, standards_root
from tests.certification import PACK, World
from tests.web.conftest import Browse

NEXT = "cera-4in1@2027.1"
QUARRY = "/standards/quarry-basics/changes/"


@pytest.fixture(autouse=True)
def at_the_worlds_time(world: World) -> Iterator[None]:
    with clock.frozen_at(world.at):
        yield


@pytest.fixture
def drafted(world: World, scheme_staff: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Actor:
    """The next edition lies drafted in the folder; the staff of the scheme published the one before."""
    Edition.objects.update(published_by=scheme_staff.organisation)
    shutil.copytree(standards_root() / "cera-4in1", tmp_path / "cera-4in1")
    new = tmp_path / "cera-4in1" / "2027.1"
    shutil.copytree(tmp_path / "cera-4in1" / "2026.1", new)
    shutil.rmtree(new / "cases")
    child = next((new / "ASM").rglob("03-children.yaml"))
    child.write_text(child.read_text(encoding="utf-8").replace("criticality: progress", "criticality: core"))
    head = (new / "pack.yaml").read_text(encoding="utf-8")
    head = head.replace('edition: "2026.1"', 'edition: "2027.1"').replace("2025-01-01", "2027-01-01", 1)
    (new / "pack.yaml").write_text(head.replace("status: released", "status: draft", 1), encoding="utf-8")
    monkeypatch.setenv("OREPASS_STANDARDS", str(tmp_path))
    return scheme_staff


def page(client: Client, where: str, status: int = 200) -> str:
    answer = client.get(where)
    assert answer.status_code == status, where
    return answer.content.decode()


def test_what_changed_stands_for_everyone_with_a_picture_and_the_table_behind_it(client: Client) -> None:
    html = page(client, QUARRY)
    assert "3 new, 2 tightened, 1 relaxed, 1 gone, 2 in other words; 5 as before." in html
    assert "Most changes in “Water and land”" in html
    assert "(draft)" in html
    assert 'id="subjects"' in html
    for name in ("QRY.S.safety.A1", "was QRY.G.standing.D1", "reaches fewer sites"):
        assert name in html
    assert html.count("<h1") == 1


@pytest.mark.parametrize(
    ("kind", "there", "away"),
    [
        ("new", "QRY.S.safety.A1", "QRY.S.safety.M1<"),
        ("gone", "QRY.E.water-land.D1", "QRY.S.safety.A1"),
        ("moved", "QRY.G.dues.D1", "QRY.S.safety.A1"),
        ("tightened", "QRY.S.safety.M1", "QRY.S.safety.A1"),
    ],
)
def test_the_list_is_filtered_by_what_became_of_a_requirement(client: Client, kind: str, there: str, away: str) -> None:
    html = page(client, f"{QUARRY}?from=2026.1&to=2027.1&show={kind}")
    assert there in html
    assert away not in html


def test_numbers_and_what_else_changed_stand_apart(client: Client) -> None:
    html = page(client, f"{QUARRY}?show=rest")
    for words in ("rating · levels · listed", "Texts by language", "Loaders, diggers or lorries", 'id="subjects"'):
        assert words in html
    assert "QRY.S.safety.A1" not in html
    assert "quarry-2027-all-met" not in html


def test_the_other_way_round_what_was_new_is_gone(client: Client) -> None:
    html = page(client, f"{QUARRY}?from=2027.1&to=2026.1")
    assert "1 new, 1 tightened, 2 relaxed, 3 gone" in html


def test_an_edition_beside_itself_says_so_and_an_unknown_one_is_not_there(client: Client) -> None:
    assert "does not differ from itself" in page(client, f"{QUARRY}?from=2026.1&to=2026.1")
    for where in (f"{QUARRY}?from=1999.1", f"{QUARRY}?to=1999.1", "/standards/nothing/changes/"):
        page(client, where, 404)
    assert "does not differ from itself" in page(client, "/standards/irma-manner@2024.1/changes/")


def test_a_broken_wish_falls_back_to_everything_and_all_of_it_fits_one_page(client: Client) -> None:
    assert page(client, f"{QUARRY}?show=nonsense").count("QRY.S.safety.A1") == page(client, QUARRY).count(
        "QRY.S.safety.A1"
    )
    printed = page(client, f"{QUARRY}?all=1")
    for words in ("Page by page", "rating · levels · listed", "QRY.S.safety.A1", "QRY.E.water-land.D1"):
        assert words in printed


def test_tables_of_changes_are_handed_out(client: Client) -> None:
    assert "Export as CSV" in page(client, QUARRY)


def test_nothing_announced_is_said(client: Client) -> None:
    assert "Nothing is announced" in page(client, "/standards/announcements/")


def test_staff_read_the_impact_and_announce_the_edition(drafted: Actor, logged_in: Browse, client: Client) -> None:
    staff = logged_in(drafted)
    where = reverse("web:edition-impact", args=[NEXT])
    html = page(staff, where)
    assert "What this edition would do" in html
    assert "Nobody holds a certificate" in html
    assert reverse("web:edition-impact", args=[NEXT]) in page(staff, reverse("web:cases", args=[NEXT]))
    sent = {
        "step": "scheme.edition.announce",
        "replaces": PACK,
        "from_on": "2027-01-01",
        "text_en": "From January on.",
        "text_fr": "Dès janvier.",
        "text_es": "",
        "text_sw": "",
    }
    refused = staff.post(where, {**sent, "from_on": "2020-01-01"})
    assert (refused.status_code, Announcement.objects.count()) == (422, 0)
    assert "that day is past" in refused.content.decode()
    assert staff.post(where, sent).status_code == 302
    (card,) = announcements()
    assert (card.ref, card.replaces_ref, card.texts) == (NEXT, PACK, {"en": "From January on.", "fr": "Dès janvier."})
    public = page(client, "/standards/announcements/")
    assert "From January on." in public
    assert f'id="{card.id}"' in public
    assert "31 Dec. 2027" in public
    assert "From January on." in page(client, "/standards/cera-4in1/changes/")
    assert "Announce this edition" not in page(staff, where)
    (told,) = client.get("/api/v1/announcements?scheme=cera-4in1").json()["items"]
    assert (told["ref"], told["ends_before"]) == (NEXT, "2028-01-01")


def test_a_scheme_of_one_edition_has_no_impact(logged_in: Browse, scheme_staff: Actor) -> None:
    staff = logged_in(scheme_staff)
    page(staff, reverse("web:edition-impact", args=["irma-manner@2024.1"]), 404)


def test_an_operator_has_no_business_with_the_impact(drafted: Actor, logged_in: Browse, world: World) -> None:
    operator = logged_in(world.operator)
    assert operator.get(reverse("web:edition-impact", args=[NEXT])).status_code in {302, 403, 404}


def test_the_api_tells_what_the_pages_tell(client: Client) -> None:
    address = "/api/v1/standards/quarry-basics/changes?from=2026.1&to=2027.1"
    told = client.get(address).json()
    assert (told["counts"]["new"], told["counts"]["tightened"], told["moved"]) == (3, 2, 1)
    french = client.get(f"{address}&language=fr&show=reworded").json()
    assert [one["id"] for one in french["requirements"]] == ["QRY.S.people.M1", "QRY.G.standing.C1"]
    assert {change["language"] for one in french["requirements"] for change in one["changes"]} == {"fr"}
    assert client.get("/api/v1/standards/quarry-basics/changes?from=1999.1&to=2027.1").status_code == 404
    assert client.get("/api/v1/standards/quarry-basics/changes?to=2027.1").status_code == 422


def test_the_impact_asks_for_a_token_and_for_the_right_to_ask(drafted: Actor, client: Client, world: World) -> None:
    address = "/api/v1/standards/cera-4in1/impact?from=2026.1&to=2027.1"
    assert client.get(address).status_code == 401
    answers = [
        client.get(
            address, headers={"Authorization": f"Bearer {create_token(actor, scopes=['*'], at=world.at).secret}"}
        )
        for actor in (drafted, world.operator)
    ]
    assert [answer.status_code for answer in answers] == [200, 404]
    told = answers[0].json()
    assert (told["new"], told["holders"], told["ends_before"]) == (NEXT, [], "2028-01-01")


def test_a_comparison_of_standards_means_the_edition_in_force_and_not_a_later_draft(client: Client) -> None:
    html = page(client, "/standards/compare/?a=quarry-basics:QRY&b=cera-4in1:ASM")
    assert "QRY (quarry-basics@2026.1)" in html
    assert "quarry-basics@2027.1:QRY" in html
