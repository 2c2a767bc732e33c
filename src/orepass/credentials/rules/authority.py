"""Who signed: the cryptography, the right of the key to sign, and whether the key is the issuer's, apart."""

from collections.abc import Callable

import msgspec

from orepass.credentials.rules import did
from orepass.credentials.rules.keys import of_method
from orepass.credentials.rules.presented import ASSERTION, Presented, Signature, signatures
from orepass.credentials.rules.strict_json import BadDocument, Document
from orepass.kernel.check import Check, Result, failed, passed, undetermined
from orepass.kernel.text import marked as _

PROOF, AUTHORISED, CONTROLS = "proof", "key_authorised", "issuer_controls_key"


class Resolution(msgspec.Struct, frozen=True):
    """The document of a DID, where it came from, or why there is none."""

    document: Document | None
    source: str = ""
    reason: str = ""


Resolver = Callable[[str], Resolution]


def check_signatures(presented: Presented, resolver: Resolver) -> list[Check]:
    """Check proof, authorisation and control; of several proofs one good one suffices, one bad one spoils all."""
    try:
        found = signatures(presented)
    except BadDocument as bad:
        return _all_undecided(failed(PROOF, str(bad)))
    if not found:
        return _all_undecided(failed(PROOF, _("The credential carries no proof.")))
    return _merged([_check_one(signature, resolver) for signature in found])


def _check_one(signature: Signature, resolver: Resolver) -> list[Check]:
    if not signature.understood:
        return _all_undecided(
            undetermined(PROOF, _("Proofs of the form {form} are not checked here."), form=signature.form)
        )
    try:
        name, fragment = did.split(signature.method)
    except BadDocument:
        return _all_undecided(failed(PROOF, _("The proof does not say by a DID with which key it was made.")))
    resolution = resolver(name)
    if resolution.document is None:
        reason = _("The DID {did} could not be resolved: {reason}.")
        return _all_undecided(undetermined(PROOF, reason, did=name, reason=resolution.reason))
    if resolution.document.get("id") != name:
        return _all_undecided(failed(PROOF, _("The document found for {did} belongs to another DID."), did=name))
    method = did.find_method(resolution.document, f"{name}#{fragment}")
    if method is None:
        unknown = undetermined(
            PROOF, _("The document of {did} names no such key, so nothing could be checked."), did=name
        )
        unlisted = failed(AUTHORISED, _("The document of {did} names no such key."), did=name)
        return [unknown, unlisted, _controls(signature, name, None)]
    return [
        _proof(signature, method),
        _authorised(signature, resolution, name),
        _controls(signature, name, method.get("controller")),
    ]


def _proof(signature: Signature, method: Document) -> Check:
    try:
        key = of_method(method)
    except BadDocument as bad:
        return undetermined(PROOF, _("The key cannot be read: {reason}"), reason=bad)
    if signature.holds(key):
        return passed(PROOF, _("The signature fits the content ({form}, {kind})."), form=signature.form, kind=key.kind)
    return failed(PROOF, _("The signature does not fit the content or the kind of key."))


def _authorised(signature: Signature, resolution: Resolution, name: str) -> Check:
    if signature.purpose != ASSERTION:
        return failed(
            AUTHORISED, _("The proof was made for “{purpose}”, not for assertions."), purpose=signature.purpose
        )
    if not did.may_assert(resolution.document or {}, signature.method):
        return failed(AUTHORISED, _("The document of {did} does not let this key make assertions."), did=name)
    reason = _("The document of {did} lets this key make assertions ({source}).")
    return passed(AUTHORISED, reason, did=name, source=resolution.source)


def _controls(signature: Signature, name: str, controller: object) -> Check:
    issuer = signature.presented.issuer
    if issuer != name or (controller is not None and controller != name):
        reason = _("The issuer is {issuer}, but the key belongs to {did}.")
        return failed(CONTROLS, reason, issuer=issuer or "—", did=controller or name)
    return passed(CONTROLS, _("The key belongs to the issuer, {issuer}."), issuer=issuer)


def _all_undecided(proof: Check) -> list[Check]:
    reason = _("Without the proof this cannot be decided.")
    return [proof, undetermined(AUTHORISED, reason), undetermined(CONTROLS, reason)]


def _merged(sets: list[list[Check]]) -> list[Check]:
    for result in (Result.FAILED, Result.PASSED):
        for checks in sets:
            if any(check.result is result for check in checks) and (
                result is Result.FAILED or all(check.result is result for check in checks)
            ):
                return checks
    return sets[0]
