"""Reading through the API: lists are paged by keyset (``after`` is the last identifier of the page before)."""

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Router

from orepass.platform.access import Actor
from orepass.platform.accounts import tokens_of
from orepass.platform.notices import notices_for

router = Router()
PAGE = 100


def answer(cards: object) -> HttpResponse:
    """Answer cards as JSON."""
    return HttpResponse(msgspec.json.encode(cards), content_type="application/json")


def actor_of(request: HttpRequest) -> Actor:
    """Return the actor behind the token."""
    actor: Actor = request.auth  # type: ignore[attr-defined]  # set by ninja
    return actor


@router.get("/me", operation_id="me", tags=["platform"])
def me(request: HttpRequest) -> HttpResponse:
    """Say who the token acts for, and with which roles."""
    return answer(actor_of(request))


@router.get("/notices", operation_id="notices", tags=["platform"])
def notices(request: HttpRequest, *, unread_only: bool = False) -> HttpResponse:
    """Return the newest notices."""
    return answer(notices_for(actor_of(request), unread_only=unread_only))


@router.get("/tokens", operation_id="tokens", tags=["platform"])
def tokens(request: HttpRequest) -> HttpResponse:
    """Return the live tokens of this person, without their secrets."""
    return answer(tokens_of(actor_of(request)))
