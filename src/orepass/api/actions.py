"""One operation per registered action, with idempotency keys.

The same ``Idempotency-Key`` with the same body gets the same answer and acts once; with another body it is refused.
"""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.constants import NOT_SET

from orepass.api.authentication import OptionalToken
from orepass.api.problems import refused
from orepass.api.schemas import inputs_of, outcome_of
from orepass.kernel.digest import digest_bytes
from orepass.kernel.nesting import is_too_deep
from orepass.kernel.refusal import Conflict, Invalid, Refusal
from orepass.kernel.text import marked as _
from orepass.kernel.text import plain
from orepass.platform import clock, flood, policy
from orepass.platform.access import Actor
from orepass.platform.actions import RegisteredAction, perform_from_json, registry
from orepass.platform.idempotency import KEY_LENGTH_MAX, give_back_key, keep_answer, take_key

BODY_SIZE_MAX = 30_000_000
DEPTH_MAX = 64
KEY_HEADER: Final[dict[str, Any]] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "maxLength": KEY_LENGTH_MAX, "pattern": "^[!-~]+$"},
}


class BadJson(Invalid):
    """The body is not JSON that can be read exactly."""

    code = "api.json"
    status = 400
    message = _("The body is not usable JSON: {reason}.")
    what_to_do = _("Send one UTF-8 JSON object, at most {limit} bytes, without repeated names.")


class KeyReused(Conflict):
    """The idempotency key belongs to another request."""

    code = "api.idempotency.reused"
    message = _("This idempotency key was used for another request.")
    what_to_do = _("Use a new key for a new request; use the same key only to repeat the same one.")


class KeyRunning(Conflict):
    """The first request with this key has not ended."""

    code = "api.idempotency.running"
    message = _("The first request with this key is still running.")
    what_to_do = _("Wait a moment and repeat it with the same key.")


class KeyOfNobody(Invalid):
    """A key belongs to a person, and this action is open to anybody."""

    code = "api.idempotency.nobody"
    message = _("An action that is open to anybody takes no idempotency key: the answer holds a secret for you alone.")
    what_to_do = _("Leave the header out.")


class BadKey(Invalid):
    """The idempotency key is too long."""

    code = "api.idempotency.key"
    message = _("An idempotency key has at most {limit} characters.")
    what_to_do = _("Send a UUID.")


def operations() -> Router:
    """Return a router with one POST operation per registered action."""
    router = Router()
    for found in registry().values():
        responses = {"200": {"description": "Done", "content": {"application/json": {"schema": outcome_of(found)}}}}
        open_to_all = policy.rows()[found.tag].anybody
        router.add_api_operation(
            f"/{found.tag}",
            ["POST"],
            _operation(found),
            auth=OptionalToken() if open_to_all else NOT_SET,
            operation_id=found.tag,
            summary=found.summary,
            tags=[found.tag.split(".")[0]],
            openapi_extra={
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": inputs_of(found)}},
                },
                "parameters": [KEY_HEADER],
                "responses": responses,
            },
        )
    return router


def _operation(found: RegisteredAction) -> Callable[[HttpRequest], HttpResponse]:
    def operation(request: HttpRequest) -> HttpResponse:
        actor: Actor = request.auth  # type: ignore[attr-defined]  # set by ninja
        key = request.headers.get("Idempotency-Key", "")
        if policy.rows()[found.tag].anybody:
            if key:
                raise KeyOfNobody(where="Idempotency-Key")
            flood.count(flood.source_of(request.META), at=clock.now())
        return once(request, actor, found.tag, lambda: perform(request, actor, found.tag))

    operation.__doc__ = found.summary
    operation.__name__ = found.tag.replace(".", "_")
    return operation


def once(request: HttpRequest, actor: Actor, tag: str, do: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer a request; with an idempotency key only the first time by doing it.

    Raises:
        BadKey: the key is too long.
        KeyReused: it belongs to another request.
        KeyRunning: the first request with it has not ended.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return do()
    if len(key) > KEY_LENGTH_MAX:
        raise BadKey(where="Idempotency-Key", limit=KEY_LENGTH_MAX)
    wanted = digest_bytes(tag.encode() + b"\0" + request.body)
    taken = take_key(actor.pseudonym, key, wanted, at=clock.now())
    if not taken.same:
        raise KeyReused(where="Idempotency-Key")
    if not taken.new and taken.status is None:
        raise KeyRunning(where="Idempotency-Key")
    if not taken.new:
        return HttpResponse(taken.body, status=taken.status, content_type="application/json")
    try:
        response = do()
    except Refusal as refusal:
        give_back_key(actor.pseudonym, key)
        return refused(request, refusal)
    except BaseException:
        give_back_key(actor.pseudonym, key)
        raise
    keep_answer(actor.pseudonym, key, status=response.status_code, body=response.content.decode())
    return response


def perform(request: HttpRequest, actor: Actor, tag: str) -> HttpResponse:
    """Perform the action with the request's body and answer with its outcome.

    Raises:
        BadJson: the body cannot be read.
        Refusal: the action says no.
    """
    outcome = perform_from_json(actor, tag, read_json(request.body))
    return HttpResponse(msgspec.json.encode(outcome, enc_hook=plain), content_type="application/json")


def read_json(body: bytes) -> dict[str, Any]:
    """Read one JSON object exactly: numbers with a point as decimals, no repeated names, no deep nesting.

    Raises:
        BadJson: too large, not UTF-8, not JSON, repeated names, or no object.
    """
    if len(body) > BODY_SIZE_MAX:
        raise BadJson(reason="too large", limit=BODY_SIZE_MAX)
    if is_too_deep(body):
        raise BadJson(reason="nested too deeply", limit=BODY_SIZE_MAX)
    try:
        read = json.loads(body.decode("utf-8") or "{}", parse_float=Decimal, object_pairs_hook=_no_repeats)
    except (ValueError, RecursionError) as error:
        raise BadJson(reason=str(error)[:120], limit=BODY_SIZE_MAX) from None
    if not isinstance(read, dict):
        raise BadJson(reason="not an object", limit=BODY_SIZE_MAX)
    return read


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        message = "a name is repeated"
        raise ValueError(message)
    return read
