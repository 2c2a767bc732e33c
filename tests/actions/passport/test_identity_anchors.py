"""The register of this home says whose a DID is: once, as long as it is so, and only where it was shown."""

import json
from datetime import datetime, timedelta
from typing import Any

import base58
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orepass.credentials import queries as credentials
from orepass.credentials.actions import create_identity, deactivate_identity, rotate_identity
from orepass.credentials.rules import data_integrity, jose
from orepass.credentials.rules.keys import ED25519
from orepass.credentials.rules.strict_json import BadDocument
from orepass.kernel.refusal import Denied, NotFound
from orepass.party.actions import end_number, name_organisation, record_number
from orepass.passport import anchored, bundling, checking, queries
from orepass.passport.actions import (
    AnchoredForAnother,
    NoIdentity,
    NotItsIdentity,
    Part,
    Unproven,
    declare_trust,
    issue_anchor,
    revoke_anchor,
)
from orepass.passport.actions.anchors import challenge_for
from orepass.passport.anchored import AnchorCard
from orepass.passport.models import AnchoredIdentity, IssuedCredential
from orepass.passport.rules.anchored import LIFE, RENEWED_AFTER
from orepass.passport.rules.trust_graph import known
from orepass.platform.access import Actor, Role
from orepass.transparency.actions import place_queued
from orepass.transparency.models import Entry
from tests.actions.passport.chain import Chain, results
from tests.actions.passport.strangers import CAB, CONTEXT, MINE, REGISTRY, Party, declared, outcome
from tests.certification import STEWARD

LEI = "506700GE1G29325QX363"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_identity(chain: Chain) -> None:
    create_identity(STEWARD, path="mine", organisation=chain.world.client, name="Mine", at=chain.at)


def anchor(chain: Chain, **changes: Any) -> AnchorCard:
    made = issue_anchor(STEWARD, organisation=chain.world.client, at=chain.at, **changes)
    place_queued()
    return made


def document(card: AnchorCard) -> dict[str, Any]:
    return queries.document(card.id)


def presented(holder: str, signer: Party, at: datetime, **options: str) -> str:
    """Sign an empty presentation, as whoever holds a key elsewhere is asked to."""
    document = {"@context": CONTEXT[:1], "type": ["VerifiablePresentation"], "holder": holder}
    proof = {
        "type": data_integrity.PROOF_TYPE,
        "cryptosuite": "eddsa-jcs-2022",
        "created": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "verificationMethod": signer.key_id,
        "proofPurpose": "authentication",
        "@context": CONTEXT[:1],
        **options,
    }
    value = base58.b58encode(signer.sign(data_integrity.hash_data(document, proof, ED25519))).decode()
    return json.dumps(document | {"proof": proof | {"proofValue": f"z{value}"}})


def asked(chain: Chain) -> dict[str, str]:
    return {"challenge": challenge_for(chain.world.client, chain.at.date()), "domain": credentials.own_did()}


def shown(chain: Chain, party: Party) -> str:
    """Show to the register of this home that a key elsewhere is held."""
    return presented(party.did, party, chain.at, **asked(chain))


def test_it_links_the_did_of_an_organisation_with_its_entry_in_the_register(chain: Chain) -> None:
    card = anchor(chain)
    said = document(card)
    subject = said["credentialSubject"]
    assert (said["issuer"]["id"], subject["id"]) == (credentials.own_did(), f"{credentials.own_did()}:mine")
    assert (subject["registeredId"], subject["registerType"]) == (chain.world.client, "business")
    assert subject["registeredName"] == card.name
    assert "partyAlsoKnownAs" not in subject
    assert subject["type"] == ["RegisteredIdentity"]
    assert (card.state, card.version, card.until) == ("in_force", 1, chain.at + LIFE)


