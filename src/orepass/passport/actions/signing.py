"""Frame, check, sign and keep a credential; nothing is signed that breaks a schema or loses a name as linked data."""

from collections.abc import Sequence
from datetime import datetime

from orepass.credentials import queries as credentials
from orepass.credentials.actions import allot_status, ensure_own_identity, record_superseded
from orepass.credentials.rules import jose
from orepass.credentials.rules.keys import multibase_digest
from orepass.credentials.rules.presented import digest_of
from orepass.credentials.rules.status_message import MESSAGE
from orepass.credentials.rules.strict_json import Document, canonical
from orepass.credentials.rules.structure import faults as structure_faults
from orepass.kernel.digest import digest_bytes
from orepass.kernel.identifier import mint
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.party.numbers import NumberCard, numbers_of
from orepass.passport import provenance
from orepass.passport.anchored import numbered
from orepass.passport.models import IssuedCredential
from orepass.passport.untp import schemas, terms
from orepass.passport.untp.v0_7_0.framing import Frame
from orepass.platform.access import Actor
from orepass.transparency.actions import queue_leaf


class NotIssuable(Invalid):
    """What was gathered does not make a valid credential; nothing was signed."""

    code = "passport.credential.invalid"
    message = _("The credential would have {count} faults; nothing was signed.")
    what_to_do = _("Correct what is named, and issue it again.")


def own_numbers(organisation: str, *, at: datetime) -> list[NumberCard]:
    """Return the numbers that a credential may give its issuer: none where the home signs for an organisation.

    Whoever has no identity of its own signs with the home's, and that DID is not the company that has the number.
    """
    is_its_own = credentials.identity_for(organisation) != credentials.own_did()
    return numbers_of([organisation], at=at) if is_its_own else []


def frame_for(organisation: str, *, follows: bool, purpose: str, page: str, at: datetime) -> Frame:
    """Prepare issuer, address and status entry of a new credential.

    With ``follows`` the bit is also set by the status of what the credential is about, whenever the list is asked for.
    UNTP's schema takes one entry, which names a list of one bit; the place among the messages is told beside it.
    """
    ensure_own_identity(at)
    issuer = credentials.identity_for(organisation)
    name, base = mint("crd"), credentials.public_base()
    url = f"{base}/credentials/{name}"
    purposes, about = (purpose, MESSAGE), name if follows else ""
    allot_status(issuer, subject=url, name=name, purposes=purposes, about=about, at=at)
    return Frame(
        base=base,
        url=url,
        issuer=issuer,
        issuer_name=provenance.maker_name(organisation) or credentials.identity_card(issuer).name,
        organisation=organisation,
        status=credentials.status_entries(url)[0],
        issued_at=at,
        page=f"{base}{page}" if page else "",
        paper=f"{base}{page}document.pdf" if page else "",
        numbers=numbered(own_numbers(organisation, at=at)),
    )


def signed(
    actor: Actor, row: IssuedCredential, document: Document, *, frame: Frame, related: Sequence[Document] = ()
) -> IssuedCredential:
    """Check the document against both schemas and the terms of its contexts, sign it, keep it, and queue its leaf.

    It names the one before it, and what it is ``related`` to besides.
    """
    resources = [*_before(row.about), *related]
    document |= {"relatedResource": resources} if resources else {}
    found = structure_faults(document) + (schemas.faults(document) or []) + terms.dropped(document)
    if found:
        raise NotIssuable(where=found[0].where, findings=found, count=len(found))
    row.id = frame.url.rpartition("/")[2]
    row.version = IssuedCredential.objects.filter(about=row.about).count() + 1
    row.issuer, row.url = frame.issuer, frame.url
    row.document = canonical(document).decode()
    row.token = jose.sign(document, credentials.signer_for(frame.issuer))
    row.digest = digest_of(document)
    row.issued_at, row.issued_by = frame.issued_at, actor.pseudonym
    row.save(force_insert=True)
    earlier = IssuedCredential.objects.filter(about=row.about, version__lt=row.version)
    record_superseded(actor, earlier.values_list("url", flat=True), at=frame.issued_at)
    queue_leaf(kind=f"passport.{row.kind}.issue", subject=row.about, content_digest=row.digest, at=frame.issued_at)
    return row


def _before(about: str) -> list[Document]:
    """Name the newest credential about the same thing, where there is one, with the digest of what lies there for good.

    UNTP has no term for a predecessor and takes further ones; the data model has one for whatever a credential is
    related to (VCDM 2.0, Integrity of Related Resources). The digest is that of the bytes under the address.
    """
    before = IssuedCredential.objects.filter(about=about).order_by("-version").first()
    if before is None:
        return []
    digest = multibase_digest(digest_bytes(before.token.encode()))
    return [{"id": before.url, "mediaType": "application/vc+jwt", "digestMultibase": digest}]
