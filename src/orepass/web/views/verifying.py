"""The verifier that runs in the reader's browser: its page, what it relies upon, and bundles to give to it."""

import functools
import hashlib
import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from orepass.credentials.rules.anchors import Anchors, write_anchors
from orepass.credentials.rules.bundle import Bundle, write_bundle
from orepass.credentials.rules.bundle_frames import frames
from orepass.kernel.digest import digest
from orepass.kernel.reasons import reasons
from orepass.kernel.text import marked
from orepass.passport import bundling
from orepass.passport import queries as passports
from orepass.passport.rules.lot_standing import LOT
from orepass.passport.untp import described
from orepass.platform import clock
from orepass.web import vocabulary
from orepass.web.act import work_page
from orepass.web.acting import NOBODY, actor_of
from orepass.web.components import Mark
from orepass.web.costly import Shelf, answered
from orepass.web.pictures.qr import qr_code
from orepass.web.views.passports import CHECK_MARKS, verdict_mark
from orepass.web.words import translated

FILES = Path(__file__).resolve().parents[1] / "static" / "orepass"
KEPT = (
    "orepass.css",
    "icon.svg",
    "fonts/source-sans-3-latin-400-normal.woff2",
    "fonts/source-sans-3-latin-600-normal.woff2",
    "noble/ml-dsa-44.js",
)
CHECKS = (
    "proof",
    "key_authorised",
    "issuer_controls_key",
    "dates",
    "status",
    "schema",
    "log",
    "witnesses",
    "underlying",
    "related",
    "lot",
    "numbers",
    "terms",
    "version",
    "identity",
)
ONLY_THERE = (marked("This browser cannot check signatures of this kind of key."),)
"""What only a browser has to say."""

_MARKED = re.compile(r"""\b_\(\s*("(?:[^"\\]|\\.)*"),?\s*\)""")


class Drawn(msgspec.Struct, frozen=True):
    """The codes of a bundle (number, picture, text), and when it was made."""

    at: datetime
    codes: tuple[tuple[int, SafeString, str], ...]


DRAWN: Final = Shelf[Drawn](32)


def verifier(request: HttpRequest) -> HttpResponse:
    """Show the page that checks bundles in the browser alone, in the language of the reader or of the address."""
    wished = request.GET.get("in", "")
    language = wished if wished in dict(settings.LANGUAGES) else get_language()
    with override(language):
        marks = [(result, Mark(kind, vocabulary.check_result(result))) for result, kind in CHECK_MARKS.items()]
        verdicts = [(f"verdict-{json.dumps(answer)}", verdict_mark(answer)) for answer in (True, False, None)]
        page = {"told": json_script(_told(str(language)), "told", encoder=_Short), "marks": [*marks, *verdicts]}
        return work_page(request, "public/verifier.html", page)


