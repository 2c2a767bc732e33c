"""Check any credential from this home: the verifier with everything it may ask, and what lies beneath a passport."""

import contextlib
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Final

import msgspec

from orepass.credentials import outside
from orepass.credentials import queries as credentials
from orepass.credentials.linked_data import linked_data, terms_left_open
from orepass.credentials.rules.also_known import NUMBERS, check_numbers, numbers_named
from orepass.credentials.rules.authority import Resolution
from orepass.credentials.rules.bundled import in_time
from orepass.credentials.rules.presentation import (
    Occasion,
    PresentationVerification,
    read_presentation,
    verify_presentation,
)
from orepass.credentials.rules.presented import Presented
from orepass.credentials.rules.sd_jwt import looks_like
from orepass.credentials.rules.sd_jwt_checking import Asked, verify_sd_jwt
from orepass.credentials.rules.strict_json import BadDocument, Document, canonical
from orepass.credentials.rules.verification import (
    ONLY_ISSUER_KNOWS,
    SCHEMA,
    VERSION,
    Examined,
    LogCheck,
    Outside,
    Verification,
    examine,
    weigh,
)
from orepass.kernel.check import Check, Result, not_checked, passed, undetermined
from orepass.kernel.text import marked as _
from orepass.party.numbers import numbers_of
from orepass.passport import queries
from orepass.passport.at_hand import AtHand
from orepass.passport.beneath import underlying
from orepass.passport.hand import Hand
from orepass.passport.issued import newest_about
from orepass.passport.lot_today import lot_today, unlogged
from orepass.passport.standing import told_by_the_register
from orepass.passport.trust import trust_checks
from orepass.passport.untp import schemas
from orepass.platform.reading import reading_once
from orepass.transparency import queries as log

ALONGSIDE_MAX: Final = 20


def check(
    text: str | bytes,
    *,
    at: datetime,
    offline: bool,
    log: LogCheck | None = None,
    alongside: Sequence[str | bytes] = (),
    relied: Collection[str] = (),
    schemes: Collection[str] = (),
) -> Verification:
    """Check a credential: all the verifier's checks, the certificates beneath it, and who stands behind it.

    ``alongside`` are further credentials, such as identity anchors, that count where they hold themselves; ``relied``
    are the DIDs of issuers that the reader relies upon, besides those that this home trusts, ``schemes`` the
    identifiers of schemes that the reader recognises.

    Raises:
        BadDocument: it cannot be read at all.
    """
    with reading_once():
        return _Desk(alongside, at=at, offline=offline, relied=relied, schemes=schemes).checked(text, log)


def check_presentation(
    text: str | bytes,
    *,
    at: datetime,
    offline: bool,
    occasion: Occasion | None = None,
    relied: Collection[str] = (),
    schemes: Collection[str] = (),
) -> PresentationVerification:
    """Check a presentation: its holder's proof, the occasion it was made for, and each credential in it.

    What it holds counts for the others in it: an identity anchor says who issued the passport beside it. ``relied``
    and ``schemes`` as for one credential.

    Raises:
        BadDocument: it, or a credential in it, cannot be read at all.
    """
    members = [_text(one) for one in read_presentation(text).members if isinstance(one, dict | str)]
    with reading_once():
        desk = _Desk(members, at=at, offline=offline, relied=relied, schemes=schemes)
        return verify_presentation(text, desk.alone, lambda one: desk.checked(_text(one)), at=at, occasion=occasion)


def _text(one: Document | str) -> str | bytes:
    return one if isinstance(one, str) else canonical(one)