def test_it_passes_every_check_of_ours_and_is_on_the_log(chain: Chain) -> None:
    card = anchor(chain)
    found = checking.check_own(card.id, at=chain.at)
    told = results(found)
    assert found.verified is True
    wanted = ("proof", "key_authorised", "issuer_controls_key", "dates", "status", "schema", "log", "identity")
    assert {told[name] for name in wanted} == {"passed"}
    assert Entry.objects.filter(subject=chain.world.client).count() == 1
    alone = bundling.check_bundle(bundling.bundle_of(card.id, at=chain.at), anchors=bundling.own_anchors(), at=chain.at)
    assert alone.verified is True


def test_issued_again_it_is_the_same_one_until_something_changes_or_its_end_is_near(chain: Chain) -> None:
    first = anchor(chain)
    assert anchor(chain.later(days=30)).id == first.id
    record_number(STEWARD, organisation=chain.world.client, number=LEI, at=chain.at)
    second = anchor(chain)
    assert (second.version, second.did) == (2, first.did)
    states = {card.id: card.state for card in anchored.anchors(organisation=chain.world.client, at=chain.at)}
    assert states == {first.id: "in_force", second.id: "in_force"}
    (entry,) = (one for one in credentials.status_of(first.url, at=chain.at) if one.purpose == "message")
    assert entry.message == "superseded"
    third = anchor(chain.later(days=RENEWED_AFTER.days))
    assert (third.version, third.until) == (3, chain.at + LIFE)
    assert [card.id for card in anchored.anchors(at=chain.at)] == [third.id]


def test_it_names_the_numbers_of_other_registers_and_is_outdated_when_one_is_ended(chain: Chain) -> None:
    lei = record_number(STEWARD, organisation=chain.world.client, number=LEI, at=chain.at)
    record_number(
        STEWARD,
        organisation=chain.world.client,
        number="HRB 7",
        scheme="https://register.example/",
        scheme_name="Company register",
        at=chain.at,
    )
    card = anchor(chain)
    subject = document(card)["credentialSubject"]
    assert subject["type"] == ["RegisteredIdentity", "Party"]
    assert {(one["registeredId"], one["idScheme"]["name"]) for one in subject["partyAlsoKnownAs"]} == {
        (LEI, "Legal Entity Identifier (ISO 17442)"),
        ("HRB 7", "Company register"),
    }
    assert checking.check_own(card.id, at=chain.at).verified is True
    end_number(STEWARD, number=lei.id, reason="It was another company's.", at=chain.later(days=1).at)
    assert results(checking.check_own(card.id, at=chain.at))["status"] == "failed"
    assert results(checking.check_own(card.id, at=chain.at - timedelta(seconds=1)))["status"] == "passed"
    next_one = anchor(chain)
    assert [one["registeredId"] for one in document(next_one)["credentialSubject"]["partyAlsoKnownAs"]] == ["HRB 7"]
    assert results(checking.check_own(next_one.id, at=chain.at))["status"] == "passed"


def test_it_survives_new_keys_and_ends_with_the_did(chain: Chain) -> None:
    card = anchor(chain)
    rotate_identity(STEWARD, did=card.did, at=chain.later(days=1).at)
    assert results(checking.check_own(card.id, at=chain.at))["status"] == "passed"
    deactivate_identity(STEWARD, did=card.did, at=chain.later(days=1).at)
    assert results(checking.check_own(card.id, at=chain.at))["status"] == "failed"
    assert anchored.anchors(at=chain.at)[0].state == "outdated"
    with pytest.raises(NotItsIdentity):
        anchor(chain, did=card.did)
    with pytest.raises(NoIdentity):
        anchor(chain)


def test_did_that_takes_the_place_of_another_revokes_its_anchor(chain: Chain) -> None:
    first = anchor(chain)
    second = anchor(chain.later(days=1), did=MINE.did, presentation=shown(chain, MINE))
    assert second.did == MINE.did
    assert results(checking.check_own(first.id, at=chain.at))["status"] == "failed"
    assert results(checking.check_own(second.id, at=chain.at))["status"] == "passed"
    states = {card.did: card.state for card in anchored.anchors(organisation=chain.world.client, at=chain.at)}
    assert states == {first.did: "revoked", MINE.did: "in_force"}


