"""Texts travel compressed to whoever takes them so, and everything else as it is."""

import gzip
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
TAKES = {"Accept-Encoding": "gzip, br"}
STYLE, FONT = "/static/orepass/orepass.css", "/static/orepass/fonts/source-sans-3-latin-400-normal.woff2"


def body(response: object) -> bytes:
    return b"".join(response)  # type: ignore[call-overload]


def test_page_travels_compressed_and_is_the_same(client: Client) -> None:
    plain, compressed = client.get("/standards/"), client.get("/standards/", headers=TAKES)
    assert compressed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in compressed["Vary"]
    assert gzip.decompress(compressed.content) == plain.content
    assert len(compressed.content) < len(plain.content) / 2
    assert "Content-Encoding" not in plain


def test_equal_pages_are_not_equally_long_on_the_line(client: Client) -> None:
    """So that a stranger who has parts of a page changed cannot guess the rest by its length."""
    assert len({len(client.get("/standards/", headers=TAKES).content) for _each in range(20)}) > 1


def test_style_sheet_travels_compressed_and_a_font_does_not(client: Client) -> None:
    style, font = client.get(STYLE, headers=TAKES), client.get(FONT, headers=TAKES)
    for response, path, compressed in ((style, STYLE, True), (font, FONT, False)):
        file = finders.find(path.removeprefix("/static/"))
        assert isinstance(file, str)
        found = body(response)
        assert (gzip.decompress(found) if compressed else found) == Path(file).read_bytes()
        assert response.has_header("Content-Encoding") is compressed


def test_part_of_a_file_is_sent_as_it_lies(client: Client) -> None:
    part = client.get(STYLE, headers=TAKES | {"Range": "bytes=0-99"})
    assert part.status_code == 206
    assert not part.has_header("Content-Encoding")
    assert len(body(part)) == 100


def test_what_a_reader_has_already_is_not_sent_again(client: Client) -> None:
    first = client.get(STYLE, headers=TAKES)
    assert body(first)
    again = client.get(STYLE, headers=TAKES | {"If-None-Match": first["ETag"]})
    assert (again.status_code, body(again)) == (304, b"")
    assert "Accept-Encoding" in again["Vary"]