@cache_control(public=True, max_age=300)
def anchors(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """Answer with what readers of this home's bundles rely upon."""
    return HttpResponse(msgspec.json.encode(write_anchors(bundling.own_anchors())), content_type="application/json")


@cache_control(public=True, max_age=3600)
def schema(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """Answer with the description of the UNTP models that the page holds credentials against."""
    return HttpResponse(described.as_json(), content_type="application/json")


@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """Serve what keeps the page in the browser, with the addresses of the files and the digest of them all."""
    language = request.GET.get("in", "")
    page = reverse("web:verifier") + (f"?in={language}" if language in dict(settings.LANGUAGES) else "")
    modules = sorted(path.name for path in (FILES / "verifier").glob("*.js") if path.name != "worker.js")
    kept = [*KEPT, *(f"verifier/{name}" for name in modules)]
    files = [page, *(reverse(f"web:verifier-{name}") for name in ("anchors", "schema", "manifest"))]
    files += [static(f"orepass/{name}") for name in kept]
    digest = hashlib.sha256(
        described.as_json() + b"".join((FILES / name).read_bytes() for name in (*kept, "verifier/worker.js"))
    )
    head = f"const VERSION = {json.dumps(digest.hexdigest()[:16])};\nconst FILES = {json.dumps(files)};\n"
    text = head + (FILES / "verifier" / "worker.js").read_text(encoding="utf-8")
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")


@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """Say how the page is installed as an application."""
    said = {
        "name": _("Orepass verifier"),
        "short_name": "Orepass",
        "lang": get_language(),
        "start_url": reverse("web:verifier"),
        "scope": reverse("web:verifier"),
        "display": "standalone",
        "background_color": "#FAF8F4",
        "theme_color": "#FAF8F4",
        "icons": [{"src": static("orepass/icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    }
    return HttpResponse(json.dumps(said), content_type="application/manifest+json")


def bundle(request: HttpRequest, identifier: str) -> HttpResponse:  # noqa: ARG001 - the address says it all
    """Answer with the bundle of a certificate, passport or credential."""
    card = passports.credential_for(identifier)
    response = HttpResponse(_text(bundling.bundle_of(card.id, at=clock.now())), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{card.about}.orepass"'
    return response


def codes(request: HttpRequest, identifier: str) -> HttpResponseBase:
    """Show the same bundle as a chain of QR codes, to be printed; a chain drawn within the hour serves everybody."""
    card, at = passports.credential_for(identifier), clock.now()
    made = bundling.bundle_of(card.id, at=at)
    # All but the second in which it was made: the same status, keys and proof need no new drawing.
    content = digest([write_bundle(msgspec.structs.replace(made, made_at="")), f"{at:%Y-%m-%dT%H}"])

    def shown() -> HttpResponse:
        drawn = DRAWN.get(request, content, lambda: _drawn(made, at))
        page = {"card": card, "codes": drawn.codes, "count": len(drawn.codes), "made_at": drawn.at}
        return work_page(request, "public/bundle_codes.html", page)

    # The page itself names who is logged in: only strangers all see the same.
    return answered(request, digest([content, get_language()]), shown) if actor_of(request) is NOBODY else shown()


def _drawn(made: Bundle, at: datetime) -> Drawn:
    chain = frames(_text(made))
    return Drawn(at, tuple((number, qr_code(frame), frame) for number, frame in enumerate(chain, 1)))


def _text(made: Bundle) -> str:
    return json.dumps(write_bundle(made), ensure_ascii=False)


class _Short(DjangoJSONEncoder):
    """JSON without blanks, and with letters as they are: two bytes for an accent, and not six."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - as `json.dumps` gives them
        """Write so whatever else is asked for."""
        super().__init__(**options | {"ensure_ascii": False, "separators": (",", ":")})


def _told(language: str) -> dict[str, Any]:
    """Gather what the page's own script needs to be told: words, addresses, and every text that a check may say."""
    page = reverse("web:verifier")
    return {
        "texts": {by_number(text): said for text in marked_texts() if (said := translated(text)) != text},
        "codes": codes_there(),
        "names": {name: vocabulary.check(name) for name in CHECKS} | {LOT: _("The lot when the bundle was made")},
        "words": {
            "checking": _("Checking …"),
            "nothing": _("Give a bundle: choose its file, drop it here, or paste its text."),
            "large": _("These are more than four megabytes; a bundle is smaller."),
            "insecure": _("This browser lets pages check signatures only over https. Open this page with https."),
        },
        "anchors": reverse("web:verifier-anchors"),
        "schema": reverse("web:verifier-schema"),
        "nobody": json.dumps(write_anchors(Anchors())),
        "worker": f"{reverse('web:verifier-worker')}?in={language}",
        "scope": page,
    }


@functools.cache
def codes_there() -> dict[str, str]:
    """Return the codes of reasons that the browser may give, by a number of each sentence (``brief`` in page.js)."""
    said = {one.reason: code for code, one in reasons().items() if one.reason in marked_texts()}
    return {by_number(sentence): code for sentence, code in said.items()}


def by_number(sentence: str) -> str:
    """Return the number by which page.js asks for what belongs to a sentence: whole sentences would weigh more."""
    number = 0
    for letter in sentence:
        number = (number * 31 + ord(letter)) % 2**20
    return f"{number:x}"


@functools.cache
def marked_texts() -> tuple[str, ...]:
    """Return every text that the browser's verifier may say, as its files mark them."""
    found = {
        str(json.loads(text))
        for path in sorted((FILES / "verifier").glob("*.js"))
        for text in _MARKED.findall(path.read_text(encoding="utf-8"))
    }
    assert len({by_number(text) for text in found}) == len(found), "two texts have one number: reword one"
    return tuple(sorted(found))
