"""Bearer tokens: ``Authorization: Bearer orp_…``."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from orepass.platform.access import STRANGER, Actor
from orepass.platform.accounts import actor_for_token


class TokenAuthentication(HttpBearer):
    """Find the actor behind a token; ``request.auth`` is then an :class:`Actor`."""

    openapi_description = "A token made with platform.token.create, limited to scopes and time."

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:  # noqa: ARG002 - ninja's signature
        """Return the actor, or nobody."""
        return actor_for_token(token)


class OptionalToken(TokenAuthentication):
    """Whoever shows a token is its owner, whoever shows none a stranger; a wrong token is refused, not overlooked."""

    def __call__(self, request: HttpRequest) -> Actor | None:
        """Return the actor behind the token, or a stranger."""
        return super().__call__(request) if request.headers.get("Authorization") else STRANGER
