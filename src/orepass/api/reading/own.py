"""What concerns the reader: who they are, their notices, their tokens."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orepass.api.reading.answers import actor_of, answer
from orepass.platform.accounts import tokens_of
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
