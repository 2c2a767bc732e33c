"""Who acts on a page: the signed-in person, in one of their organisations, chosen on the page and kept in the session."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from orepass.platform.access import Actor
from orepass.platform.models import User
from orepass.platform.people import actor_for, memberships_of

CHOSEN = "acting_for"


class ActingMiddleware:
    """Put ``request.actor`` on every request: an :class:`Actor`, or ``None`` for strangers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Find the actor and go on."""
        request.actor = _actor(request)  # type: ignore[attr-defined]
        return self.get_response(request)


def _actor(request: HttpRequest) -> Actor | None:
    user = request.user
    if not isinstance(user, User) or not user.person_id:
        return None
    return actor_for(user.person_id, request.session.get(CHOSEN, ""))


def context(request: HttpRequest) -> dict[str, Any]:
    """Give every template the actor and the organisations they could act for."""
    actor: Actor | None = getattr(request, "actor", None)
    return {"actor": actor, "memberships": memberships_of(actor.pseudonym) if actor else {}}
