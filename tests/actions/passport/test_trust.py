"""Who stands behind a credential is a check of its own: by the register, by a list with grounds, by anchors."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from orepass.cli import trust as command
from orepass.kernel.refusal import Denied, NotFound
from orepass.passport import checking
from orepass.passport.actions import AlreadyTrusted, Part, UnusableParty, declare_trust, end_trust
from orepass.passport.models import TrustedParty
from orepass.platform.access import Actor, Role
from orepass.transparency.models import Entry
from tests.actions.passport.chain import Chain
from tests.actions.passport.strangers import CONTEXT, MINE, REGISTRY, STATE, declared, outcome
from tests.certification import STEWARD

pytestmark = pytest.mark.django_db


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


def test_graph_tells_why_a_certificate_covers_nothing(
    chain: Chain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "ensure_home", lambda: None)
    criteria = [{"id": "urn:x:criterion"}]
    claim = {"id": "urn:x:claim", "referenceCriteria": criteria}
    elsewhere = {"conformityAssessment": [{"assessmentCriteria": criteria, "conformance": True}]}
    texts = (
        MINE.signed("DigitalProductPassport", {"id": "urn:x:lot", "performanceClaim": [claim]}, chain.at),
        STATE.signed("DigitalConformityCredential", {"id": "urn:x:attestation", **elsewhere}, chain.at),
    )
    files = [tmp_path / f"{number}.json" for number in range(2)]
    for path, text in zip(files, texts, strict=True):
        path.write_text(text)
    command.graph(files, as_json=True)
    found = json.loads(capsys.readouterr().out)["claims"][0]
    assert (found["covered"], len(found["criteria"][0]["refused"])) == (False, 1)
    command.graph(files, as_json=False)
    assert "it is about another product or site" in capsys.readouterr().out
