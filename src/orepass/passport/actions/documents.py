"""Sign a credential that somebody wrote: any type but those that this home makes from its own records.

Nothing of it is kept here but its places in status lists, and on the log the digest that its holder can confirm.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import msgspec

from orepass.credentials import queries as credentials
from orepass.credentials.actions import allot_status, ensure_own_identity, record_terms_checked
from orepass.credentials.linked_data import linked_data
from orepass.credentials.rules import data_integrity, jose
from orepass.credentials.rules.keys import ED25519, P256
from orepass.credentials.rules.presented import digest_of
from orepass.credentials.rules.proofs.linked_data import Problem
from orepass.credentials.rules.status_message import MESSAGE
from orepass.credentials.rules.strict_json import Document, canonical, parse_object
from orepass.credentials.rules.structure import faults as structure_faults
from orepass.credentials.rules.structure import is_url
from orepass.credentials.rules.terms import judged, meaningless_in
from orepass.custody.rules.closing.document import TYPE as PERIOD_STATEMENT
from orepass.kernel.check import Result
from orepass.kernel.digest import Digest
from orepass.kernel.identifier import mint
from orepass.kernel.refusal import Conflict, Invalid
from orepass.kernel.text import marked as _
from orepass.passport.actions.signing import NotIssuable
from orepass.passport.rules.lot_standing import TYPE as LOT_STANDING
from orepass.passport.untp.schemas import KNOWN_TYPES
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.transparency.actions import queue_leaf

PURPOSES: Final = ("revocation", "suspension", MESSAGE)
RESERVED: Final = KNOWN_TYPES | {
    "BitstringStatusListCredential",
    "VerifiablePresentation",
    LOT_STANDING,
    PERIOD_STATEMENT,
}
"""Types that this home signs only when its own records say so."""

NAME_MAX: Final = 255


class Form(StrEnum):
    """How a credential is secured."""

    TOKEN = "vc+jwt"  # noqa: S105 - the name of a form
    EDDSA = "eddsa-jcs-2022"
    ECDSA = "ecdsa-jcs-2019"


class SignedDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A signed credential: its own identifier, the digest on the log, and the token or the document with its proof."""

    id: str
    credential: str
    issuer: str
    form: str
    digest: Digest
    secured: str


class ReservedType(Conflict):
    """What the credential says is for this home's records to say."""

    code = "passport.credential.reserved"
    message = _("A credential of the type {type} is made here from records alone.")
    what_to_do = _("Issue certificates by passport.certificate.issue_credential, passports by passport.product.issue.")


class AlreadyIssued(Conflict):
    """A credential of this identifier was signed before."""

    code = "passport.credential.exists"
    message = _("A credential with the identifier “{name}” was issued before.")
    what_to_do = _("Leave the identifier out, or choose another one.")


class UnusableCredential(Invalid):
    """The credential cannot be signed as it is."""

    code = "passport.credential.unusable"
    message = _("The credential cannot be signed: {reason}.")
    what_to_do = _("Send it without a proof, with an identifier of this home as its issuer, or without one.")


class ContextNotHere(Conflict):
    """The credential names a context whose text is not here, so that nobody could say what its names mean."""

    code = "passport.credential.context"
    message = _("The text of the context {url} is not here, so that the names in the credential may mean nothing.")
    what_to_do = _("Ask a steward to bring it on the page Identities, or with orepass context bring URL FILE.")


