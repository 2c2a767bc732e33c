"""Messages about credentials that stand: told by hand or by another step, read by the verifier, lifted again."""

import importlib
import json
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
from django.apps import apps

from orepass.credentials import outside, queries
from orepass.credentials.actions import (
    UnknownMessage,
    allot_status,
    ensure_own_identity,
    record_superseded,
    set_credential_status,
    tell_credential_status,
)
from orepass.credentials.models import StatusEntry, StatusFact, StatusList
from orepass.credentials.rules import jose, status_list
from orepass.credentials.rules.jose import parse_token
from orepass.credentials.rules.presented import Presented
from orepass.credentials.rules.status import check_status
from orepass.kernel.check import Check
from orepass.kernel.refusal import Denied, NotFound
from orepass.platform import home
from orepass.platform.access import Actor, Role
from orepass.transparency.models import Entry

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
STEWARD = Actor(pseudonym="per-1", organisation="org-1", roles=frozenset({Role.STEWARD}))
ID = "https://demo.orepass.example/credentials/crd-1"
OTHER = "https://demo.orepass.example/credentials/crd-2"


@pytest.fixture(autouse=True)
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OREPASS_HOME", str(tmp_path))
    home.mark_as_demonstration("7")
    issuer = ensure_own_identity(AT)
    allot_status(issuer, subject=ID, name="crd-1", purposes=("suspension", "message"), at=AT)
    allot_status(issuer, subject=OTHER, purposes=("suspension",), at=AT)


def checked(at: datetime = AT) -> Check:
    credential = {"issuer": queries.own_did(), "credentialStatus": queries.status_entries(ID)}
    fetch = outside.status_fetcher(outside.nobody, at=at, lapsed=lambda _about: {"crt-1"})
    return check_status(Presented(credential), fetch=fetch, resolver=outside.resolver(outside.nobody, at=at), at=at)


def tell(text: str, at: datetime = AT, actor: Actor = STEWARD, subject: str = ID) -> queries.StatusCard:
    return tell_credential_status(actor, subject=subject, text=text, at=at)


def test_a_message_is_told_changed_and_taken_back_and_the_credential_stands() -> None:
    hour = timedelta(hours=1)
    told = [tell(text, AT + number * hour) for number, text in enumerate(("contested", "corrected", "nothing"))]
    assert [(card.is_set, card.message) for card in told] == [(True, "contested"), (True, "corrected"), (False, "")]
    answers = [checked(AT + number * hour) for number in range(3)]
    assert {answer.result.value for answer in answers} == {"passed"}
    assert ["disputes" in answers[0].reason, "error" in answers[1].reason] == [True, True]
    assert "issuer says" not in answers[2].reason
    assert Entry.objects.filter(kind="credentials.status.set", subject="crd-1").count() == 3


def test_a_credential_that_has_no_name_of_ours_is_told_by_its_place_in_the_list() -> None:
    entry = queries.status_entries(OTHER)[0]
    set_credential_status(STEWARD, subject=OTHER, purpose="suspension", is_set=True, at=AT)
    place = f"{entry['statusListCredential'].rpartition('/')[2]}:{entry['statusListIndex']}"
    assert Entry.objects.get(kind="credentials.status.set").subject == place


def test_places_from_before_get_the_name_that_stands_in_an_address_of_ours_and_no_other() -> None:
    step = importlib.import_module("orepass.credentials.migrations.0005_names_on_the_log")
    ours = "https://demo.orepass.example/credentials/crd-SF8F2VPSM39SY"
    theirs = "https://issuer.example/credentials/crd-jane@example.org"
    for subject in (ours, theirs):
        allot_status(queries.own_did(), subject=subject, purposes=("suspension",), at=AT)
    step.named(apps, None)
    named = dict(StatusEntry.objects.values_list("subject", "name"))
    assert (named[ours], named[theirs], named[ID]) == ("crd-SF8F2VPSM39SY", "", "crd-1")


def test_telling_what_is_told_changes_nothing() -> None:
    for _twice in range(2):
        assert tell("superseded").message == "superseded"
    assert tell("nothing").is_set is tell("nothing").is_set is False
    assert StatusFact.objects.count() == 2


def test_a_message_that_is_none_or_of_none_is_refused_and_nothing_changes() -> None:
    with pytest.raises(UnknownMessage):
        tell("revoked")
    with pytest.raises(UnknownMessage):
        set_credential_status(STEWARD, subject=ID, purpose="message", is_set=True, at=AT)
    for subject in (OTHER, "crd-9"):
        with pytest.raises(NotFound):
            tell("contested", subject=subject)
    with pytest.raises(Denied):
        tell("contested", actor=Actor("per-2", "org-2"))
    assert StatusFact.objects.count() == 0


def test_what_was_replaced_is_told_where_it_has_a_place() -> None:
    record_superseded(STEWARD, [ID, OTHER], at=AT)
    assert [card.message for card in queries.status_of(ID, at=AT)] == ["", "superseded"]
    assert [card.is_set for card in queries.status_of(OTHER, at=AT)] == [False]


def test_a_list_of_messages_has_two_bits_an_entry_and_is_signed_like_any_other() -> None:
    listed = StatusList.objects.get(purpose="message")
    assert (listed.size, StatusList.objects.get(purpose="suspension").size) == (2, 1)
    payload = jose.parse_token(queries.status_list_credential(listed.id, at=AT)).payload
    assert payload["credentialSubject"]["statusPurpose"] == "message"
    entry = queries.status_entries(ID)[1]
    assert (entry["statusSize"], len(entry["statusMessage"])) == (2, 4)
    assert json.dumps(entry["statusMessage"][1]).startswith('{"status": "0x1"')


def test_the_home_says_of_one_entry_what_strangers_read_in_its_list() -> None:
    hour = timedelta(hours=1)
    tell("contested", AT + hour)
    tell("nothing", AT + 3 * hour)
    set_credential_status(STEWARD, subject=ID, purpose="suspension", is_set=True, grounds="x", at=AT + 2 * hour)
    set_credential_status(STEWARD, subject=ID, purpose="suspension", is_set=False, grounds="x", at=AT + 4 * hour)
    StatusEntry.objects.filter(subject=OTHER).update(about="crt-1")
    entries = [*queries.status_entries(ID), *queries.status_entries(OTHER)]
    seen = set[int]()
    for later, lapsed in product(range(6), (None, lambda _about: {"crt-1"}, lambda _about: {"crt-2"})):
        for entry in entries:
            url, at = entry["statusListCredential"], AT + later * hour
            kept = queries.kept_at_url(url, at=at, source="x", lapsed=lapsed)
            listing = parse_token(queries.list_at_url(url, at=at, lapsed=lapsed) or "").payload
            assert kept is not None
            assert (kept.issuer, kept.purpose) == (listing["issuer"], listing["credentialSubject"]["statusPurpose"])
            bits = status_list.decode(listing["credentialSubject"]["encodedList"])
            assert kept.length == len(bits) * 8 // kept.size
            for index in (int(entry["statusListIndex"]), 0, kept.length - 1):
                value = kept.value(index)
                assert value == status_list.value(bits, index, size=kept.size)
                seen.add(value)
    assert seen == {0, 1, 2}
    assert queries.kept_at_url("https://elsewhere.example/status/1", at=AT, source="x") is None
