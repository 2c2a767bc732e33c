"""Evidence on its page: an organisation sees its files, shares one sealed, and opens what was sealed for it."""

import base64
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from orepass.credentials.actions import create_identity, ensure_own_identity, make_agreement_key
from orepass.credentials.models import SealedFile
from orepass.credentials.queries import sealed_file, shared_by
from orepass.credentials.rules.keys import from_multibase
from orepass.credentials.rules.sealing import Reader, seal
from orepass.platform.access import Actor, Role
from orepass.platform.accounts import grant_membership
from orepass.platform.files import store_evidence
from orepass.platform.people import register_person
from tests.certification import STEWARD, World
from tests.web.conftest import Browse

WHERE = "web:evidence"
CONTENT = b"%PDF-1.7 <script>assay</script>"
SHARE = "credentials.evidence.share"
OPEN = "credentials.evidence.open"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OREPASS_HOME", str(tmp_path))


@pytest.fixture
def key(world: World) -> Reader:
    """Let the provider read, as its certifier."""
    organisation = world.certifier.organisation
    ensure_own_identity(world.at)
    own = create_identity(STEWARD, path="assurance", organisation=organisation, name="Provider", at=world.at)
    card = make_agreement_key(STEWARD, did=own.id, role="certifier", at=world.at)
    return Reader(card.key_id, from_multibase(card.public_multibase))


def stored(actor: Actor, name: str = "assay.pdf", content: bytes = CONTENT) -> str:
    text = base64.b64encode(content).decode()
    return store_evidence(actor, name=name, media_type="application/pdf", content_base64=text).id


def page(browser: Client, **asked: str) -> str:
    answer = browser.get(reverse(WHERE), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def share(browser: Client, world: World, evidence: str) -> int:
    reader = f"{world.certifier.organisation} certifier"
    return browser.post(reverse(WHERE), {"step": SHARE, "evidence": evidence, "reader": reader}).status_code


def test_shared_file_stands_there_with_the_link_and_digest_to_copy(
    world: World, logged_in: Browse, key: Reader
) -> None:
    digest = stored(world.operator)
    browser = logged_in(world.operator)
    html = page(browser)
    assert "assay.pdf" in html
    assert f'href="?share={digest}#steps"' in html
    assert f'value="{digest}" selected' in page(browser, share=digest)
    assert share(browser, world, digest) == 302
    (card,) = shared_by(world.operator.organisation, limit=9)
    html = page(browser)
    assert card.url in html
    assert card.digest_multibase in html
    assert SealedFile.objects.get().key.role == "certifier"


def test_files_of_others_are_neither_shown_nor_shared_nor_handed_out(
    world: World, logged_in: Browse, key: Reader
) -> None:
    digest = stored(world.operator, "secret.pdf")
    stored(world.outsider, "other.pdf", CONTENT + b"2")
    browser = logged_in(world.outsider)
    assert "secret.pdf" not in page(browser)
    assert share(browser, world, digest) == 422
    assert not SealedFile.objects.exists()
    for name in (digest, "x", "%00"):
        assert browser.get(reverse("web:evidence-file", args=["PLACE"]).replace("PLACE", name)).status_code == 404


def test_own_file_is_handed_out_to_be_saved(world: World, logged_in: Browse) -> None:
    digest = stored(world.operator)
    answer = logged_in(world.operator).get(reverse("web:evidence-file", args=[digest]))
    assert answer.content == CONTENT
    assert answer["Content-Disposition"] == f'attachment; filename="{digest[:12]}.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_without_a_key_of_anybody_the_page_says_who_makes_one(world: World, logged_in: Browse) -> None:
    stored(world.operator)
    html = page(logged_in(world.operator))
    assert "A steward makes one" in html
    assert f'value="{SHARE}"' not in html
    assert f'value="{OPEN}"' in html


@pytest.mark.parametrize("is_pasted", [False, True], ids=["chosen", "pasted"])
def test_reader_opens_a_sealed_file_and_saves_it(
    world: World, logged_in: Browse, key: Reader, *, is_pasted: bool
) -> None:
    share(logged_in(world.operator), world, stored(world.operator))
    text = sealed_file(SealedFile.objects.get().sha256)
    sent = {"text": text.decode()} if is_pasted else {"file": SimpleUploadedFile("assay.jwe", text)}
    answer = logged_in(world.certifier).post(reverse(WHERE), {"step": OPEN, **sent})
    assert answer.content == CONTENT
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "text/html\r\nSet-Cookie: x=1"])
def test_kind_that_evidence_never_has_is_told_to_no_browser(
    world: World, logged_in: Browse, key: Reader, kind: str
) -> None:
    text = seal(b"<script>x</script>", media_type=kind, readers=[key])
    answer = logged_in(world.certifier).post(reverse(WHERE), {"step": OPEN, "text": text})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/octet-stream")
    assert answer["Content-Disposition"].startswith("attachment;")


def test_who_is_not_its_reader_is_told_so_beside_the_form(world: World, logged_in: Browse, key: Reader) -> None:
    text = seal(CONTENT, media_type="application/pdf", readers=[key])
    browser = logged_in(world.operator)
    for sent in ({"text": text}, {"text": "no sealed file"}, {}, {"text": text, "file": SimpleUploadedFile("x", b"x")}):
        answer = browser.post(reverse(WHERE), {"step": OPEN, **sent})
        assert answer.status_code == 422
        assert CONTENT not in answer.content


def test_file_that_is_larger_than_any_sealed_one_is_not_read(
    world: World, logged_in: Browse, key: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = seal(CONTENT, media_type="application/pdf", readers=[key]).encode()
    monkeypatch.setattr("orepass.web.forms.evidence.TEXT_MAX", len(text) - 1)
    sent = {"step": OPEN, "file": SimpleUploadedFile("assay.jwe", text)}
    assert logged_in(world.certifier).post(reverse(WHERE), sent).status_code == 422


def test_steward_makes_the_key_of_a_role_and_may_retire_it(world: World, logged_in: Browse) -> None:
    person = register_person(STEWARD, name="Steward", purpose="steward", at=world.at).id
    grant_membership(STEWARD, person=person, organisation=world.stranger, role=Role.STEWARD, at=world.at)
    browser = logged_in(Actor(person, world.stranger, frozenset({Role.STEWARD})))
    ensure_own_identity(world.at)
    own = create_identity(
        STEWARD, path="assurance", organisation=world.certifier.organisation, name="Provider", at=world.at
    )
    where = reverse("web:identities")
    sent = {"step": "credentials.agreement.make", "did": own.id}
    assert browser.post(where, {**sent, "role": "king"}).status_code == 422
    assert browser.post(where, {**sent, "role": "certifier"}).status_code == 302
    owner = logged_in(world.operator)
    assert share(owner, world, stored(world.operator)) == 302
    made = SealedFile.objects.get().key
    html = browser.get(where).content.decode()
    assert made.public_multibase in html
    assert "files are sealed for it" in html
    assert browser.post(where, {"step": "credentials.key.retire", "key": made.id}).status_code == 302
    assert "files are sealed for it" not in browser.get(where).content.decode()
    assert f'value="{SHARE}"' not in page(owner)
