"""Who signed: the cryptography, the right of the key to sign, and whether the key is the issuer's, apart."""

from collections.abc import Callable
from typing import Final

import msgspec

from orepass.credentials.rules import did
from orepass.credentials.rules.did import ASSERTION, AUTHENTICATION
from orepass.credentials.rules.keys import of_method
from orepass.credentials.rules.presented import Presented, Signature, signatures
from orepass.credentials.rules.proofs.linked_data import NOBODY, LinkedData
from orepass.credentials.rules.strict_json import BadDocument, Document
from orepass.kernel.check import Check, Result, failed, passed, undetermined
from orepass.kernel.text import marked as _

HTTPS: Final = "https://"
"""Where a Controlled Identifier Document (CID 1.0) would lie; none is read here, and nothing is wrong with it."""
PROOF, AUTHORISED, CONTROLS = "proof", "key_authorised", "issuer_controls_key"


class Resolution(msgspec.Struct, frozen=True):
    """The document of a DID, where it came from, or why there is none."""

    document: Document | None
    source: str = ""
    reason: str = ""


Resolver = Callable[[str], Resolution]


class _Use(msgspec.Struct, frozen=True):
    """What is said of a key's right to sign for a purpose."""

    other: str
    denied: str
    granted: str


_USES: Final = {
    ASSERTION: _Use(
        _("The proof was made for “{purpose}”, not for assertions."),
        _("The document of {did} does not let this key make assertions."),
        _("The document of {did} lets this key make assertions ({source})."),
    ),
    AUTHENTICATION: _Use(
        _("The proof was made for “{purpose}”, not to authenticate its holder."),
        _("The document of {did} does not let this key authenticate its holder."),
        _("The document of {did} lets this key authenticate its holder ({source})."),
    ),
}


def check_signatures(
    presented: Presented, resolver: Resolver, linked_data: LinkedData = NOBODY, *, purpose: str = ASSERTION
) -> list[Check]:
    """Check proof, authorisation and control; of several proofs one good one suffices, one bad one spoils all.

    A proof that builds on others is no better than they are. The good proof of another than the issuer stands beside
    the issuer's, never in its place.
    """
    try:
        found = signatures(presented, purpose)
    except BadDocument as bad:
        return _all_undecided(failed(PROOF, bad.message, **bad.params))
    if not found:
        return _all_undecided(failed(PROOF, _("The credential carries no proof.")))
    sets = [_check_one(signature, resolver, linked_data, purpose) for signature in found]
    return _merged([_with_earlier(number, found, sets) for number in range(len(sets))])


def _with_earlier(number: int, found: list[Signature], sets: list[list[Check]]) -> list[Check]:
    """Leave a proof open while one that it builds on, directly or not, is."""
    waiting, seen = list(found[number].previous), set[int]()
    while waiting:
        place = waiting.pop()
        if place not in seen:
            seen.add(place)
            waiting.extend(found[place].previous)
    checks = sets[number]
    if checks[0].result is Result.PASSED and any(sets[place][0].result is Result.UNDETERMINED for place in seen):
        return [undetermined(PROOF, _("It builds on a proof that could not be checked.")), *checks[1:]]
    return checks


def _check_one(signature: Signature, resolver: Resolver, linked_data: LinkedData, purpose: str) -> list[Check]:
    if not signature.understood:
        return _all_undecided(
            undetermined(PROOF, _("Proofs of the form {form} are not checked here."), form=signature.form)
        )
    try:
        name, fragment = did.split(signature.method)
    except BadDocument:
        return _all_undecided(_unnamed(signature.method))
    resolution = resolver(name)
    if resolution.document is None:
        reason = _("The DID {did} could not be resolved: {reason}.")
        return _all_undecided(undetermined(PROOF, reason, did=name, reason=resolution.reason))
    if resolution.document.get("id") != name:
        return _all_undecided(failed(PROOF, _("The document found for {did} belongs to another DID."), did=name))
    method = did.find_method(resolution.document, f"{name}#{fragment}", purpose)
    if method is None:
        unknown = undetermined(
            PROOF, _("The document of {did} names no such key, so nothing could be checked."), did=name
        )
        unlisted = failed(AUTHORISED, _("The document of {did} names no such key."), did=name)
        return [unknown, unlisted, _controls(signature, name, name)]
    return [
        _proof(signature, method, linked_data),
        _authorised(signature, resolution, name, purpose),
        _controls(signature, name, method.get("controller")),
    ]