class _Desk:
    """One check: whatever is asked, read or examined for it is so once, and the net is asked within its budget."""

    def __init__(
        self,
        alongside: Sequence[str | bytes],
        *,
        at: datetime,
        offline: bool,
        relied: Collection[str],
        schemes: Collection[str],
    ) -> None:
        self._at, self._ask = at, outside.asking(offline=offline)
        processor = linked_data()
        self.alone = Outside(
            resolver=outside.resolver(self._ask, at=at),
            status_fetcher=outside.status_fetcher(self._ask, at=at, lapsed=queries.lapsed_at(at)),
            schema=schemas.faults,
            linked_data=processor,
            terms=terms_left_open(processor, made_of_records=_made_of_records),
            related=AtHand(alongside[:ALONGSIDE_MAX], self._ask),
        )
        self._examined: dict[str | bytes, Examined] = {}
        brought = self._brought(alongside)
        self._hand = Hand(brought, verify=self._by_itself, ask=self._ask, relied=relied, schemes=schemes)

    def checked(self, text: str | bytes, log: LogCheck | None = None) -> Verification:
        """Check a credential, what lies beneath it and who stands behind it."""
        plain = text if isinstance(text, str) else text.decode("utf-8", "replace")
        if looks_like(plain):
            asked_of = Asked(self.alone.resolver, self.alone.status_fetcher, related=self.alone.related)
            return verify_sd_jwt(plain, asked_of, at=self._at)
        beneath = underlying(self._examine, self._ask)
        asked = msgspec.structs.replace(self.alone, log=log or outside.home_log(unlogged), underlying=beneath)
        found = weigh(self._examine(text), asked, at=self._at)
        checks = [self._told(one, found.credential) for one in found.checks]
        today = [*lot_today(found.credential, self._at), *_numbers(found.credential, self._at)]
        today.append(_version(found.credential, self._at))
        trusted = trust_checks(found.credential, self._hand, self._at)
        return msgspec.structs.replace(found, checks=[*checks, *today, *trusted])

    def _told(self, one: Check, credential: Document) -> Check:
        return told_by_the_register(_of_version(one, credential), credential, self._at)

    def _examine(self, text: str | bytes) -> Examined:
        """Examine a credential; the same text again, of a presentation or behind a link, is not examined again."""
        if text not in self._examined:
            self._examined[text] = self._in_time(text, examine(text, self.alone, at=self._at))
        return self._examined[text]

    def _in_time(self, text: str | bytes, examined: Examined) -> Examined:
        """Examine what an identity of this home signed before its end by the document that it had until then.

        Our log says what was signed before. Lists and statements, which are no entries of it, are made as long as they
        are asked for; a presentation is not examined here, so that whoever was ended authenticates nobody.
        """
        did = examined.presented.issuer
        ended = credentials.ended_at(did)
        if ended is None:
            return examined
        kept, plain = Resolution(credentials.last_document(did), outside.OWN_STORE), self.alone.resolver
        asked = msgspec.structs.replace(self.alone, resolver=lambda name: kept if name == did else plain(name))
        found = examine(text, asked, at=self._at)
        logged = outside.home_log(unlogged)(found.presented)
        if logged.result is Result.NOT_CHECKED:
            return found
        proof = log.inclusion_file(content_digest=found.presented.digest) if logged.result is Result.PASSED else ""
        *checks, _logged = in_time([*found.checks, logged], did, ended, proof)
        return msgspec.structs.replace(found, checks=checks)

    def _by_itself(self, text: str | bytes) -> Verification:
        return weigh(self._examine(text), self.alone, at=self._at)

    def _brought(self, alongside: Sequence[str | bytes]) -> list[Verification]:
        """Check the credentials brought along, each by itself; one that cannot be read counts for nothing."""
        brought = []
        for text in alongside[:ALONGSIDE_MAX]:
            with contextlib.suppress(BadDocument):
                brought.append(self._by_itself(text))
        return brought


def check_own(name: str, *, at: datetime) -> Verification:
    """Check a credential of this home by identifier, asking nobody else.

    Raises:
        NotFound: there is none.
    """
    return check(queries.token(name), at=at, offline=True)


def _made_of_records(presented: Presented) -> bool:
    """Say whether it is, as it stands, a certificate or passport of this home: typed models give it its names."""
    row = queries.issued_here(presented.credential)
    return row is not None and row.digest == presented.digest


def _of_version(one: Check, credential: Document) -> Check:
    """Name in a passed check of the schema the version of UNTP that was kept to."""
    kept = schemas.known(credential)
    if one.name != SCHEMA or one.result is not Result.PASSED or kept is None:
        return one
    reason = _("The structure of W3C credentials 2.0 and UNTP {version} ({kind}) are kept.")
    return passed(SCHEMA, reason, version=kept.version, kind=kept.kind)


def _numbers(credential: Document, at: datetime) -> list[Check]:
    """Say of a credential of this home whether the numbers that it names its issuer by are on record for it still."""
    row = queries.issued_here(credential)
    here = f"{credentials.public_base()}/"
    named = [name for name in numbers_named(credential) if not name.startswith(here)]
    if row is None or not named:
        return []
    held = {card.address for card in numbers_of([row.organisation], at=at)}
    found = check_numbers(credential, set(named) - held)
    reason = _("Each of {count} numbers that its issuer names itself by is on record for it.")
    return found or [passed(NUMBERS, reason, count=len(named))]


def _version(credential: Document, at: datetime) -> Check:
    """Say whether a further version was issued by then; the older one says what was known when it was issued."""
    row = queries.issued_here(credential)
    if row is None:
        return not_checked(VERSION, ONLY_ISSUER_KNOWS)
    newest = newest_about(row.about, at=at)
    if newest is None or newest.version <= row.version:
        return passed(VERSION, _("It is the newest, version {version}."), version=row.version)
    reason = _("It is version {version}; version {newest} was issued on {day}: {url}")
    day = newest.issued_at.astimezone(UTC).date()
    return undetermined(
        VERSION, reason, required=False, version=row.version, newest=newest.version, day=day, url=newest.url
    )
