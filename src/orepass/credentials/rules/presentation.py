"""A presentation: credentials that a holder puts together, and the holder's own signature on the occasion.

VCDM 2.0 §4.13 and VC-JOSE-COSE §3.1.2: as a document with embedded proofs, as a ``vp+jwt`` token, or as such a token in
an EnvelopedVerifiablePresentation. Whoever asks for one sends a challenge along, and names itself as the domain; a
presentation signed for another occasion or another reader is an old one, shown again. A presentation without a proof is
no more than the list of what is in it, and that is said.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

import msgspec

from orepass.credentials.rules import jose, structure
from orepass.credentials.rules.authority import CONTROLS, PROOF, check_signatures
from orepass.credentials.rules.data_integrity import proofs_of
from orepass.credentials.rules.did import AUTHENTICATION
from orepass.credentials.rules.presented import Presented, out_of_envelope, plain_text, types_of
from orepass.credentials.rules.strict_json import BadDocument, Document, parse_object
from orepass.credentials.rules.validity import check_periods
from orepass.credentials.rules.verification import FAULTS_SHOWN, SCHEMA, Outside, Verification
from orepass.kernel import check
from orepass.kernel.check import Check, Result, failed, not_checked, passed
from orepass.kernel.text import marked as _

ENVELOPED: Final = "EnvelopedVerifiablePresentation"
MEDIA_TYPES: Final = frozenset({"application/vp+jwt", "application/vp-ld+jwt", "application/vp+ld+jwt"})
CREDENTIALS_MAX: Final = 50
HOLDER, OCCASION = "holder_controls_key", "occasion"

Each = Callable[[Document | str], Verification]
"""Check one credential of a presentation: an object, with proofs or an envelope."""


class Presentation(Presented, frozen=True):
    """A presentation taken apart; who stands behind it is its holder."""

    @property
    def issuer(self) -> str:
        """Return the holder's identifier; empty when there is none."""
        holder = self.credential.get("holder")
        found = holder.get("id") if isinstance(holder, dict) else holder
        return found if isinstance(found, str) else ""

    @property
    def envelope(self) -> str:
        """Return the kind of token that envelops it."""
        return "vp+jwt"

    @property
    def members(self) -> list[Any]:
        """Return the credentials in it."""
        found = self.credential.get("verifiableCredential", [])
        return found if isinstance(found, list) else [found]


class Occasion(msgspec.Struct, frozen=True):
    """What a presentation was asked for with; an empty text was not asked for."""

    challenge: str = ""
    domain: str = ""


class PresentationVerification(msgspec.Struct, frozen=True):
    """The answer: the checks of the presentation itself, and those of each credential in it."""

    checks: list[Check]
    presentation: Document
    credentials: list[Verification]

    @property
    def verified(self) -> bool | None:
        """Return false if anything failed, ``None`` if something required is undetermined or nothing was signed."""
        signed = bool(self.credentials) or any(one.name == PROOF for one in self.checks if one.result is Result.PASSED)
        answers = [signed or None, check.verified(self.checks), *(one.verified for one in self.credentials)]
        return False if False in answers else None if None in answers else True


def read_presentation(text: str | bytes) -> Presentation:
    """Take a presentation apart, told by its content.

    Raises:
        BadDocument: neither a token nor a JSON object, no presentation, or of more credentials than anyone needs.
    """
    plain = plain_text(text)
    document = parse_object(plain) if plain.startswith("{") else None
    if document is not None and ENVELOPED not in types_of(document):
        found = Presentation(document)
    else:
        token = jose.parse_token(plain if document is None else out_of_envelope(document.get("id"), MEDIA_TYPES))
        found = Presentation(token.payload, token)
    if "VerifiablePresentation" not in types_of(found.credential):
        raise BadDocument(reason=_("it is no presentation"))
    if len(found.members) > CREDENTIALS_MAX:
        raise BadDocument(reason=_("it holds more credentials than anyone needs"))
    return found


def is_presentation(text: str | bytes) -> bool:
    """Say whether what was handed in is a presentation, told by its content."""
    try:
        read_presentation(text)
    except BadDocument:
        return False
    return True


def verify_presentation(
    text: str | bytes, outside: Outside, each: Each, *, at: datetime, occasion: Occasion | None = None
) -> PresentationVerification:
    """Check a presentation: its holder's proof, the occasion it was made for, and every credential in it.

    Raises:
        BadDocument: it, or a credential in it, cannot be read at all.
    """
    found = read_presentation(text)
    checks = [
        *_proof(found, outside),
        _occasion(found, occasion or Occasion()),
        check_periods(found.credential, at),
        _structure(found),
    ]
    return PresentationVerification(checks, found.credential, [each(one) for one in found.members])


def _proof(found: Presentation, outside: Outside) -> list[Check]:
    if found.token is None and not found.credential.get("proof"):
        unsigned = _("It carries no proof: anybody may have put these credentials together.")
        return [not_checked(PROOF, unsigned)]
    checks = check_signatures(found, outside.resolver, outside.linked_data, purpose=AUTHENTICATION)
    return [_held(one, found) if one.name == CONTROLS else one for one in checks]


def _held(one: Check, found: Presentation) -> Check:
    if one.result is Result.PASSED:
        return passed(HOLDER, _("The key belongs to the holder, {holder}."), holder=found.issuer)
    if one.result is Result.FAILED and not found.issuer:
        return not_checked(HOLDER, _("The presentation names no holder, so the key belongs to whoever it belongs to."))
    if one.result is Result.FAILED:
        return failed(HOLDER, _("The holder is {holder}, but the key belongs to another."), holder=found.issuer)
    return msgspec.structs.replace(one, name=HOLDER)


def _occasion(found: Presentation, asked: Occasion) -> Check:
    said = _said(found)
    for wanted, what in ((asked.challenge, "challenge"), (asked.domain, "domain")):
        if wanted and any(wanted not in _list(one.get(what)) for one in said or [{}]):
            reason = _("It was not signed for this {what}: it may be an old one, shown again.")
            return failed(OCCASION, reason, what=what)
    if asked.challenge or asked.domain:
        return passed(OCCASION, _("It was signed for this occasion."))
    return not_checked(OCCASION, _("No challenge was given, so nothing is said of when and for whom it was signed."))


def _said(found: Presentation) -> list[dict[str, Any]]:
    """Return, for each signature, the challenge and the domain it was made for."""
    if found.token is None:
        return proofs_of(found.credential)
    return [{"challenge": found.credential.get("nonce"), "domain": found.credential.get("aud")}]


def _structure(found: Presentation) -> Check:
    faults = structure.faults(found.credential)
    token = found.token
    wrong = [] if token is None else jose.disagreements(token, types=jose.PRESENTATION_TYPES, author="holder")
    if wrong:
        return failed(SCHEMA, _("The token contradicts the presentation in it: {names}."), names=", ".join(wrong))
    if faults:
        places = ", ".join(fault.where or "/" for fault in faults[:FAULTS_SHOWN])
        return failed(SCHEMA, _("{count} faults, at {places}."), count=len(faults), places=places)
    return passed(SCHEMA, _("The structure of W3C credentials 2.0 is kept."))


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
