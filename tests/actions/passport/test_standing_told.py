"""What this home says of a certificate's credential whose bit is set: why, by its register, and not just that it is."""

import sys
from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest

from orepass.assurance.actions.certificate import (
    Grounds,
    suspend_certificate,
    terminate_certification,
    withdraw_certificate,
)
from orepass.assurance.models import CertificateSite
from orepass.assurance.queries import evaluation
from orepass.credentials.actions import record_status
from orepass.kernel.check import Check, Result
from orepass.kernel.period import day_of
from orepass.party.actions import end_membership, record_membership, withdraw_accreditation
from orepass.party.queries import accreditations_of
from orepass.passport import checking, queries
from orepass.passport.queries import CredentialCard
from orepass.platform import home
from orepass.platform.access import Actor, Role
from orepass.platform.files import store_evidence
from tests.actions.passport.chain import Chain
from tests.beginnings import Teller, Told
from tests.certification import STEWARD

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Chain]:
    return tell(Chain)


@pytest.fixture
def chain(told: Told[Chain], db: None) -> Chain:
    home.mark_as_demonstration("7")
    return told.again()


def status_of(card: CredentialCard, chain: Chain) -> Check:
    (found,) = (one for one in checking.check_own(card.id, at=chain.at).checks if one.name == "status")
    return found


def suspend(chain: Chain) -> None:
    suspend_certificate(
        chain.certifier, certificate=chain.certificate.id, grounds=Grounds.NONCONFORMITY, note="Open.", at=chain.at
    )


def withdraw(chain: Chain) -> None:
    withdraw_certificate(
        chain.certifier, certificate=chain.certificate.id, grounds=Grounds.NONCONFORMITY, note="Open.", at=chain.at
    )


def withdraw_what_is_suspended(chain: Chain) -> None:
    suspend(chain)
    withdraw(chain)


def terminate(chain: Chain) -> None:
    terminate_certification(chain.operator, certificate=chain.certificate.id, note="Closed.", at=chain.at)


def take_a_site_out(chain: Chain) -> None:
    CertificateSite.objects.filter(certificate=chain.certificate.id).update(valid_before=day_of(chain.at))


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        (suspend, "The certificate is suspended (this home's own lists)."),
        (withdraw, "The certificate was withdrawn, for good (this home's own lists)."),
        (withdraw_what_is_suspended, "The certificate was withdrawn, for good (this home's own lists)."),
        (terminate, "The certificate was ended at its holder's wish (this home's own lists)."),
        (take_a_site_out, "A site that it names has left the scope of the certificate (this home's own lists)."),
    ],
)
def test_the_register_says_why_the_bit_is_set(chain: Chain, step: Callable[[Chain], None], reason: str) -> None:
    card = chain.credential()
    before = chain.at
    assert status_of(card, chain).result is Result.PASSED
    chain.later(days=1)
    step(chain)
    found = status_of(card, chain)
    assert (found.result, found.reason) == (Result.FAILED, reason)
    chain.at = before
    assert status_of(card, chain).result is Result.PASSED


def test_accreditation_that_was_lost_is_the_reason_once_the_certificate_had_to_move(chain: Chain) -> None:
    card = chain.credential()
    for one in accreditations_of(chain.certificate.provider):
        withdraw_accreditation(
            STEWARD, accreditation=one.id, withdrawn_from=day_of(chain.at), reason="Lost.", at=chain.at
        )
    chain.later(days=90)
    assert status_of(card, chain).result is Result.PASSED
    chain.later(days=1)
    found = status_of(card, chain)
    assert found.result is Result.FAILED
    assert found.reason.startswith("The accreditation behind the certificate was lost")


def test_certificate_for_members_ends_in_its_list_on_the_day_on_which_the_membership_does(
    chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, cards = evaluation.terms_of_file, sys.modules["orepass.assurance.queries.certificates"]
    monkeypatch.setattr(cards, "terms_of_file", lambda row: msgspec.structs.replace(asked(row), council="Council"))
    paper = store_evidence(chain.certifier, name="members.txt", media_type="text/plain", content_base64="TWVtYmVycw==")
    actor = Actor(pseudonym="per-desk", organisation=chain.certifier.organisation, roles=frozenset({Role.STEWARD}))
    client, since = chain.certificate.client, chain.certificate.valid_from
    member = record_membership(
        actor, organisation=client, council="Council", valid_from=since, evidence=[str(paper.id)], at=chain.at
    )
    card = chain.credential()
    assert status_of(card, chain).result is Result.PASSED
    ends = day_of(chain.at) + timedelta(days=1)
    end_membership(actor, membership=member.id, ended_from=ends, reason="They left.", at=chain.at)
    assert status_of(card, chain).result is Result.PASSED
    chain.later(days=1)
    found = status_of(card, chain)
    assert (found.result, found.reason) == (
        Result.FAILED,
        "Its holder is a member of the council no more (this home's own lists).",
    )


def test_bit_that_a_person_set_keeps_the_words_of_the_list(chain: Chain) -> None:
    """The certificate itself stands: the register knows no more than the list."""
    card = chain.credential()
    record_status(chain.certifier, subject=card.url, purpose="suspension", is_set=True, grounds="Error.", at=chain.at)
    found = status_of(card, chain)
    assert found.result is Result.FAILED
    assert "certificate" not in found.reason


def test_revoked_passport_is_told_of_in_the_words_of_its_list(chain: Chain) -> None:
    chain.battery()
    card = chain.passport().credential
    record_status(chain.operator, subject=card.url, purpose="revocation", is_set=True, grounds="Error.", at=chain.at)
    assert "revoked" in status_of(card, chain).reason
    row = queries.issued_here({"id": card.url, "issuer": card.issuer})
    assert row is not None
    assert queries.lapse_of(row, at=chain.at + timedelta(days=1)) is None
