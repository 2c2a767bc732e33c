"""The verifier: every check by itself, each with its reason, nothing folded into a bare yes or no.

It asks nobody by itself. Whoever calls it brings what may be asked: a resolver of DIDs, a fetcher of status lists, the
log, the schemas, and what lies beneath the credential (for a passport, the certificates it rests on).
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

import msgspec

from orepass.credentials.rules import jose, structure
from orepass.credentials.rules.authority import Resolution, Resolver, check_signatures
from orepass.credentials.rules.presented import Presented, read
from orepass.credentials.rules.proofs.linked_data import NOBODY, LinkedData
from orepass.credentials.rules.related import Find, check_related, nobody
from orepass.credentials.rules.status import Fetched, StatusFetcher, check_status
from orepass.credentials.rules.strict_json import Document
from orepass.credentials.rules.terms import TermsCheck
from orepass.credentials.rules.validity import check_dates, check_periods
from orepass.kernel import check
from orepass.kernel.check import Check, failed, not_checked, passed
from orepass.kernel.digest import Digest
from orepass.kernel.finding import Finding
from orepass.kernel.text import marked as _

SCHEMA, LOG, UNDERLYING = "schema", "log", "underlying"
VERSION, IDENTITY = "version", "identity"
ONLY_ISSUER_KNOWS: Final = _("Only its issuer knows whether there is a newer one.")
FAULTS_SHOWN = 5

SchemaFaults = Callable[[Document], list[Finding] | None]
"""Give the faults against the schema of the credential's type; ``None`` when the type is not known."""

LogCheck = Callable[[Presented], Check]
UnderlyingChecks = Callable[[Document, datetime], list[Check]]

__all__ = ["Examined", "Fetched", "Outside", "Resolution", "Verification", "examine", "verify_credential", "weigh"]


class Outside(msgspec.Struct, frozen=True):
    """What the verifier may ask."""

    resolver: Resolver
    status_fetcher: StatusFetcher
    log: LogCheck | None = None
    schema: SchemaFaults | None = None
    underlying: UnderlyingChecks | None = None
    linked_data: LinkedData = NOBODY
    terms: TermsCheck | None = None
    related: Find = nobody


class Verification(msgspec.Struct, frozen=True):
    """The answer: every check, the credential as it was read, and its digest as links and the log name it."""

    checks: list[Check]
    credential: Document
    digest: Digest = Digest("")

    @property
    def verified(self) -> bool | None:
        """Return false if any check failed, ``None`` if a required one is undetermined, else true."""
        return check.verified(self.checks)


class Examined(msgspec.Struct, frozen=True):
    """A credential checked by itself: neither the log nor what it rests on was asked yet."""

    presented: Presented
    checks: list[Check]


def verify_credential(text: str | bytes, outside: Outside, *, at: datetime) -> Verification:
    """Check a credential: a compact token, an envelope, or a document with embedded proofs.

    Raises:
        BadDocument: it cannot be read at all.
    """
    return weigh(examine(text, outside, at=at), outside, at=at)


def examine(text: str | bytes, outside: Outside, *, at: datetime) -> Examined:
    """Check a credential by itself: who signed it, its dates, its status, its structure.

    Raises:
        BadDocument: it cannot be read at all.
    """
    presented = read(text)
    credential = presented.credential
    fetch, resolver, linked_data = outside.status_fetcher, outside.resolver, outside.linked_data
    status = check_status(presented, fetch=fetch, resolver=resolver, at=at, linked_data=linked_data)
    terms = outside.terms(presented) if outside.terms else None
    checks = [
        *check_signatures(presented, resolver, linked_data),
        check_dates(credential, at) if presented.token is None else check_periods(credential, at),
        status,
        _schema(presented, outside.schema),
        *([terms] if terms else []),
    ]
    return Examined(presented, checks)


def weigh(examined: Examined, outside: Outside, *, at: datetime) -> Verification:
    """Add to the checks of a credential by itself what the log says, what it rests on and what it is related to."""
    presented = examined.presented
    log = outside.log(presented) if outside.log else not_checked(LOG, _("No log was asked."))
    beneath = outside.underlying(presented.credential, at) if outside.underlying else []
    beneath = beneath or [not_checked(UNDERLYING, _("The credential rests on no other that could be checked."))]
    related = check_related(presented.credential, outside.related)
    return Verification([*examined.checks, log, *beneath, *related], presented.credential, presented.digest)


def _schema(presented: Presented, known: SchemaFaults | None) -> Check:
    faults = structure.faults(presented.credential)
    token = presented.token
    if token is not None and (wrong := jose.disagreements(token)):
        return failed(SCHEMA, _("The token contradicts the credential in it: {names}."), names=", ".join(wrong))
    special = known(presented.credential) if known else None
    faults += special or []
    if faults:
        places = ", ".join(fault.where or "/" for fault in faults[:FAULTS_SHOWN])
        return failed(SCHEMA, _("{count} faults, at {places}."), count=len(faults), places=places)
    if special is None:
        return passed(
            SCHEMA, _("The structure of W3C credentials 2.0 is kept; the type's own schema is not known here.")
        )
    return passed(SCHEMA, _("The structure of W3C credentials 2.0 and the schema of its type are kept."))