def test_staff_revoke_it_for_good_and_may_issue_another(chain: Chain) -> None:
    card = anchor(chain)
    told = revoke_anchor(STEWARD, organisation=chain.world.client, grounds="It has left.", at=chain.at)
    assert [one.state for one in told] == ["revoked"]
    assert checking.check_own(card.id, at=chain.at).verified is False
    assert anchor(chain.later(days=1)).version == 2
    with pytest.raises(NotFound):
        revoke_anchor(STEWARD, organisation=chain.world.provider, grounds="-", at=chain.at)


def test_it_expires(chain: Chain) -> None:
    card = anchor(chain)
    late = chain.at + LIFE + timedelta(minutes=6)
    assert results(checking.check_own(card.id, at=late))["dates"] == "failed"
    assert anchored.anchors(at=late)[0].state == "expired"


def test_identity_of_another_is_refused(chain: Chain) -> None:
    create_identity(STEWARD, path="provider", organisation=chain.world.provider, name="P", at=chain.at)
    for did in (f"{credentials.own_did()}:provider", credentials.own_did()):
        with pytest.raises(NotItsIdentity):
            anchor(chain, did=did)
    with pytest.raises(NoIdentity):
        issue_anchor(STEWARD, organisation=chain.world.stranger, at=chain.at)
    assert AnchoredIdentity.objects.count() == 0


def test_one_did_is_anchored_for_one_organisation_until_that_anchor_is_revoked(chain: Chain) -> None:
    first = anchor(chain, did=MINE.did, presentation=shown(chain, MINE))
    other = chain.world.provider
    occasion = asked(chain) | {"challenge": challenge_for(other, chain.at.date())}
    given = {"did": MINE.did, "presentation": presented(MINE.did, MINE, chain.at, **occasion)}
    with pytest.raises(AnchoredForAnother) as refusal:
        issue_anchor(STEWARD, organisation=other, at=chain.at, **given)
    assert refusal.value.params["organisation"] == chain.world.client
    assert anchor(chain, did=MINE.did, presentation=shown(chain, MINE)).id == first.id
    revoke_anchor(STEWARD, organisation=chain.world.client, grounds="It has left.", at=chain.at)
    assert issue_anchor(STEWARD, organisation=other, at=chain.at, **given).organisation == other


def test_only_registered_organisations_and_only_by_staff_of_the_register(chain: Chain) -> None:
    named = name_organisation(STEWARD, name="Somebody named", at=chain.at).id
    for organisation in (named, "org-NONE"):
        with pytest.raises(NotFound):
            issue_anchor(STEWARD, organisation=organisation, at=chain.at)
    staff = Actor("per-S", "org-SCHEME", frozenset({Role.SCHEME_STAFF}))
    for role in set(Role) - {Role.STEWARD, Role.SCHEME_STAFF}:
        actor = Actor("per-X", chain.world.client, frozenset({role}))
        with pytest.raises(Denied):
            issue_anchor(actor, organisation=chain.world.client, at=chain.at)
        with pytest.raises(Denied):
            revoke_anchor(actor, organisation=chain.world.client, grounds="-", at=chain.at)
    assert IssuedCredential.objects.filter(kind="anchor").count() == 0
    assert issue_anchor(staff, organisation=chain.world.client, at=chain.at).version == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"challenge": "org-0000000000000 2026-01-01"},
        {"challenge": ""},
        {"domain": "did:web:other.example"},
        {"domain": ""},
        {"proofPurpose": "assertionMethod"},
    ],
    ids=str,
)
def test_key_elsewhere_that_was_not_shown_for_this_is_refused(chain: Chain, changes: dict[str, str]) -> None:
    text = presented(MINE.did, MINE, chain.at, **asked(chain) | changes)
    with pytest.raises(Unproven) as refusal:
        anchor(chain, did=MINE.did, presentation=text)
    assert refusal.value.params["challenge"] == challenge_for(chain.world.client, chain.at.date())


def test_key_of_another_than_the_holder_is_refused(chain: Chain) -> None:
    for holder, signer in ((MINE.did, CAB), (CAB.did, MINE), (CAB.did, CAB)):
        with pytest.raises(Unproven):
            anchor(chain, did=MINE.did, presentation=presented(holder, signer, chain.at, **asked(chain)))


