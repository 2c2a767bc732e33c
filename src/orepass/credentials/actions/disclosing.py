"""Issue a token whose parts can be shown one by one, and show some of one that this home holds (SD-JWT, RFC 9901)."""

from datetime import datetime
from typing import Any

import msgspec

from orepass.credentials import queries
from orepass.credentials.actions import history
from orepass.credentials.actions.made import leaf_subject
from orepass.credentials.rules import sd_jwt_issuing
from orepass.credentials.rules.did import expand_did_key, method_of
from orepass.credentials.rules.keys import base64url, from_multibase, of_method
from orepass.credentials.rules.strict_json import canonical
from orepass.kernel.digest import digest_bytes
from orepass.kernel.identifier import random_bits
from orepass.kernel.refusal import Conflict, Invalid
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.transparency.actions import queue_leaf

SALT_BITS = 128
ISSUERS = ("issuer", "iss")


class AnotherIssuer(Invalid):
    """The claims name an issuer that is not the identity they are to be signed for."""

    code = "credentials.sd_jwt.issuer"
    message = _("The claims name the issuer “{named}”, but {did} is to sign them.")
    what_to_do = _("Sign with the identity that the claims name, or leave the issuer out.")


class NotTheHolder(Conflict):
    """The key binding would be by another key than the token is bound to: nobody could verify it."""

    code = "credentials.sd_jwt.holder"
    message = _("The token is not bound to the key that {did} signs with.")
    what_to_do = _("Show it with the identity it was issued to; if that has a new key since, ask for a new token.")


class SdJwtCard(msgspec.Struct, frozen=True):
    """A token with disclosures: the digest of its signed part, what can be shown or kept back, and the text itself."""

    id: str
    places: list[str]
    text: str


@action("credentials.sd_jwt.issue")
def issue_sd_jwt(
    actor: Actor,
    *,
    did: str,
    document: dict[str, Any],
    hidden: list[str],
    holder: str = "",
    decoys: int = 0,
    at: datetime,
) -> SdJwtCard:
    """Sign claims with parts hidden that their holder may show one by one; the log gets the digest of what was signed.

    Raises:
        NotFound: the DID is not in the home's store.
        IdentityEnded: it was ended.
        AnotherIssuer: the claims name another issuer.
        BadDocument: nothing stands at a place to be hidden, or it is never hidden, or the holder's key is none.
    """
    identity = history.identity_in_force(actor, did)
    claims = _issued_by(identity.did, document)
    text = sd_jwt_issuing.issue(
        claims,
        hidden,
        queries.signer_for(identity.did),
        salt=lambda: base64url(random_bits(SALT_BITS).to_bytes(SALT_BITS // 8)),
        holder=holder_key(holder) if holder else None,
        decoys=decoys,
    )
    content = digest_bytes(text.partition("~")[0].encode())
    queue_leaf(kind="credentials.sd_jwt.issue", subject=leaf_subject(identity), content_digest=content, at=at)
    return SdJwtCard(content, sd_jwt_issuing.places(text), text)


@action("credentials.sd_jwt.present")
def present_sd_jwt(
    actor: Actor, *, did: str, text: str, shown: list[str], audience: str, nonce: str, at: datetime
) -> SdJwtCard:
    """Show some parts of a token that is bound to a key of this home, signed for one reader and one occasion.

    Raises:
        NotFound: the DID is not in the home's store.
        IdentityEnded: it was ended.
        NotTheHolder: the token is bound to another key, or to none.
        BadDocument: the token cannot be taken at its word, or nothing that can be shown stands at a place.
    """
    identity = history.identity_in_force(actor, did)
    signer = queries.signer_for(identity.did)
    if sd_jwt_issuing.bound_to(text) != holder_key(identity.did):
        raise NotTheHolder(where="did", did=identity.did)
    found = sd_jwt_issuing.present(text, shown, holder=signer, audience=audience, nonce=nonce, at=at)
    return SdJwtCard(digest_bytes(found.encode()), sd_jwt_issuing.places(found.rpartition("~")[0] + "~"), found)


def holder_key(name: str) -> dict[str, str]:
    """Return the public key of a holder, named by a did:key or an identity of this home.

    Raises:
        BadDocument: no such key.
        NotFound: the DID is neither a did:key nor in the home's store.
    """
    if method_of(name) == "key":
        return of_method(expand_did_key(name)["verificationMethod"][0]).jwk
    card = queries.identity_card(name)
    fragment = queries.signer_for(card.id).key_id.rpartition("#")[2]
    return from_multibase(next(key.public_multibase for key in card.keys if key.id == fragment)).jwk


def _issued_by(did: str, document: dict[str, Any]) -> dict[str, Any]:
    canonical(document)
    for member in ISSUERS:
        named = document.get(member)
        name = named.get("id") if isinstance(named, dict) else named
        if member in document and name != did:
            raise AnotherIssuer(named=str(name)[:80], did=did)
    return document if any(member in document for member in ISSUERS) else {**document, "iss": did}