@action("passport.credential.issue")
def issue_document(actor: Actor, *, document: str, form: Form = Form.TOKEN, at: datetime) -> SignedDocument:
    """Sign a credential given as the text of a JSON document, for one's own organisation.

    Identifier, issuer and status entries are put in where they are missing.

    Raises:
        NotFound: the issuer is no identity of the actor's organisation here.
        UnusableCredential: it carries a proof, its identifier is none, or its contexts give a name no meaning.
        ContextNotHere: it names a context that is not at hand; nothing is fetched.
        ReservedType: certificates and passports are made from records.
        AlreadyIssued: its identifier was used before.
        NotIssuable: it breaks W3C credentials 2.0.
    """
    given = parse_object(document)
    types = given.get("type")
    named = set(_texts(types))
    inline = [one for one in _list(given.get("@context")) if isinstance(one, dict)]
    named |= {text for one in inline for name in named & one.keys() for text in _texts(one[name])}
    renamed = {"@type"} & {text for one in inline for text in _texts(one)}
    reserved = sorted((RESERVED & set(map(_local, named))) | renamed)
    if reserved:
        raise ReservedType(where="/type", type=reserved[0])
    if "proof" in given:
        raise UnusableCredential(where="/proof", reason=_("it carries a proof already"))
    issuer = _issuer(actor, given, at)
    name = mint("crd")
    made = _completed(given, issuer=issuer, name=name, at=at)
    found = structure_faults(made)
    if found:
        raise NotIssuable(where=found[0].where, findings=found, count=len(found))
    digest = digest_of(made)
    _check_terms(made, digest)
    secured = _secured(made, issuer, form, at)
    queue_leaf(kind="passport.credential.issue", subject=name, content_digest=digest, at=at)
    return SignedDocument(
        id=name, credential=made["id"], issuer=issuer, form=form.value, digest=digest, secured=secured
    )


def _issuer(actor: Actor, given: Document, at: datetime) -> str:
    """Return the identity that signs: the one named, or the organisation's own."""
    ensure_own_identity(at)
    named = given.get("issuer")
    named = named.get("id") if isinstance(named, dict) else named
    if named is not None and not isinstance(named, str):
        raise UnusableCredential(where="/issuer", reason=_("its issuer is no identifier"))
    card = credentials.identity_card(named or credentials.identity_for(actor.organisation or ""))
    actor.must_be_in(card.organisation, card.id)
    return card.id


def _completed(given: Document, *, issuer: str, name: str, at: datetime) -> Document:
    url = given.get("id", f"{credentials.public_base()}/credentials/{name}")
    if not is_url(url) or len(url) > NAME_MAX:
        raise UnusableCredential(where="/id", reason=_("its identifier is no URL"))
    if credentials.status_entries(url):
        raise AlreadyIssued(where="/id", name=url[:80])
    made = {**given, "id": url, "issuer": given.get("issuer", issuer)}
    allot_status(issuer, subject=url, name=name, purposes=PURPOSES, at=at)
    if "credentialStatus" not in made:
        made["credentialStatus"] = credentials.status_entries(url)
    return made


def _check_terms(made: Document, digest: Digest) -> None:
    """Refuse names without a meaning; without the extra for linked data that stays open, and readers are told."""
    found = linked_data().terms(made)
    if found.problem is Problem.CONTEXT:
        raise ContextNotHere(where="/@context", url=found.detail[:NAME_MAX])
    terms = judged(found)
    if terms.result is Result.FAILED:
        faults = meaningless_in(made, found.dropped)
        where = faults[0].where if faults else "/@context"
        raise UnusableCredential(where=where, findings=faults, reason=terms.reason.rstrip("."))
    if terms.result is Result.PASSED:
        record_terms_checked(made["id"], digest)


def _secured(made: Document, issuer: str, form: Form, at: datetime) -> str:
    if form is Form.TOKEN:
        return jose.sign(made, credentials.signer_for(issuer))
    signer = credentials.signer_for(issuer, ED25519 if form is Form.EDDSA else P256)
    return canonical(data_integrity.add_proof(made, signer, created=at)).decode()


def _local(name: str) -> str:
    """Return the last part of a type that is written as an address, or with a prefix: it may mean the same type."""
    return re.split("[/#:]", name)[-1]


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON value
    """Return the texts in a value: a context can give any name to a type, or to what names types."""
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(part)


def _list(value: Any) -> list[Any]:  # noqa: ANN401 - any JSON value
    return value if isinstance(value, list) else [value]
