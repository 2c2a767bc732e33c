"""Who says that an assessor was admitted: the endorsements that a conformity credential names, followed to who signed.

UNTP 0.7.0 ``authorisation`` (in 0.6.1 too): an authority, and a link to the evidence, such as an accreditation. That an
assessor names an authority is its own word and counts for nothing; what counts is a credential that the authority
signed and that names the assessor by its DID.
"""

from typing import Any, Final

import msgspec

from orepass.credentials.rules.bundled import Link
from orepass.credentials.rules.did import web_url
from orepass.credentials.rules.presented import types_of
from orepass.credentials.rules.strict_json import BadDocument
from orepass.passport.rules.evidence import link_of
from orepass.passport.rules.trust_graph import ANCHOR, assessments_of

ENDORSEMENTS_MAX: Final = 5
"""Endorsements of one credential that are followed; each may have to be fetched."""

DEPTH_MAX: Final = 3
"""From the assessor to its accreditor, to whoever accredited that one, and once more."""

HOST_ALONE: Final = 2
"""Colons of a did:web that names a host and no path."""

ACCREDITATIONS: Final = "accreditation"
"""What a register holds whose identity anchors endorse."""

Document = dict[str, Any]


class Endorsement(msgspec.Struct, frozen=True):
    """An authority that is said to have admitted the issuer, and the evidence of it, if any."""

    authority: str
    evidence: Link | None


def endorsements(credential: Document) -> list[Endorsement]:
    """Return the endorsements that a conformity credential names, each once."""
    subject = credential.get("credentialSubject")
    listed = subject.get("authorisation") if isinstance(subject, dict) else None
    found = []
    for one in listed if isinstance(listed, list) else []:
        authority = one.get("issuingAuthority") if isinstance(one, dict) else None
        name = authority.get("id") if isinstance(authority, dict) else None
        if isinstance(name, str) and name:
            found.append(Endorsement(name, link_of(one.get("endorsementEvidence"))))
    return list(dict.fromkeys(found))[:ENDORSEMENTS_MAX]


def speaks_for(did: str, authority: str) -> bool:
    """Say whether a DID is an authority's: the same name, or the did:web of the place that its address lies in.

    Only the did:web of a whole host lies in its ``.well-known``; a path that ends so is a place like any other.
    """
    if did == authority:
        return bool(did)
    try:
        place = web_url(did).removesuffix("did.json")
    except BadDocument:
        return False
    if did.count(":") == HOST_ALONE:
        place = place.removesuffix(".well-known/")
    return f"{authority}/".startswith(place)


def names(endorsement: Document, did: str) -> bool:
    """Say whether a credential endorses a DID: its subject, or whom it was issued to.

    A refusal endorses nobody, nor does an identity anchor, unless it is of a register of accreditations.
    """
    subject = endorsement.get("credentialSubject")
    if not isinstance(subject, dict):
        return False
    if ANCHOR in types_of(endorsement) and str(subject.get("registerType")).lower() != ACCREDITATIONS:
        return False
    if any(one.get("conformance") is False for one in assessments_of(endorsement)):
        return False
    party = subject.get("issuedToParty")
    return bool(did) and did in (subject.get("id"), party.get("id") if isinstance(party, dict) else None)
