"""Issue, verify and change the status of credentials in the shape of the W3C's VC API, so that its suites can be run.

``POST /credentials/issue`` signs in the name of the organisation's own identity, ``/credentials/verify`` and
``/presentations/verify`` are open to anyone and ask nobody else unless a token asks them to, ``/credentials/status``
sets or lifts a status. Errors are problem documents, and a key makes a request act once, as everywhere.
"""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orepass.api.actions import KEY_HEADER, once
from orepass.api.authentication import OptionalToken
from orepass.api.reading.answers import actor_of, answer
from orepass.credentials.rules.anchors import Anchors, read_anchors
from orepass.credentials.rules.presentation import Occasion
from orepass.credentials.rules.status import ENTRY
from orepass.credentials.rules.strict_json import Document, canonical, parse_object
from orepass.credentials.rules.structure import BASE_CONTEXT
from orepass.credentials.rules.verification import Verification
from orepass.kernel.check import Check, Result, summaries
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.passport import bundling, checking
from orepass.platform import clock, flood
from orepass.platform.access import STRANGER
from orepass.platform.actions import perform_from_json

router = Router(tags=["credentials"])

ISSUE, STATUS = "passport.credential.issue", "credentials.status.set"
VOCABULARY: Final = "https://www.w3.org/TR/vc-data-model#"
PROBLEMS: Final = {
    "proof": f"{VOCABULARY}CRYPTOGRAPHIC_SECURITY_ERROR",
    "schema": f"{VOCABULARY}MALFORMED_VALUE_ERROR",
    "dates": f"{VOCABULARY}RANGE_ERROR",
}
"""The types of problem that VCDM 2.0 names, by check; the others have ours."""

CHECKS_PER_HOUR: Final = 600
"""Checks that one address may ask for without the net; each costs time of a processor."""

ENVELOPE: Final = "EnvelopedVerifiableCredential"


class BadRequest(Invalid):
    """The request is not in the shape of the VC API."""

    code = "api.credentials.request"
    status = 400
    message = _("The request misses “{name}”, or it is none.")
    what_to_do = _("Compare with this operation in /api/v1/openapi.json.")


def _described(required: str, *, keyed: bool, made: int, **properties: dict[str, Any]) -> dict[str, Any]:
    schema = {"type": "object", "required": [required], "properties": properties}
    answers = {str(made): {"description": "Done", "content": {"application/json": {"schema": {"type": "object"}}}}}
    return {
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "parameters": [KEY_HEADER] if keyed else [],
        "responses": answers,
    }


ANY: Final[dict[str, Any]] = {"type": "object"}
PRESENTED: Final[dict[str, Any]] = {"oneOf": [{"type": "object"}, {"type": "string"}]}


@router.post(
    "/credentials/issue",
    operation_id="credentials-issue",
    openapi_extra=_described("credential", keyed=True, made=201, credential=ANY, options=ANY),
)
def issue(request: HttpRequest) -> HttpResponse:
    """Sign a credential in the name of one's own organisation; ``options.form`` is vc+jwt or a cryptosuite."""
    actor = actor_of(request)
    body = parse_object(request.body)
    credential, options = _object(body, "credential"), body.get("options", {})
    if not isinstance(options, dict):
        raise BadRequest(where="options", name="options")
    form = options.get("form", options.get("cryptosuite", "vc+jwt"))
    inputs = {"document": canonical(credential).decode(), "form": form}

    def do() -> HttpResponse:
        signed = perform_from_json(actor, ISSUE, inputs)
        response = answer({"verifiableCredential": _enveloped(signed.secured)})
        response.status_code = 201
        return response

    return once(request, actor, ISSUE, do)


@router.post(
    "/credentials/verify",
    operation_id="credentials-verify",
    auth=OptionalToken(),
    openapi_extra=_described(
        "verifiableCredential", keyed=False, made=200, verifiableCredential=PRESENTED, options=ANY
    ),
)
def verify(request: HttpRequest) -> HttpResponse:
    """Check a credential, secured in any way that is known here; verified is true only where nothing is in doubt.

    Credentials under ``options.alongside``, such as identity anchors, say who stands behind it where they hold. A
    bundle, as its file or as the text of its codes, is checked by itself: nobody is asked, nothing else counts. Issuers
    in ``options.anchors``, the document that ``orepass bundle anchors`` writes, are relied upon besides our own.
    """
    body = parse_object(request.body)
    text, offline = _text(body, "verifiableCredential"), _offline(request, body)
    options = body.get("options")
    alongside = options.get("alongside", []) if isinstance(options, dict) else []
    if not isinstance(alongside, list):
        raise BadRequest(where="options/alongside", name="alongside")
    brought = [_as_text(one, "alongside") for one in alongside]
    relied = _anchors(options)
    bundle = bundling.bundle_in(text)
    if bundle is not None:
        if brought:
            raise BadRequest(where="options/alongside", name="alongside")
        return answer(_told(bundling.check_bundle(bundle, anchors=bundling.own_anchors() | relied, at=clock.now())))
    found = checking.check(
        text, at=clock.now(), offline=offline, alongside=brought, relied=relied.issuers, schemes=relied.schemes
    )
    return answer(_told(found))