def test_presentation_of_another_day_changed_or_of_another_key_is_refused(chain: Chain) -> None:
    good = shown(chain, MINE)
    changed = json.loads(good)
    changed["id"] = "urn:x:changed"
    for text in ("", "nonsense", json.dumps(changed), shown(chain, CAB)):
        with pytest.raises(Unproven):
            anchor(chain, did=MINE.did, presentation=text)
    with pytest.raises(Unproven):
        anchor(chain.later(days=2), did=MINE.did, presentation=good)
    with pytest.raises(Unproven):
        anchor(chain, did="did:key:z" + "1" * 300, presentation=good)
    assert anchor(chain.later(days=-1), did=MINE.did, presentation=good).did == MINE.did


def test_what_was_shown_for_one_anchor_counts_for_no_further_one(chain: Chain) -> None:
    """After a revocation for a lost key, whoever kept the presentation has nothing in hand."""
    beforehand = shown(chain, MINE)
    first = anchor(chain, did=MINE.did, presentation=beforehand)
    kept_back = shown(chain, MINE)
    assert anchor(chain, did=MINE.did).id == first.id
    revoke_anchor(STEWARD, organisation=chain.world.client, grounds="Key lost.", at=chain.at)
    for text in (beforehand, kept_back):
        with pytest.raises(Unproven):
            anchor(chain, did=MINE.did, presentation=text)
    assert anchor(chain, did=MINE.did, presentation=shown(chain, MINE)).version == 2


def test_what_was_shown_before_does_not_carry_a_number_that_is_recorded_since(chain: Chain) -> None:
    text = shown(chain, MINE)
    anchor(chain, did=MINE.did, presentation=text)
    record_number(STEWARD, organisation=chain.world.client, number=LEI, at=chain.at)
    with pytest.raises(Unproven):
        anchor(chain, did=MINE.did, presentation=text)
    assert anchor(chain, did=MINE.did, presentation=shown(chain, MINE)).version == 2


# --- what follows from it ---


def test_credential_of_another_under_the_address_of_our_anchor_hides_nothing(chain: Chain) -> None:
    card = anchor(chain, did=MINE.did, presentation=shown(chain, MINE))
    fakes = (
        CAB.signed("SomeStatement", {"id": "urn:x:y"}, chain.at, id=card.url),
        CAB.signed("DigitalIdentityAnchor", {"id": MINE.did}, chain.at, id=card.url),
        json.dumps({"id": card.url, "issuer": credentials.own_did()}),
    )
    for fake in fakes:
        assert outcome(chain, statement(chain), fake)["identity"].result == "passed"
    revoke_anchor(STEWARD, organisation=chain.world.client, grounds="It has left.", at=chain.at)
    assert outcome(chain, statement(chain), *fakes)["identity"].result == "undetermined"


def statement(chain: Chain) -> str:
    return MINE.signed("SomeStatement", {"id": "urn:x:thing"}, chain.at)


def test_issuer_elsewhere_is_known_by_our_anchor_as_long_as_it_holds(chain: Chain) -> None:
    assert outcome(chain, statement(chain))["identity"].result == "undetermined"
    anchor(chain, did=MINE.did, presentation=shown(chain, MINE))
    found = outcome(chain, statement(chain))["identity"]
    assert (found.result, "over 1 anchors" in found.reason) == ("passed", True)
    revoke_anchor(STEWARD, organisation=chain.world.client, grounds="Key lost.", at=chain.later(hours=1).at)
    assert outcome(chain, statement(chain))["identity"].result == "undetermined"


def test_whom_we_anchor_anchors_nobody(chain: Chain) -> None:
    card = anchor(chain, did=CAB.did, presentation=shown(chain, CAB))
    forged, ours = CAB.anchors(MINE, chain.at, name="Ministry of Mines"), queries.token(card.id)
    assert outcome(chain, statement(chain), forged, ours)["identity"].result == "undetermined"
    own = jose.parse_token(ours).payload["issuer"]["id"]
    declared(chain, own)
    assert outcome(chain, statement(chain), forged, ours)["identity"].result == "undetermined"
    by_cab = CAB.signed("SomeStatement", {"id": "urn:x:thing"}, chain.at)
    assert outcome(chain, by_cab, ours)["identity"].result == "passed"


