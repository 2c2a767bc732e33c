"""What costs is made once for all, told to be unchanged to who has it, and counted for who has too much made."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from orepass.assurance.actions.certificate import Grounds, suspend_certificate
from orepass.passport.paper import printing
from orepass.platform import clock, flood
from orepass.transparency.actions import place_queued
from orepass.web import costly
from orepass.web.acting import NOBODY
from orepass.web.costly import Shelf
from orepass.web.views import papers, verifying
from tests.actions.passport.chain import Chain, to_the_battery
from tests.beginnings import Teller, Told
from tests.web.conftest import Browse


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Chain]:
    return tell(to_the_battery)


@pytest.fixture
def chain(told: Told[Chain], db: None) -> Iterator[Chain]:
    chain = told.again()
    with clock.frozen_at(chain.at):
        chain.passport()
        place_queued()
        yield chain


@pytest.fixture(autouse=True)
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Keep count of what is made instead of making it."""
    made: list[str] = []
    monkeypatch.setattr(printing, "_pdf", lambda text: made.append(text) or b"%PDF-")
    monkeypatch.setattr(verifying, "qr_code", lambda frame: made.append(frame) or "<svg></svg>")
    for shelf in (papers.PRINTED, verifying.DRAWN):
        shelf.forget()
    flood.forget()
    return made


def addresses(chain: Chain) -> dict[str, str]:
    passport = chain.passport().id
    place_queued()
    return {
        "certificate": reverse("web:certificate-paper", args=[chain.certificate.id]),
        "passport": reverse("web:passport-paper", args=[passport]),
        "codes": reverse("web:bundle-codes", args=[passport]),
    }


KINDS = ("certificate", "passport", "codes")


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_made_once_for_all_who_ask(chain: Chain, made: list[str], kind: str) -> None:
    address = addresses(chain)[kind]
    first = Client().get(address)
    count = len(made)
    later = Client().get(address)
    assert (first.status_code, later.status_code, later.content) == (200, 200, first.content)
    assert len(made) == count > 0


@pytest.mark.parametrize("kind", KINDS)
def test_who_has_it_is_told_that_it_is_unchanged(chain: Chain, made: list[str], kind: str) -> None:
    address = addresses(chain)[kind]
    first = Client().get(address)
    assert "no-cache" in first["Cache-Control"]
    count = len(made)
    papers.PRINTED.forget()
    verifying.DRAWN.forget()
    again = Client().get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"], len(made)) == (304, b"", first["ETag"], count)
    in_french = Client().get(address, headers={"If-None-Match": first["ETag"], "Accept-Language": "fr"})
    assert (in_french.status_code, in_french["ETag"] != first["ETag"]) == (200, True)


@pytest.mark.parametrize("kind", ["certificate", "codes"])
def test_changed_status_is_another_content(chain: Chain, made: list[str], kind: str) -> None:
    address = addresses(chain)["certificate"]
    if kind == "codes":
        address = reverse("web:bundle-codes", args=[chain.certificate.id])
    first = Client().get(address)
    count = len(made)
    suspend_certificate(
        chain.world.certifier, certificate=chain.certificate.id, grounds=Grounds.OWN_REQUEST, note="x", at=chain.at
    )
    place_queued()
    again = Client().get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, len(made) > count) == (200, True)


def test_codes_are_drawn_anew_after_an_hour_and_not_before(chain: Chain, made: list[str]) -> None:
    address = addresses(chain)["codes"]
    start = chain.at.replace(minute=0, second=0) + timedelta(hours=1)
    for minutes, drawings in ((0, 1), (59, 1), (60, 2)):
        with clock.frozen_at(start + timedelta(minutes=minutes)):
            assert Client().get(address).status_code == 200
        assert len({frame.split("/")[3] for frame in made}) == drawings


@pytest.mark.parametrize("kind", KINDS)
def test_address_that_has_too_much_made_is_refused_and_nothing_is_made(
    chain: Chain, made: list[str], monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(costly, "MADE_PER_HOUR", 1)
    address = addresses(chain)[kind]
    assert Client().get(address).status_code == 200
    count = len(made)
    assert Client().get(address).status_code == 200, "what is made already costs nothing"
    refused = Client().get(address, headers={"Accept-Language": "fr"}) if kind != "codes" else None
    if refused is None:
        verifying.DRAWN.forget()
        refused = Client().get(address)
    assert (refused.status_code, len(made)) == (429, count)
    elsewhere = Client(REMOTE_ADDR="192.0.2.7").get(address, headers={"Accept-Language": "fr"})
    assert elsewhere.status_code == 200
    with clock.frozen_at(chain.at + timedelta(minutes=61)):
        assert Client().get(address, headers={"Accept-Language": "fr"}).status_code == 200


def test_those_who_are_logged_in_are_not_counted_and_see_their_own_page(
    chain: Chain, monkeypatch: pytest.MonkeyPatch, logged_in: Browse
) -> None:
    monkeypatch.setattr(costly, "MADE_PER_HOUR", 0)
    found, browser = addresses(chain), logged_in(chain.operator)
    for address in found.values():
        assert browser.get(address).status_code == 200
    assert "ETag" not in browser.get(found["codes"])
    assert Client().get(found["codes"])["ETag"]


def test_shelf_keeps_what_was_asked_for_last(rf: RequestFactory) -> None:
    shelf, told = Shelf[str](2), list[str]()
    request: Any = rf.get("/")
    request.actor = NOBODY

    def made_of(content: str) -> str:
        told.append(content)
        return content.upper()

    def asked(content: str) -> str:
        return shelf.get(request, content, lambda: made_of(content))

    assert [asked(content) for content in ("a", "b", "a", "c", "a", "b")] == ["A", "B", "A", "C", "A", "B"]
    assert told == ["a", "b", "c", "b"]