@router.post(
    "/presentations/verify",
    operation_id="presentations-verify",
    auth=OptionalToken(),
    openapi_extra=_described(
        "verifiablePresentation", keyed=False, made=200, verifiablePresentation=PRESENTED, options=ANY
    ),
)
def verify_presentation(request: HttpRequest) -> HttpResponse:
    """Check a presentation: who presents it, for which challenge and domain, and each credential in it.

    ``options.anchors`` are relied upon as for one credential; what is presented together counts for one another, so
    that there is no ``options.alongside``.
    """
    body = parse_object(request.body)
    options = body.get("options")
    asked = options if isinstance(options, dict) else {}
    occasion = Occasion(str(asked.get("challenge") or ""), str(asked.get("domain") or ""))
    text, offline = _text(body, "verifiablePresentation"), _offline(request, body)
    if asked.get("alongside"):
        raise BadRequest(where="options/alongside", name="alongside")
    relied = _anchors(options)
    found = checking.check_presentation(
        text, at=clock.now(), offline=offline, occasion=occasion, relied=relied.issuers, schemes=relied.schemes
    )
    own = _summed(found.checks, found.verified)
    results = [_told(one) for one in found.credentials]
    warnings = [*own["warnings"], *(warning for one in results for warning in one["warnings"])]
    errors = [*own["errors"], *(error for one in results for error in one["errors"])]
    return answer(own | {"credentialResults": results, "warnings": warnings, "errors": errors})


@router.post(
    "/credentials/status",
    operation_id="credentials-status",
    openapi_extra=_described(
        "credentialId",
        keyed=True,
        made=200,
        credentialId={"type": "string"},
        credentialStatus=ANY,
        status={"type": "boolean"},
    ),
)
def status(request: HttpRequest) -> HttpResponse:
    """Set or lift the status of a credential that this home signed; a revocation is not lifted."""
    actor = actor_of(request)
    body = parse_object(request.body)
    name, entry = body.get("credentialId"), body.get("credentialStatus")
    entry = entry[0] if isinstance(entry, list) and len(entry) == 1 else entry
    if not isinstance(name, str):
        raise BadRequest(where="credentialId", name="credentialId")
    if not isinstance(entry, dict) or entry.get("type", ENTRY) != ENTRY:
        raise BadRequest(where="credentialStatus", name="credentialStatus")
    wanted = body.get("status", entry.get("status", True))
    if wanted not in (True, False, "0", "1"):
        raise BadRequest(where="status", name="status")
    inputs = {
        "subject": name,
        "purpose": entry.get("statusPurpose", "revocation"),
        "is_set": wanted in (True, "1"),
        "grounds": str(body.get("grounds", "")),
    }
    return once(request, actor, STATUS, lambda: answer(perform_from_json(actor, STATUS, inputs)))


def _offline(request: HttpRequest, body: Document) -> bool:
    """Say whether nobody may be asked; who may ask the net is known by a token, and everybody is counted."""
    options = body.get("options")
    wanted = isinstance(options, dict) and options.get("online") is True
    source, offline = flood.source_of(request.META), not wanted or actor_of(request) == STRANGER
    if offline:
        flood.count(f"checks {source}", at=clock.now(), limit=CHECKS_PER_HOUR)
    else:
        flood.count(source, at=clock.now())
    return offline


def _anchors(options: Any) -> Anchors:  # noqa: ANN401 - any JSON value
    given = options.get("anchors") if isinstance(options, dict) else None
    return Anchors() if given is None else read_anchors(_as_text(given, "anchors"))


def _told(found: Verification) -> dict[str, Any]:
    summed = _summed(found.checks, found.verified)
    return {**summed, "document": found.credential, "mediaType": "application/vc"}


def _summed(checks: list[Check], verified: bool | None) -> dict[str, Any]:  # noqa: FBT001 - an answer, not a switch
    doubtful = {Result.UNDETERMINED, Result.NOT_CHECKED}
    return {
        "verified": verified is True,
        "outcome": {True: "verified", False: "failed", None: "undetermined"}[verified],
        "checks": summaries(checks),
        "warnings": [_problem(one) for one in checks if one.result in doubtful],
        "errors": [_problem(one) for one in checks if one.result is Result.FAILED],
    }


def _problem(one: Check) -> dict[str, str]:
    kind = PROBLEMS.get(one.name, f"urn:orepass:check:{one.name}")
    return {"type": kind, "title": f"{one.name}: {one.result}", "detail": one.reason, "code": one.code}


def _enveloped(secured: str) -> Document:
    """Return a secured credential as an object: as it is, or a token in its envelope."""
    if secured.startswith("{"):
        return parse_object(secured)
    return {"@context": [BASE_CONTEXT], "type": ENVELOPE, "id": f"data:application/vc+jwt,{secured}"}


def _object(body: Document, name: str) -> Document:
    found = body.get(name)
    if not isinstance(found, dict):
        raise BadRequest(where=name, name=name)
    return found


def _text(body: Document, name: str) -> str:
    if name not in body:
        raise BadRequest(where=name, name=name)
    return _as_text(body[name], name)


def _as_text(value: Any, name: str) -> str:  # noqa: ANN401 - any JSON value
    if isinstance(value, dict):
        return canonical(value).decode()
    if not isinstance(value, str):
        raise BadRequest(where=name, name=name)
    return value