def _unnamed(method: str) -> Check:
    """Say what it means that no DID names the key."""
    if method.startswith(HTTPS):
        reason = _("Its key is named by an https address; only keys named by a DID are looked up here.")
        return undetermined(PROOF, reason)
    return failed(PROOF, _("The proof does not say by a DID with which key it was made."))


def _proof(signature: Signature, method: Document, linked_data: LinkedData) -> Check:
    try:
        key = of_method(method)
    except BadDocument as bad:
        return undetermined(PROOF, _("The key cannot be read: {reason}"), reason=bad)
    outcome = signature.outcome(key, linked_data)
    if outcome.holds:
        reason = outcome.reason or _("The signature fits the content ({form}, {kind}).")
        return passed(PROOF, reason, form=signature.form, kind=key.kind, **outcome.params)
    if outcome.holds is None:
        return undetermined(PROOF, outcome.reason, required=True, **outcome.params)
    return failed(PROOF, outcome.reason, **outcome.params)


def _authorised(signature: Signature, resolution: Resolution, name: str, purpose: str) -> Check:
    wanted = _USES[purpose]
    if signature.purpose != purpose:
        return failed(AUTHORISED, wanted.other, purpose=signature.purpose)
    if not did.may(resolution.document or {}, purpose, signature.method):
        return failed(AUTHORISED, wanted.denied, did=name)
    return passed(AUTHORISED, wanted.granted, did=name, source=resolution.source)


def _controls(signature: Signature, name: str, controller: object) -> Check:
    """Check that the key is the issuer's: its document names the key, and the key names its document (CID 1.0 §3.3)."""
    issuer = signature.presented.issuer
    if controller is None:
        return failed(CONTROLS, _("The document of {did} does not say to whom this key belongs."), did=name)
    if controller == name and issuer.startswith(HTTPS):
        reason = _(
            "Whose keys may sign for {issuer} would stand in a document there; such documents are not read here."
        )
        return undetermined(CONTROLS, reason, issuer=issuer)
    if issuer != name or controller != name:
        reason = _("The issuer is {issuer}, but the key belongs to {did}.")
        return failed(CONTROLS, reason, issuer=issuer or "—", did=controller or name)
    return passed(CONTROLS, _("The key belongs to the issuer, {issuer}."), issuer=issuer)


def _all_undecided(proof: Check) -> list[Check]:
    reason = _("Without the proof this cannot be decided.")
    return [proof, undetermined(AUTHORISED, reason), undetermined(CONTROLS, reason)]


def _merged(sets: list[list[Check]]) -> list[Check]:
    """Return the checks of the proof that decides: one that fails, then one that passes, then the first."""
    good = [checks for checks in sets if _all(checks, Result.PASSED)]
    for name in (PROOF, AUTHORISED, *(() if good else (CONTROLS,))):
        for checks in sets:
            if any(check.name == name and check.result is Result.FAILED for check in checks):
                return checks
    if not good:
        return sets[0]
    return good[0] if len(sets) == 1 else [_counted(sets), *good[0][1:]]


def _counted(sets: list[list[Check]]) -> Check:
    held = sum(checks[0].result is Result.PASSED for checks in sets)
    if held == len(sets):
        return passed(PROOF, _("All {count} signatures fit the content, the issuer’s among them."), count=held)
    reason = _("{held} of {count} signatures fit the content, the issuer’s among them; the rest cannot be checked.")
    return passed(PROOF, reason, held=held, count=len(sets))


def _all(checks: list[Check], result: Result) -> bool:
    return all(check.result is result for check in checks)
