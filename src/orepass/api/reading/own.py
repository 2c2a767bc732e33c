"""What concerns the reader: who they are, their notices, their tokens."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orepass.api.reading.answers import actor_of, answer, plain
from orepass.platform.accounts import tokens_of
from orepass.platform.files import read_evidence
from orepass.platform.notices import notices_for

router = Router(tags=["platform"])


@router.get("/me", operation_id="me")
def me(request: HttpRequest) -> HttpResponse:
    """Say who the token acts for, and with which roles."""
    return answer(actor_of(request))


@router.get("/notices", operation_id="notices")
def notices(request: HttpRequest, *, unread_only: bool = False) -> HttpResponse:
    """Return the newest notices."""
    return answer(notices_for(actor_of(request), unread_only=unread_only))


@router.get("/tokens", operation_id="tokens")
def tokens(request: HttpRequest) -> HttpResponse:
    """Return the live tokens of this person, without their secrets."""
    return answer(tokens_of(actor_of(request)))


@router.get("/evidence/{sha256}", operation_id="evidence")
def evidence(request: HttpRequest, sha256: str) -> HttpResponse:
    """Return a file that this organisation stored; the browser is told to save it, never to open it."""
    plain(sha256=sha256)
    card, content = read_evidence(actor_of(request), sha256)
    headers = {"Content-Disposition": f"attachment; filename={card.id[:12]}", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=card.media_type, headers=headers)
