"""The page of the browser's verifier, what it is served with, and the bundles to give to it."""

import json
import re
import shutil
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from orepass.credentials.rules.anchors import read_anchors
from orepass.credentials.rules.bundle import read_bundle
from orepass.credentials.rules.bundle_frames import joined
from orepass.passport import bundling
from orepass.passport.bundling import check_bundle
from orepass.platform import clock
from orepass.transparency.actions import place_queued
from orepass.web.views import verifying
from orepass.web.views.verifying import FILES, by_number, marked_texts
from tests.actions.passport.chain import Chain, to_the_battery
from tests.beginnings import Teller, Told
from tests.rules.credentials.bundle_parts import REFUSED
from tests.rules.credentials.bundle_table import rows

SOURCES = Path(__file__).resolve().parents[2] / "src" / "orepass"


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Chain]:
    return tell(to_the_battery)


@pytest.fixture
def chain(told: Told[Chain], db: None) -> Chain:
    return told.again()


def told_to(client: Client, address: str) -> dict[str, object]:
    page = client.get(address).content.decode()
    found = re.search(r'<script id="told" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found
    return dict(json.loads(found[1]))


@pytest.mark.django_db
def test_page_tells_its_script_every_text_in_the_readers_language(client: Client) -> None:
    english = told_to(client, reverse("web:verifier"))
    assert english["texts"] == {}
    french = told_to(client, reverse("web:verifier") + "?in=fr")
    texts = french["texts"]
    assert isinstance(texts, dict)
    assert texts[by_number("The credential carries no proof.")] == "L'attestation ne porte aucune preuve."
    assert set(texts) == {by_number(text) for text in marked_texts()}


@pytest.mark.django_db
def test_page_names_every_check_that_is_made_of_a_bundle(client: Client) -> None:
    asked = [row for row in rows() if row.outcome != REFUSED]
    found = [check_bundle(read_bundle(row.bundle), anchors=read_anchors(row.anchors), at=row.at) for row in asked]
    names = told_to(client, reverse("web:verifier"))["names"]
    assert isinstance(names, dict)
    assert {check.name for each in found for check in each.checks} == set(names)


def test_every_text_of_the_browsers_verifier_is_one_of_the_servers() -> None:
    rooms = [SOURCES / room / "rules" for room in ("credentials", "transparency", "passport")]
    known = "\n".join(path.read_text(encoding="utf-8") for room in rooms for path in room.rglob("*.py"))
    # Long texts of the sources are written in pieces.
    whole = re.sub(r'"\s*\n\s*"', "", known)
    strangers = [text for text in marked_texts() if text.replace('"', '\\"') not in whole]
    assert strangers == ["This browser cannot check signatures of this kind of key."]
    assert len(marked_texts()) > 100


@pytest.mark.django_db
def test_worker_keeps_the_page_in_its_language_and_every_file_it_needs(client: Client) -> None:
    answer = client.get(reverse("web:verifier-worker"), {"in": "fr"})
    assert answer["Content-Type"].startswith("text/javascript")
    text = answer.content.decode()
    files = json.loads(text.split("const FILES = ", 1)[1].partition(";\n")[0])
    assert files[0] == "/verify/?in=fr"
    for path in (FILES / "verifier").glob("*.js"):
        assert (f"/static/orepass/verifier/{path.name}" in files) is (path.name != "worker.js")
    assert client.get(reverse("web:verifier-worker"), {"in": "xx"}).content.decode() != text


@pytest.mark.django_db
def test_worker_keeps_every_file_of_others_and_becomes_another_with_any_of_them(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = client.get(reverse("web:verifier-worker")).content.decode()
    theirs = [path.name for path in (FILES / "noble").glob("*.js")]
    assert theirs
    assert all(f'"/static/orepass/noble/{name}"' in before for name in theirs)
    copy = tmp_path / "orepass"
    shutil.copytree(FILES, copy)
    monkeypatch.setattr(verifying, "FILES", copy)
    assert client.get(reverse("web:verifier-worker")).content.decode() == before
    for path in copy.glob("noble/*.js"):
        path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert client.get(reverse("web:verifier-worker")).content.decode() != before


@pytest.mark.django_db
def test_page_can_be_installed(client: Client) -> None:
    said = json.loads(client.get(reverse("web:verifier-manifest")).content)
    assert (said["start_url"], said["scope"], said["display"]) == ("/verify/", "/verify/", "standalone")
    assert (FILES / "icon.svg").exists()


def test_anchors_are_those_of_this_home(client: Client, chain: Chain) -> None:
    chain.passport()
    with clock.frozen_at(chain.at):
        said = json.loads(client.get(reverse("web:verifier-anchors")).content)
    assert [one["did"] for one in said["issuers"]] == list(bundling.own_anchors().issuers)
    assert said["logs"][0]["checkpoint"]


def test_bundle_is_downloaded_and_shown_as_codes(client: Client, chain: Chain) -> None:
    card = chain.passport()
    place_queued()
    with clock.frozen_at(chain.at):
        answer = client.get(reverse("web:bundle", args=[card.id]))
        page = client.get(reverse("web:bundle-codes", args=[card.id])).content.decode()
        passport_page = client.get(reverse("web:passport", args=[card.id])).content.decode()
    assert f"{card.id}.orepass" in answer["Content-Disposition"]
    bundle = read_bundle(answer.content)
    assert bundle == bundling.bundle_of(card.id, at=chain.at)
    frames = re.findall(r'<span class="code">(OREPASS1/[^<]+)</span>', page)
    assert read_bundle(joined(frames)) == bundle
    assert page.count("<svg") >= len(frames) > 1
    assert reverse("web:bundle", args=[card.id]) in passport_page


@pytest.mark.django_db
def test_bundle_of_nothing_is_not_found(client: Client) -> None:
    assert client.get(reverse("web:bundle", args=["crt-nothing"])).status_code == 404
    assert client.get(reverse("web:bundle-codes", args=["crt-nothing"])).status_code == 404
