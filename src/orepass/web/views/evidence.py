"""Evidence of one's own organisation: the files it stored, what it shared sealed with others, and what it can open."""

import base64
import mimetypes
from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from orepass.credentials import queries
from orepass.credentials.actions import OpenedCard
from orepass.credentials.queries import SharedCard
from orepass.kernel.refusal import NotFound
from orepass.party import queries as party
from orepass.platform.access import Role
from orepass.platform.files import PICTURES, SIGNATURES, EvidenceCard, evidence_of, read_evidence
from orepass.platform.rows import can_be_kept
from orepass.web.act import Step, work_page
from orepass.web.acting import actor_of, at_work
from orepass.web.components import Column, Table, day, number, words
from orepass.web.forms import evidence as forms
from orepass.web.roles import role_words

SHOWN = 500
DIGITS_SHOWN = 12
OPAQUE = "application/octet-stream"
KNOWN = PICTURES.keys() | SIGNATURES.keys()


@at_work()
def evidence(request: HttpRequest) -> HttpResponse:
    """Show the files that the reader's organisation stored and shared, and open what was sealed for it."""
    actor = actor_of(request)
    stored = evidence_of(actor.organisation, limit=SHOWN)
    shared = queries.shared_by(actor.organisation, limit=SHOWN)
    readers = _readers()
    wished = request.GET.get("share", "")
    page = {"can_share": bool(stored and readers), "stored": bool(stored)}
    steps = [*_sharing(stored, readers, wished), _opening()]
    tables = [_stored(stored, can_share=bool(readers)), _shared(shared, stored)]
    return work_page(request, "desk/evidence.html", page, steps=steps, tables=tables)


@at_work()
def file(request: HttpRequest, digest: str) -> HttpResponse:
    """Hand out a file to the organisation that stored it; the browser saves it and never opens it."""
    if not can_be_kept(digest):
        raise NotFound(what=digest[:80])
    card, content = read_evidence(actor_of(request), digest)
    return _saved(card.id, card.media_type, content)


def _stored(cards: Sequence[EvidenceCard], *, can_share: bool) -> Table:
    sharing = (Column(_("Share"), sortable=False),) if can_share else ()
    return Table(
        id="stored",
        caption=_("Files of your organisation"),
        columns=(
            Column(_("Name")),
            Column(_("Kind")),
            Column(_("Bytes"), "number"),
            Column(_("Day"), "day"),
            Column(_("Digest"), "code"),
            *sharing,
        ),
        rows=tuple(
            (
                words(card.name, href=reverse("web:evidence-file", args=[card.id])),
                words(card.media_type),
                number(card.size),
                day(card.stored_at.date()),
                words(card.id),
                *((words(_("share sealed…"), href=f"?share={card.id}#steps"),) if can_share else ()),
            )
            for card in cards
        ),
        empty=_("Nothing is stored yet. Files come here with the answers and events that they are evidence of."),
    )


def _shared(cards: Sequence[SharedCard], stored: Sequence[EvidenceCard]) -> Table:
    names = _names(card.organisation for card in cards)
    files = {card.id: card.name for card in stored}
    return Table(
        id="shared",
        caption=_("Shared sealed"),
        columns=(
            Column(_("Shared file")),
            Column(_("With")),
            Column(_("Role")),
            Column(_("Day"), "day"),
            Column(_("Link"), "code"),
            Column(_("Digest of the link"), "code"),
        ),
        rows=tuple(
            (
                words(files.get(card.evidence, f"{card.evidence[:DIGITS_SHOWN]}…")),
                words(names.get(card.organisation, card.organisation)),
                words(role_words(Role(card.role))),
                day(card.at.date()),
                words(card.url),
                words(card.digest_multibase),
            )
            for card in cards
        ),
        empty=_("Nothing was shared sealed. Only whom a file is sealed for opens it, wherever it lies."),
    )


def _readers() -> list[tuple[str, str]]:
    cards = queries.readers()
    names = _names(card.organisation for card in cards)
    return [
        (
            f"{card.organisation}{forms.BETWEEN}{card.role}",
            f"{names.get(card.organisation, card.organisation)}: {role_words(Role(card.role))}",
        )
        for card in cards
    ]


def _names(organisations: Iterable[str]) -> dict[str, str]:
    return {name: card.name for name, card in party.organisation_cards(organisations).items()}


def _sharing(stored: Sequence[EvidenceCard], readers: list[tuple[str, str]], wished: str) -> list[Step]:
    if not stored or not readers:
        return []
    files = [(card.id, f"{card.name} ({card.id[:DIGITS_SHOWN]}…)") for card in stored]
    step = Step(
        tag="credentials.evidence.share",
        form=forms.ShareForm,
        initial={"evidence": wished},
        options={"choices": {"evidence": files, "reader": readers}},
        done=_("It is sealed. Copy its link and the digest of the link into the credential that tells of it."),
        next_href=f"{reverse('web:evidence')}#shared",
    )
    return [step]


def _opening() -> Step:
    return Step(tag="credentials.evidence.open", form=forms.OpenForm, answer=_opened)


def _opened(card: OpenedCard) -> HttpResponse:
    return _saved(card.id, card.media_type, base64.b64decode(card.content_base64))


def _saved(sha256: str, media_type: str, content: bytes) -> HttpResponse:
    """Answer with a file to save; a kind that evidence never has is somebody's word, and is told to no browser."""
    kind = media_type if media_type in KNOWN else OPAQUE
    ending = mimetypes.guess_extension(kind) or ""
    headers = {
        "Content-Disposition": f'attachment; filename="{sha256[:DIGITS_SHOWN]}{ending}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=kind, headers=headers)
