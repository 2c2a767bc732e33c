"""Who stands behind a credential is a check of its own: by the register, by a list with grounds, by anchors."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client

from orepass.cli import trust as command
from orepass.credentials.rules import data_integrity
from orepass.credentials.rules.keys import of_public
from orepass.kernel.refusal import Denied, NotFound
from orepass.passport import checking
from orepass.passport.actions import AlreadyTrusted, Part, UnusableParty, declare_trust, end_trust
from orepass.passport.models import TrustedParty
from orepass.platform.access import Actor, Role
from orepass.transparency.models import Entry
from tests.actions.passport.chain import Chain
from tests.certification import STEWARD

pytestmark = pytest.mark.django_db
CONTEXT = ["https://www.w3.org/ns/credentials/v2", "https://vocabulary.uncefact.org/untp/0.7.0/context/"]


class Party:
    """Somebody elsewhere with a did:key of their own."""

    algorithm = "EdDSA"

    def __init__(self, number: int) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)
        text = of_public(self._key.public_key()).multibase
        self.did, self.key_id = f"did:key:{text}", f"did:key:{text}#{text}"

    def sign(self, data: bytes) -> bytes:
        return self._key.sign(data)

    def anchors(self, other: "Party", at: Any) -> str:
        """Say in an identity anchor whose a DID is."""
        subject = {
            "type": ["RegisteredIdentity"],
            "id": other.did,
            "registeredName": "Mine Ltd",
            "registeredId": "1",
            "registeredDate": "2020-01-01",
            "schemeId": {"type": ["IdentifierScheme"], "id": "https://register.example", "name": "Register"},
            "registerType": "business",
        }
        return self.signed("DigitalIdentityAnchor", subject, at)

    def signed(self, kind: str, subject: dict[str, Any], at: Any, **changes: Any) -> str:
        document = {
            "@context": CONTEXT,
            "id": f"urn:x:{kind}:{subject['id']}",
            "type": [kind, "VerifiableCredential"],
            "issuer": {"type": ["CredentialIssuer"], "id": self.did, "name": "Somebody"},
            "name": kind,
            "validFrom": "2025-01-01T00:00:00Z",
            "credentialSubject": subject,
            **changes,
        }
        return json.dumps(data_integrity.add_proof(document, self, created=at))


MINE, REGISTRY, STATE = Party(1), Party(2), Party(3)


def declared(chain: Chain, identifier: str, part: Part = Part.REGISTER) -> str:
    return declare_trust(
        STEWARD, identifier=identifier, part=part, name="The register", grounds="By law.", at=chain.at
    ).id


def outcome(chain: Chain, text: str, *alongside: str) -> dict[str, Any]:
    found = checking.check(text, at=chain.at, offline=True, alongside=alongside)
    return {check.name: check for check in found.checks} | {"verified": found.verified}


def statement(at: Any) -> str:
    return MINE.signed("SomeStatement", {"id": "urn:x:thing", "said": "yes"}, at)


def test_issuer_of_this_register_is_known(chain: Chain) -> None:
    found = {check.name: check for check in checking.check_own(chain.credential().id, at=chain.at).checks}
    assert (found["identity"].result, found["recognition"].result) == ("passed", "passed")
    assert "Prüfstelle was accredited for ASM" in found["recognition"].reason


def test_unknown_issuer_is_undetermined_and_the_proof_still_holds(chain: Chain) -> None:
    found = outcome(chain, statement(chain.at))
    assert (found["proof"].result, found["identity"].result, found["identity"].required) == (
        "passed",
        "undetermined",
        False,
    )
    assert found["verified"] is True


def test_listed_issuer_is_known_from_its_instant_until_its_end(chain: Chain) -> None:
    name = declared(chain, MINE.did, Part.ISSUER)
    assert "By law." in outcome(chain, statement(chain.at))["identity"].reason
    before = checking.check(statement(chain.at), at=chain.at - timedelta(seconds=1), offline=True)
    assert {check.name: check.result for check in before.checks}["identity"] == "undetermined"
    end_trust(STEWARD, trusted=name, at=chain.later(hours=1).at)
    assert outcome(chain, statement(chain.at))["identity"].result == "undetermined"


def test_anchor_of_a_trusted_register_says_who_the_issuer_is(chain: Chain) -> None:
    anchor = REGISTRY.anchors(MINE, chain.at)
    assert "nobody here knows that register" in outcome(chain, statement(chain.at), anchor)["identity"].reason
    declared(chain, REGISTRY.did)
    found = outcome(chain, statement(chain.at), anchor)["identity"]
    assert (found.result, "Mine Ltd" in found.reason) == ("passed", True)


def test_anchors_may_lead_over_a_register_that_is_itself_anchored(chain: Chain) -> None:
    declared(chain, STATE.did)
    ways = (REGISTRY.anchors(MINE, chain.at), STATE.anchors(REGISTRY, chain.at))
    assert "over 2 anchors" in outcome(chain, statement(chain.at), *ways)["identity"].reason


def test_forged_or_unreadable_anchor_counts_for_nothing(chain: Chain) -> None:
    declared(chain, REGISTRY.did)
    forged = json.loads(REGISTRY.anchors(STATE, chain.at))
    forged["credentialSubject"]["id"] = MINE.did
    found = outcome(chain, statement(chain.at), json.dumps(forged), "nonsense")["identity"]
    assert (found.result, found.reason.startswith("Nobody known")) == ("undetermined", True)


def test_trusted_accreditor_recognises_a_foreign_certifier_for_a_conformity_credential(chain: Chain) -> None:
    authority = "https://accreditor.example/"
    subject = {"id": "urn:x:attestation", "authorisation": [{"issuingAuthority": {"id": authority}}, None]}
    text = MINE.signed("DigitalConformityCredential", subject, chain.at)
    assert outcome(chain, text)["recognition"].result == "undetermined"
    declared(chain, authority, Part.ACCREDITOR)
    unknown = outcome(chain, text)["recognition"]
    assert (unknown.result, unknown.required) == ("undetermined", False)
    declared(chain, MINE.did, Part.ISSUER)
    assert outcome(chain, text)["recognition"].result == "passed"


def test_identifier_of_ours_on_what_a_stranger_signed_borrows_nothing(chain: Chain) -> None:
    subject = {"id": "urn:x:attestation"}
    text = MINE.signed("DigitalConformityCredential", subject, chain.at, id=chain.credential().url)
    found = outcome(chain, text)
    assert (found["recognition"].result, found["version"].result) == ("undetermined", "not_checked")
    assert found["underlying"].result == "not_checked"


def test_what_else_a_trusted_register_says_of_the_issuer_does_not_say_who_it_is(chain: Chain) -> None:
    declared(chain, REGISTRY.did)
    warning = REGISTRY.signed("SomeWarning", {"id": MINE.did, "name": "Mine Ltd"}, chain.at)
    assert outcome(chain, statement(chain.at), warning)["identity"].result == "undetermined"


def test_claims_of_our_passport_are_covered_by_the_certificates_it_links_to(chain: Chain) -> None:
    found = {check.name: check for check in checking.check_own(chain.passport().id, at=chain.at).checks}
    assert found["claims"].result == "passed"


def test_claims_without_a_certificate_at_hand_are_told_by_criterion(chain: Chain) -> None:
    claim = {"id": "urn:x:c", "referenceCriteria": [{"id": "urn:x:criterion"}]}
    text = MINE.signed("DigitalProductPassport", {"id": "urn:x:lot", "performanceClaim": [claim]}, chain.at)
    found = outcome(chain, text)["claims"]
    assert (found.result, found.required) == ("undetermined", False)
    assert "urn:x:criterion" in found.reason


def test_members_of_a_presentation_vouch_for_one_another(chain: Chain) -> None:
    declared(chain, REGISTRY.did)
    members = [json.loads(statement(chain.at)), json.loads(REGISTRY.anchors(MINE, chain.at))]
    presented = {"@context": CONTEXT[:1], "type": ["VerifiablePresentation"], "verifiableCredential": members}
    found = checking.check_presentation(json.dumps(presented), at=chain.at, offline=True)
    first = {check.name: check.result for check in found.credentials[0].checks}
    assert first["identity"] == "passed"


@pytest.mark.parametrize(
    "changes",
    [{"identifier": "nobody"}, {"identifier": "https://x.example/" + "a" * 300}, {"name": " "}, {"grounds": ""}],
)
def test_party_without_an_address_name_or_grounds_is_refused(chain: Chain, changes: dict[str, str]) -> None:
    given = {"identifier": MINE.did, "name": "Mine", "grounds": "Known."} | changes
    with pytest.raises(UnusableParty):
        declare_trust(STEWARD, part=Part.ISSUER, at=chain.at, **given)
    assert TrustedParty.objects.count() == 0


def test_trust_is_declared_once_ended_once_and_logged(chain: Chain) -> None:
    name = declared(chain, MINE.did)
    with pytest.raises(AlreadyTrusted):
        declared(chain, MINE.did)
    end_trust(STEWARD, trusted=name, at=chain.at)
    with pytest.raises(NotFound):
        end_trust(STEWARD, trusted=name, at=chain.at)
    assert Entry.objects.filter(subject=name).count() == 2
    declared(chain, MINE.did)


def test_only_those_who_run_the_scheme_say_whom_the_home_trusts(chain: Chain) -> None:
    for role in (Role.OPERATOR, Role.CERTIFIER, Role.AUDITOR):
        actor = Actor("per-X", "org-X", frozenset({role}))
        with pytest.raises(Denied):
            declare_trust(actor, identifier=MINE.did, part=Part.ISSUER, name="Me", grounds="Me.", at=chain.at)
    assert TrustedParty.objects.count() == 0


def test_verification_api_takes_anchors_along(chain: Chain) -> None:
    declared(chain, REGISTRY.did)
    body = {
        "verifiableCredential": json.loads(statement(chain.at)),
        "options": {"alongside": [json.loads(REGISTRY.anchors(MINE, chain.at))]},
    }
    response = Client().post("/api/v1/credentials/verify", json.dumps(body), content_type="application/json")
    found = {check["name"]: check["result"] for check in response.json()["checks"]}
    assert found["identity"] == "passed"
    body["options"] = {"alongside": "x"}
    response = Client().post("/api/v1/credentials/verify", json.dumps(body), content_type="application/json")
    assert response.status_code == 400


def test_commands_tell_the_list_and_the_graph(
    chain: Chain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "ensure_home", lambda: None)
    declared(chain, REGISTRY.did)
    command.list_trusted(as_json=True)
    assert json.loads(capsys.readouterr().out)["trusted"][0]["identifier"] == REGISTRY.did
    files = []
    for number, text in enumerate((statement(chain.at), REGISTRY.anchors(MINE, chain.at))):
        files.append(tmp_path / f"{number}.json")
        files[-1].write_text(text)
    command.graph(files, as_json=True)
    found = json.loads(capsys.readouterr().out)
    assert {one["did"]: one["known"] for one in found["issuers"]} == {MINE.did: True, REGISTRY.did: False}
    command.graph(files, as_json=False)
    assert "known" in capsys.readouterr().out
