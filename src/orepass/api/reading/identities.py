"""Identities, their histories, and what status lists tell: public, as all that others need to check what was signed.

Beside them what this home reads the credentials of others with: that is for its stewards.
"""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router

from orepass.api.reading.answers import actor_of, answer, plain
from orepass.credentials import queries
from orepass.kernel.refusal import NotFound
from orepass.passport import queries as passports
from orepass.platform import clock
from orepass.platform.access import Role

router = Router(tags=["credentials"])


@router.get("/identities", operation_id="identities", auth=None)
def identities(request: HttpRequest) -> HttpResponse:
    """Return the identities of this home with their keys."""
    return answer({"items": queries.identities()})


@router.get("/contexts", operation_id="contexts")
def contexts(request: HttpRequest) -> HttpResponse:
    """Return the JSON-LD contexts that are pinned here, to stewards: held, brought, or only known by their digest."""
    if Role.STEWARD not in actor_of(request).roles:
        raise NotFound(what="contexts")
    return answer({"items": queries.context_cards()})


@router.get("/credentials/{credential}/status", operation_id="credential-status", auth=None)
def credential_status(request: HttpRequest, credential: str) -> HttpResponse:
    """Return every place of a credential in the status lists of this home, and what its issuer tells of it.

    A credential that names one list only (UNTP) has its place among the messages here.
    """
    plain(credential=credential)
    url = passports.credential_for(credential).url
    told = [card.message for card in queries.status_of(url, at=clock.now()) if card.message]
    return answer({"id": url, "credentialStatus": queries.status_entries(url), "messages": told})


@router.get("/identities/{did}", operation_id="identity", auth=None)
def identity(request: HttpRequest, did: Annotated[str, Path(max_length=512)]) -> HttpResponse:
    """Return an identity by either of its names, with its document and the versions of its history."""
    plain(did=did)
    card = queries.identity_card(did)
    versions = queries.history_of(card.id) if card.history_did else []
    return answer({"identity": card, "document": queries.did_document(card.id), "versions": versions})