def test_no_chain_of_others_leads_through_our_anchors(chain: Chain) -> None:
    """A register that vouches for this home vouches for no stranger whom a member of ours names."""
    card = anchor(chain, did=CAB.did, presentation=shown(chain, CAB))
    declared(chain, REGISTRY.did)
    home = Party(Ed25519PrivateKey.from_private_bytes(bytes([9]) * 32))
    home.did = credentials.own_did()
    ways = (CAB.anchors(MINE, chain.at), queries.token(card.id), REGISTRY.anchors(home, chain.at))
    assert outcome(chain, statement(chain), *ways)["identity"].result == "undetermined"


def test_our_anchor_says_nothing_of_another_did_nor_after_its_end(chain: Chain) -> None:
    anchor(chain, did=MINE.did, presentation=shown(chain, MINE))
    other = REGISTRY.signed("SomeStatement", {"id": "urn:x:thing"}, chain.at)
    assert outcome(chain, other)["identity"].result == "undetermined"
    late = checking.check(statement(chain), at=chain.at + LIFE + timedelta(days=1), offline=True)
    assert results(late)["identity"] == "undetermined"


def test_anchor_that_somebody_else_signed_in_our_name_says_nothing(chain: Chain) -> None:
    card = anchor(chain)
    forger = Party(Ed25519PrivateKey.from_private_bytes(bytes([9]) * 32))
    forged = document(card)
    forged["credentialSubject"]["id"] = MINE.did
    text = json.dumps(data_integrity.add_proof(forged, forger, created=chain.at))
    assert outcome(chain, statement(chain), text)["identity"].result == "undetermined"
    replayed = outcome(chain, statement(chain), queries.token(card.id))["identity"]
    assert replayed.result == "undetermined"


def holds(text: str, at: datetime) -> bool:
    try:
        return checking.check(text, at=at, offline=True).verified is True
    except BadDocument:
        return False


def test_every_byte_of_its_token_counts(chain: Chain) -> None:
    card = anchor(chain, did=MINE.did, presentation=shown(chain, MINE))
    token = queries.token(card.id)
    assert holds(token, chain.at)
    for place in range(0, len(token), 97):
        other = "A" if token[place] != "A" else "B"
        changed = token[:place] + other + token[place + 1 :]
        assert holds(changed, chain.at) is False, place


def test_reader_elsewhere_follows_it_from_the_register_that_they_trust(chain: Chain) -> None:
    said = jose.parse_token(queries.token(anchor(chain, did=MINE.did, presentation=shown(chain, MINE)).id)).payload
    assert known(MINE.did, [said], roots={credentials.own_did()}).name == said["credentialSubject"]["registeredName"]
    assert not known(MINE.did, [said], roots={REGISTRY.did}).is_known
    assert not known(CAB.did, [said], roots={credentials.own_did()}).is_known
    declare_trust(STEWARD, identifier=REGISTRY.did, part=Part.REGISTER, name="R", grounds="By law.", at=chain.at)
    assert not known(MINE.did, [said | {"issuer": MINE.did}], roots={REGISTRY.did}).is_known


def test_anchors_of_many_are_told_with_as_few_questions_as_that_of_one(chain: Chain) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as counted:
            anchored.anchors(at=chain.at)
        return len(counted)

    anchor(chain)
    of_one = questions()
    for number, organisation in enumerate((chain.world.provider, chain.world.stranger)):
        create_identity(STEWARD, path=f"other-{number}", organisation=organisation, name="O", at=chain.at)
        issue_anchor(STEWARD, organisation=organisation, at=chain.at)
    assert len(anchored.anchors(at=chain.at)) == 3
    assert questions() == of_one


def test_did_that_no_database_holds_has_no_anchor() -> None:
    assert anchored.naming("did:web:x\0") == []
