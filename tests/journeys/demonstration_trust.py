"""What the demonstration shows of why anyone should believe it, asked of the home that it was told in."""

import msgspec
from django.test import Client

from orepass.cli.story.teller import Teller
from orepass.cli.story.trusting import key_from
from orepass.credentials import queries as credentials
from orepass.credentials.rules import jose
from orepass.passport import checking, queries, trust
from orepass.platform import clock
from orepass.transparency.queries import entries, head, witnesses
from orepass.transparency.rules.cosignature import cosigned_at, parse_witness_key
from orepass.web import vocabulary
from tests.actions.passport.strangers import Party


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What was found."""

    cosigned: bool
    witness_behind: int
    log_page: str
    raw_kinds: list[str]
    older: dict[str, str]
    newer: dict[str, str]
    signed_by: list[bool]
    certificate_page: str
    trusted: list[str]
    stranger: tuple[str, str]
    anchored: tuple[str, str]


def shown(teller: Teller) -> Shown:
    """Ask the home that the story was told in."""
    public, certificate = Client(), teller.things["certificate.graphite.CPS"]
    newer, older = queries.credentials_about(certificate)
    present, witness = head(), witnesses()[0]
    register, company = (Party(key_from(teller, name)) for name in ("register", "a company abroad"))
    return Shown(
        cosigned=cosigned_at(present.checkpoint, parse_witness_key(witness.verifier_key)) is not None,
        witness_behind=present.size - (witness.size or 0),
        log_page=public.get("/log/").content.decode(),
        raw_kinds=[one.kind for one in entries(limit=1000) if vocabulary.leaf_kind(one.kind) == one.kind],
        older=_checks(older.id),
        newer=_checks(newer.id),
        signed_by=[_signs_still(card.id) for card in (older, newer)],
        certificate_page=public.get(f"/certificates/{certificate}/").content.decode(),
        trusted=[card.identifier for card in trust.trusted_at(clock.now())],
        stranger=_identity(company),
        anchored=_identity(company, register.anchors(company, clock.now(), "Chambishi Traders")),
    )


def _checks(name: str) -> dict[str, str]:
    return {one.name: one.result.value for one in checking.check_own(name, at=clock.now()).checks}


def _signs_still(name: str) -> bool:
    """Say whether the key that signed a credential is one that signs today."""
    fragment = str(jose.parse_token(queries.token(name)).header["kid"]).rpartition("#")[2]
    issuer = credentials.identity_card(queries.credential_for(name).issuer)
    return next(key.retired_at is None for key in issuer.keys if fragment in {key.id, key.public_multibase})


def _identity(company: Party, *alongside: str) -> tuple[str, str]:
    text = company.signed("SomeStatement", {"id": "urn:x:thing"}, clock.now())
    found = checking.check(text, at=clock.now(), offline=True, alongside=alongside)
    return next((one.result.value, one.reason) for one in found.checks if one.name == "identity")
