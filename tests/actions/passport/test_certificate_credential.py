"""A certificate becomes a credential that keeps to both schemas and follows the certificate's own status."""

import json
from datetime import date

import pytest

from orepass.assurance.actions import transfer
from orepass.assurance.actions.certificate import suspend_certificate
from orepass.credentials.actions import create_identity
from orepass.kernel.identifier import Identifier
from orepass.kernel.refusal import Denied, NotFound
from orepass.party.actions import accredit_provider
from orepass.party.rules.kinds import OrganisationKind
from orepass.passport import checking, queries
from orepass.passport.actions import AlreadyIssued, CertificateEnded, issue_credential, issue_document
from orepass.passport.models import IssuedCredential
from orepass.platform import home
from orepass.platform.access import Actor, Role
from orepass.transparency.actions import place_queued
from tests.actions.passport.chain import Chain, results
from tests.beginnings import Teller, Told
from tests.certification import STEWARD
from tests.untouched import refusing

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Chain]:
    return tell(Chain)


@pytest.fixture
def chain(told: Told[Chain], db: None) -> Chain:
    home.mark_as_demonstration("7")
    return told.again()


def test_credential_of_a_certificate_passes_every_check(chain: Chain) -> None:
    card = chain.credential()
    verification = checking.check_own(card.id, at=chain.at)
    assert verification.verified is True, [(c.name, c.result, c.reason) for c in verification.checks]
    assert set(results(verification).values()) == {"passed"}


def test_identifier_of_a_certificates_credential_is_free_for_no_other_document(chain: Chain) -> None:
    """Its issuer could otherwise sign anything under it, and the register would answer for that."""
    provider = chain.world.provider
    create_identity(STEWARD, path="provider", organisation=provider, name="P", at=chain.at)
    card = chain.credential()
    document = {
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/undefined-terms/v2"],
        "id": card.url,
        "type": ["VerifiableCredential", "ExampleDegreeCredential"],
        "issuer": card.issuer,
        "credentialSubject": {"id": "urn:x:thing"},
    }
    with refusing(AlreadyIssued, "passport", "credentials", "transparency"):
        issue_document(chain.certifier, document=json.dumps(document), at=chain.at)
    free = {**document, "id": f"{card.url}-other"}
    assert issue_document(chain.certifier, document=json.dumps(free), at=chain.at).credential == free["id"]


def test_issuing_again_returns_the_same_credential(chain: Chain) -> None:
    assert chain.credential() == chain.later(hours=1).credential()
    assert IssuedCredential.objects.count() == 1


def test_suspended_certificate_sets_the_bit_of_its_credential_without_another_step(chain: Chain) -> None:
    card = chain.credential()
    chain.later(days=1)
    suspend_certificate(
        chain.certifier, certificate=chain.certificate.id, grounds="nonconformity", note="Open.", at=chain.at
    )
    verification = checking.check_own(card.id, at=chain.at)
    assert (verification.verified, results(verification)["status"]) == (False, "failed")
    assert checking.check_own(card.id, at=chain.at.replace(day=chain.at.day - 1)).verified is True


def test_stranger_and_wrong_role_issue_nothing(chain: Chain) -> None:
    with pytest.raises(NotFound):
        issue_credential(chain.stranger, certificate=chain.certificate.id, at=chain.at)
    with pytest.raises(Denied):
        issue_credential(chain.operator, certificate=chain.certificate.id, at=chain.at)
    assert IssuedCredential.objects.count() == 0


def test_after_a_move_the_present_watcher_issues_and_the_former_may_not(chain: Chain) -> None:
    former = chain.credential()
    moving = _moved(chain)
    with pytest.raises(NotFound):
        issue_credential(chain.certifier, certificate=chain.certificate.id, at=chain.at)
    assert IssuedCredential.objects.count() == 1
    card = issue_credential(moving, certificate=chain.certificate.id, at=chain.at)
    place_queued()
    assert (card.organisation, card.version) == (moving.organisation, former.version + 1)
    documents = [json.loads(IssuedCredential.objects.get(pk=one.id).document) for one in (former, card)]
    assert [document["issuer"]["name"] for document in documents] == ["Prüfstelle", "Second provider"]
    assert issue_credential(moving, certificate=chain.certificate.id, at=chain.at) == card
    for one in (former, card):
        assert checking.check_own(one.id, at=chain.at).verified is True


def test_before_it_moves_the_provider_asked_issues_nothing(chain: Chain) -> None:
    asked = _asked(chain)[0]
    with pytest.raises(NotFound):
        issue_credential(asked, certificate=chain.certificate.id, at=chain.at)
    assert IssuedCredential.objects.count() == 0


def _asked(chain: Chain) -> tuple[Actor, Identifier]:
    """Let the client ask another accredited provider to take the certificate over."""
    world = chain.world
    other = world._organisation("Second provider", OrganisationKind.PROVIDER)
    certifier = world._actor(other, Role.CERTIFIER)
    world.declare_none(certifier)
    accredit_provider(STEWARD, provider=other, standard="ASM", accreditor="COFRAC", valid_from=date(2025, 1, 1))
    found = transfer.request_transfer(
        world.operator, certificate=chain.certificate.id, provider=other, reason="Nearer to us.", at=chain.at
    )
    return certifier, found.id


def _moved(chain: Chain) -> Actor:
    """Move the certificate to another provider; return its certifier."""
    certifier, found = _asked(chain)
    transfer.accept_transfer(certifier, transfer=found, note="File reviewed.", at=chain.at)
    place_queued()
    return certifier


def test_expired_certificate_gets_no_credential(chain: Chain) -> None:
    chain.later(days=4000)
    with pytest.raises(CertificateEnded):
        chain.credential()


def test_embedded_form_passes_the_same_checks_and_is_the_same_every_time(chain: Chain) -> None:
    card = chain.credential()
    document = queries.embedded(card.id)
    assert document == queries.embedded(card.id)
    verification = checking.check(json.dumps(document), at=chain.at, offline=True)
    assert verification.verified is True
