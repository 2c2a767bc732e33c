"""Passports and issued credentials; what they say is public. Checking any credential asks nobody else."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from orepass.api.reading.answers import After, Day, Limit, Word, answer, page, plain
from orepass.credentials import queries as credentials_of_home
from orepass.credentials.rules.anchors import write_anchors
from orepass.credentials.rules.bundle import write_bundle
from orepass.credentials.rules.sealing import SEALED
from orepass.credentials.rules.verification import Verification
from orepass.kernel import check
from orepass.passport import bundling, checking, queries, trust
from orepass.platform import clock

router = Router(tags=["passport"])
Version = Annotated[int | None, Query(ge=1, le=1_000_000, description="An older version; the newest by default.")]


class Presented(Schema):
    """A credential or a bundle to be checked."""

    credential: str = Field(
        max_length=4_000_000,
        description="vc+jwt, the text of a JSON document with its proof, of a bundle, or of its codes, one to a line.",
    )


@router.get("/passports", operation_id="passports", auth=None)
def passports(request: HttpRequest, *, organisation: Word = "", after: After = "", limit: Limit = 50) -> HttpResponse:
    """Return passports by identifier, of one organisation or of all."""
    plain(organisation=organisation, after=after)
    return page(queries.passports(organisation=organisation, after=after, limit=limit + 1), limit)


@router.get("/passports/{passport}", operation_id="passport", auth=None)
def passport(request: HttpRequest, passport: str, *, version: Version = None, on: Day = None) -> HttpResponse:
    """Return a passport with its certificates as they stood when it was issued and as they stand on a day."""
    plain(passport=passport)
    return answer(queries.passport_card(passport, version=version, on=on))


@router.get("/credentials", operation_id="credentials", auth=None)
def credentials(request: HttpRequest, *, kind: Word = "", after: After = "", limit: Limit = 50) -> HttpResponse:
    """Return issued credentials by identifier, of one kind (certificate, product, anchor) or all."""
    plain(kind=kind, after=after)
    return page(queries.issued_credentials(kind=kind, after=after, limit=limit + 1), limit)


@router.get("/credentials/{credential}", operation_id="credential", auth=None)
def credential(request: HttpRequest, credential: str) -> HttpResponse:
    """Return what is known of a credential, named by itself, or by what it is about: the newest about that.

    A certificate, a passport, or an organisation, whose identity anchor it is.
    """
    plain(credential=credential)
    return answer(queries.credential_for(credential))


@router.get("/credentials/{credential}/token", operation_id="credential-token", auth=None)
def token(request: HttpRequest, credential: str) -> HttpResponse:
    """Return a credential as vc+jwt, byte by byte as it was issued."""
    plain(credential=credential)
    return HttpResponse(queries.token(credential), content_type="application/vc+jwt")


@router.get("/credentials/{credential}/document", operation_id="credential-document", auth=None)
def document(request: HttpRequest, credential: str) -> HttpResponse:
    """Return a credential in UNTP form with an embedded eddsa-jcs-2022 proof."""
    plain(credential=credential)
    return answer(queries.embedded(credential))


@router.get("/credentials/{credential}/bundle", operation_id="credential-bundle", auth=None)
def bundle(request: HttpRequest, credential: str) -> HttpResponse:
    """Return a credential with everything that is needed to check it without asking anybody."""
    plain(credential=credential)
    return answer(write_bundle(bundling.bundle_of(credential, at=clock.now())))


@router.get("/sealed/{sha256}", operation_id="sealed-file", auth=None)
def sealed_file(request: HttpRequest, sha256: str) -> HttpResponse:
    """Return a file that was sealed for a party in a role; only who holds that key can open it."""
    plain(sha256=sha256)
    headers = {"Content-Disposition": f"attachment; filename={sha256[:12]}.jwe", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(credentials_of_home.sealed_file(sha256), content_type=SEALED, headers=headers)


@router.get("/anchors", operation_id="anchors", auth=None)
def anchors(request: HttpRequest) -> HttpResponse:
    """Return what readers of bundles rely upon: the issuers and the log of this home."""
    return answer(write_anchors(bundling.own_anchors()))


@router.get("/trusted", operation_id="trusted", auth=None)
def trusted(request: HttpRequest) -> HttpResponse:
    """Return what this home trusts now: issuers, registers, accreditors and schemes, each with the grounds."""
    return answer(trust.trusted_at(clock.now()))


@router.post("/check", operation_id="credential-check", auth=None)
def checked(request: HttpRequest, presented: Presented) -> HttpResponse:
    """Check a credential or a bundle from anywhere without asking anybody, and say for each check what came of it."""
    found = _checked(presented.credential, at=clock.now())
    return answer(
        {
            "id": found.credential.get("id"),
            "issuer": found.credential.get("issuer"),
            "checks": check.summaries(found.checks),
            "verified": found.verified,
        }
    )


def _checked(text: str, *, at: datetime) -> Verification:
    bundle = bundling.bundle_in(text)
    if bundle is None:
        return checking.check(text, at=at, offline=True)
    return bundling.check_bundle(bundle, anchors=bundling.own_anchors(), at=at)
