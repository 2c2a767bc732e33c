"""Certificates and passports on paper: accessible, from what was signed, the same bytes each time, asking nobody."""

import importlib
import re
import socket
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.formats import date_format
from django.utils.translation import override

from orepass.assurance.actions.certificate import Grounds, suspend_certificate
from orepass.assurance.queries import certificate_card
from orepass.cli import certificate as command
from orepass.custody.actions import hold_lots
from orepass.kernel.refusal import NotFound
from orepass.passport.actions import issue_credential
from orepass.passport.models import IssuedCredential
from orepass.passport.paper import printing
from orepass.passport.paper.certificate import certificate_paper
from orepass.passport.paper.finishing import finish
from orepass.passport.paper.printing import PrinterMissing
from orepass.passport.paper.product import passport_paper
from orepass.web.views.papers import PRINTED
from tests.actions.passport.chain import Chain

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Keep the page that is printed instead of printing it."""
    pages: list[str] = []
    PRINTED.forget()
    monkeypatch.setattr(printing, "_pdf", lambda text: pages.append(text) or b"%PDF-")
    return pages


def open_pdf(page: str) -> str:
    """Print a page without compression, so that its structure can be read."""
    weasyprint = pytest.importorskip("weasyprint")
    made = weasyprint.HTML(string=page, url_fetcher=data_only()).write_pdf(
        pdf_variant=printing.VARIANT, uncompressed_pdf=True, finisher=finish
    )
    return str(made.decode("latin-1"))


def data_only() -> Any:
    return importlib.import_module("weasyprint.urls").URLFetcher(allowed_protocols=("data",))


def test_paper_says_with_its_day_how_the_lot_stood(chain: Chain, page: list[str]) -> None:
    card = chain.passport()
    passport_paper(card.id, at=chain.at).pdf()
    day = f"On {date_format(chain.at.date(), 'j F Y')} the lot was "
    assert f'<p class="state">{day}neither on hold nor recalled' in page[0]
    hold_lots(chain.operator, lots=[card.product.lot], reason="SECRET REASON", at=chain.at)
    passport_paper(card.id, at=chain.at).pdf()
    assert f'<p class="state">{day}on hold: somebody had to decide about it.' in page[1]
    assert "SECRET" not in page[1]


def test_certificate_on_paper_is_tagged_titled_and_says_its_language(chain: Chain, page: list[str]) -> None:
    with override("fr"):
        certificate_paper(chain.certificate.id, at=chain.at).pdf()
    made = open_pdf(page[0])
    assert made.startswith("%PDF-1.7")
    assert "<pdfuaid:part>1</pdfuaid:part>" in made or 'pdfuaid:part="1"' in made
    assert "/MarkInfo" in made
    assert re.search(r"/Marked\s+true", made)
    assert "/StructTreeRoot" in made
    assert re.search(r"/Lang\s*\(fr\)", made)
    assert re.search(r"/DisplayDocTitle\s+true", made)
    assert chain.certificate.id in made
    tags = set(re.findall(r"/S\s*/(\w+)", made))
    assert {"Document", "H1", "H2", "Table", "TH", "TD", "Figure"} <= tags
    assert re.search(r"/Alt\s*[(<]", made)
    assert made.count("/Headers") >= 8


def test_every_header_cell_says_what_it_heads_also_above_a_column_of_headers(chain: Chain, page: list[str]) -> None:
    certificate_paper(chain.certificate.id, at=chain.at).pdf()
    passport_paper(chain.passport().id, at=chain.at).pdf()
    for text in page:
        made = open_pdf(text)
        for scope, name in (("Column", "col"), ("Row", "row")):
            cells = len(re.findall(rf"<th scope=.?{name}.?", text))
            assert made.count(f"/Scope /{scope}") == cells > 3
        assert len(re.findall(r"/S /TH\b", made)) == len(re.findall(r"<th\b", text))


def test_address_on_paper_is_a_link_on_screen_and_in_print(chain: Chain, page: list[str]) -> None:
    certificate_paper(chain.certificate.id, at=chain.at).pdf()
    made = open_pdf(page[0])
    row = IssuedCredential.objects.get(about=chain.certificate.id)
    assert re.search(rf"/URI\s*\({re.escape(row.url)}\)", made)
    assert re.search(r"/S /Link\b", made)
    assert made.count("/Subtype /Link") == len(re.findall(r"/F 4\b", made)) == 1


def test_paper_says_what_was_signed(chain: Chain, page: list[str]) -> None:
    certificate_paper(chain.certificate.id, at=chain.at).pdf()
    row = IssuedCredential.objects.get(about=chain.certificate.id)
    for said in (row.url, row.digest, row.issuer, "Pit 1", "cobalt", "Coopérative de Kolwezi", "It is in force"):
        assert said in page[0]


def test_suspended_certificate_says_so_on_paper(chain: Chain, page: list[str]) -> None:
    chain.later(days=1)
    suspend_certificate(
        chain.certifier, certificate=chain.certificate.id, grounds=Grounds.NONCONFORMITY, note="Open.", at=chain.at
    )
    certificate_paper(chain.certificate.id, at=chain.at).pdf()
    assert "It is suspended" in page[0]
    assert 'class="state bad"' in page[0]


def test_passport_on_paper_shows_its_origins_and_certificates(chain: Chain, page: list[str]) -> None:
    card = chain.passport()
    passport_paper(card.id, at=chain.at).pdf()
    for said in (card.page_url, "Pit 1", "Other pit", "75.0 %", "25.0 %", chain.certificate.id, "in force"):
        assert said in page[0]


def test_markup_in_a_name_stays_a_name(chain: Chain, page: list[str]) -> None:
    card = chain.passport(name='<img src="https://elsewhere.example/x"> & co')
    passport_paper(card.id, at=chain.at).pdf()
    assert "<img src=&quot;https://elsewhere" not in page[0]
    assert "&lt;img src=" in page[0]
    assert page[0].count("<img") == 1


def test_same_paper_has_the_same_bytes_and_asks_nobody(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("weasyprint")
    asked: list[object] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *given, **_: asked.append(given) or [])
    first = certificate_paper(chain.certificate.id, at=chain.at).pdf()
    assert certificate_paper(chain.certificate.id, at=chain.at).pdf() == first
    assert first.startswith(b"%PDF-1.7")
    assert asked == []


@pytest.mark.parametrize(("error", "reason"), [(ImportError, "library that prints"), (OSError, "system library")])
def test_missing_printer_says_what_to_install(
    chain: Chain, monkeypatch: pytest.MonkeyPatch, error: type[Exception], reason: str
) -> None:
    def missing(name: str) -> Any:
        raise error(name)

    monkeypatch.setattr(printing.importlib, "import_module", missing)
    with pytest.raises(PrinterMissing, match=reason) as refusal:
        certificate_paper(chain.certificate.id, at=chain.at).pdf()
    assert "orepass[pdf]" in refusal.value.what_to_do
    assert "pango" in refusal.value.what_to_do


def test_certificate_without_a_credential_has_no_paper(chain: Chain) -> None:
    IssuedCredential.objects.all().delete()
    with pytest.raises(NotFound):
        certificate_paper(chain.certificate.id, at=chain.at).pdf()
    assert Client().get(f"/certificates/{chain.certificate.id}/document.pdf").status_code == 404


def test_anyone_fetches_the_papers_in_their_language(chain: Chain, page: list[str]) -> None:
    card = chain.passport()
    for path in (f"/certificates/{chain.certificate.id}/document.pdf", f"/passports/{card.id}/document.pdf"):
        response = Client(headers={"Accept-Language": "fr"}).get(path)
        assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert all('<html lang="fr">' in text for text in page)


def test_command_writes_the_file(
    chain: Chain, page: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "ensure_home", lambda: None)
    for name in (chain.certificate.id, chain.passport().id):
        command.pdf(name, out=tmp_path / name, language=command.Language.SW, as_json=True)
        assert (tmp_path / name).read_bytes() == b"%PDF-"
    assert '"bytes"' in capsys.readouterr().out
    assert all('<html lang="sw">' in text for text in page)


def test_older_version_says_on_its_face_that_it_was_superseded(
    chain: Chain, page: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "ensure_home", lambda: None)
    first = chain.passport()
    chain.later(days=1)
    second = chain.passport()
    older = IssuedCredential.objects.get(about=chain.certificate.id)
    card = certificate_card(chain.certificate.id)
    IssuedCredential.objects.filter(pk=older.pk).update(content_digest="of another scope")
    newer = issue_credential(chain.certifier, certificate=card.id, at=chain.at)
    replaced = "It was superseded by version 2, issued on"
    for name, is_older in (
        (older.pk, True),
        (newer.id, False),
        (card.id, False),
        (first.credential.id, True),
        (second.credential.id, False),
        (first.id, False),
    ):
        command.pdf(name, out=tmp_path / name, language=command.Language.EN, as_json=True)
        assert (replaced in page[-1]) is is_older, name
        assert ('class="state good"' in page[-1]) is (name in {newer.id, card.id}), name
    assert IssuedCredential.objects.get(pk=older.pk).url in page[0]
    with override("fr"):
        certificate_paper(older.pk, at=chain.at).pdf()
    assert "remplacée par la version 2" in page[-1]


def test_certificate_page_offers_credential_and_paper(chain: Chain) -> None:
    text = Client().get(f"/certificates/{chain.certificate.id}/").content.decode()
    card = IssuedCredential.objects.get(about=chain.certificate.id)
    assert f"/credentials/{card.pk}" in text
    assert f"/certificates/{chain.certificate.id}/document.pdf" in text
