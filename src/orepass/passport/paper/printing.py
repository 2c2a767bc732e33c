"""Print a page as an accessible PDF (PDF/UA-1, ISO 14289-1): tagged, with language, title and texts for pictures.

The library that prints is an extra, because it needs a system library for text (pango). Nothing is fetched while
printing: fonts and pictures are inside the page. The same page gives the same bytes.
"""

import base64
import functools
import importlib
import io
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec
import segno
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from orepass.kernel.digest import Digest, digest_bytes
from orepass.kernel.refusal import Conflict
from orepass.kernel.text import fill
from orepass.kernel.text import marked as _
from orepass.passport.paper.finishing import finish
from orepass.passport.queries import CredentialCard, credentials_about

VARIANT: Final = "pdf/ua-1"
MEDIA_TYPE: Final = "application/pdf"
FONTS: Final = (
    ("Source Sans 3", 400, "source-sans-3-latin-400-normal"),
    ("Source Sans 3", 600, "source-sans-3-latin-600-normal"),
    ("Source Serif 4", 600, "source-serif-4-latin-600-normal"),
)


class PrinterMissing(Conflict):
    """PDFs cannot be made on this machine."""

    code = "passport.paper.printer_missing"
    message = _("PDFs cannot be made here: {reason}.")
    what_to_do = _(
        "Install the extra with “pip install orepass[pdf]” and the system library pango (Debian: libpango-1.0-0, "
        "libpangoft2-1.0-0). The page says the same as the PDF."
    )


class Paper(msgspec.Struct, frozen=True):
    """A page to be printed: cheap to write, costly to print."""

    text: str

    @property
    def digest(self) -> Digest:
        """Return the digest of all that the printed bytes follow from."""
        return digest_bytes(f"{self.text}\n{_style()}".encode())

    def pdf(self) -> bytes:
        """Print it.

        Raises:
            PrinterMissing: the extra or its system library is not installed.
        """
        return _pdf(self.text)


def written(template: str, context: dict[str, Any], *, made_at: datetime) -> Paper:
    """Write a template in the reader's language."""
    language = (get_language() or "en")[:2]
    return Paper(render_to_string(template, {**context, "language": language, "made_at": made_at}))


def superseded(card: CredentialCard) -> str:
    """Say of a credential that a further version replaced it; nothing of the newest one."""
    newest = credentials_about(card.about)[0]
    if newest.version == card.version:
        return ""
    said = gettext(
        "This is version {version}. It was superseded by version {newest}, issued on {day}: "
        "what it says may hold no more."
    )
    return fill(
        said, {"version": card.version, "newest": newest.version, "day": date_format(newest.issued_at, "j F Y")}
    )


def qr_picture(address: str) -> str:
    """Return the QR code of an address as a picture inside the page."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", scale=4, border=4)
    return f"data:image/svg+xml;base64,{base64.b64encode(out.getvalue()).decode()}"


def _pdf(page: str) -> bytes:
    try:
        weasyprint = importlib.import_module("weasyprint")
    except ImportError:
        raise PrinterMissing(reason=_("the library that prints is not installed")) from None
    except OSError:
        raise PrinterMissing(reason=_("the system library for text is not installed")) from None
    urls = importlib.import_module("weasyprint.urls")
    fetcher = urls.URLFetcher(allowed_protocols=("data",), fail_on_errors=True)
    fonts = importlib.import_module("weasyprint.text.fonts").FontConfiguration()
    sheet = weasyprint.CSS(string=_style(), url_fetcher=fetcher, font_config=fonts)
    document = weasyprint.HTML(string=page, url_fetcher=fetcher)
    identifier = digest_bytes(page.encode()).encode()[:32]
    made: bytes = document.write_pdf(
        stylesheets=[sheet], font_config=fonts, pdf_variant=VARIANT, pdf_identifier=identifier, finisher=finish
    )
    return made


@functools.cache
def _style() -> str:
    sheet = (Path(__file__).parent / "paper.css").read_text(encoding="utf-8")
    return "\n".join([*(_font(*font) for font in FONTS), sheet])


def _font(family: str, weight: int, file: str) -> str:
    found = finders.find(f"orepass/fonts/{file}.woff2")
    if not found:
        return ""
    data = base64.b64encode(Path(str(found)).read_bytes()).decode()
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; '
        f'src: url("data:font/woff2;base64,{data}") format("woff2"); }}'
    )
