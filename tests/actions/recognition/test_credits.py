"""Certificates of other schemes: presented, looked up, claimed; a credit counts only while everything stands."""

from datetime import date, timedelta

import pytest

from orepass.assurance.actions import answers
from orepass.assurance.actions.file import WrongState
from orepass.assurance.queries import case_for, outcome_for
from orepass.assurance.queries.carried import carried
from orepass.inclusion.recognition import actions
from orepass.inclusion.recognition.actions.certificate import (
    CertificateUnusable,
    LookedUpWhen,
    NotForYou,
    PresentedBefore,
    Standard,
    Status,
)
from orepass.inclusion.recognition.actions.credit import NotInForce, WrongStandard
from orepass.inclusion.recognition.models import Claim
from orepass.inclusion.recognition.queries import (
    AgreementCard,
    ClaimCard,
    claim_for,
    claims_in,
    foreign_certificate_for,
    foreign_certificates_for,
    mapping_text,
    previews,
    recognition_tasks,
)
from orepass.inclusion.recognition.rules.credit import Credit
from orepass.kernel.identifier import Identifier
from orepass.kernel.refusal import Denied, NotFound
from orepass.platform.access import Actor, Role
from orepass.platform.notices import notices_for
from orepass.platform.replaying import Result, replay_all, replay_for
from tests.certification import STEWARD, World, refuses
from tests.recognition import Recognition

WATER, STOP = "CPS.E.water.C1", "CPS.S.health-safety.C1"
CHILD, DOWNSTREAM = "CPS.S.child-forced-labour.M1", "CPS.E.water.D1"


@pytest.fixture
def file(world: Recognition) -> Identifier:
    """A contracted file for the upstream standard."""
    return world.contracted()


@pytest.fixture
def agreement(world: Recognition) -> AgreementCard:
    """An agreement in force."""
    return world.decided()


@pytest.fixture
def claim(world: Recognition, file: Identifier, agreement: AgreementCard) -> ClaimCard:
    """A claim on a certificate that was looked up."""
    certificate = world.presented()
    world.looked_up(certificate.id)
    return world.claimed(file, certificate.id, agreement.id)


def rating(world: Recognition, file: Identifier, requirement: str, on: date | None = None) -> tuple[bool, str | None]:
    """Return whether a requirement is settled in the outcome of a day, and its rating."""
    result = outcome_for(world.operator, file, on or world.today).result(requirement)
    return result.score is not None, result.rating


def test_what_is_credited_becomes_the_answer_and_the_rest_is_the_gap_list(
    world: Recognition, file: Identifier, claim: ClaimCard
) -> None:
    assert {line.requirement for line in claim.lines_of(Credit.CREDITED)} == {WATER, STOP}
    assert {line.requirement for line in claim.lines_of(Credit.PARTLY)} == {DOWNSTREAM}
    assert CHILD in {line.requirement for line in claim.lines_of(Credit.GAP)}
    given = {answer.requirement: answer for answer in case_for(world.operator, file).answers}
    assert set(given) == {WATER, STOP}
    assert given[WATER].reference == claim.id
    assert rating(world, file, WATER) == (True, "full")
    assert notices_for(Actor("x", world.provider, frozenset({Role.CERTIFIER})), limit=1)[0].kind


def test_a_certificate_nobody_looked_up_counts_for_nothing_until_somebody_does(
    world: Recognition, file: Identifier, agreement: AgreementCard
) -> None:
    certificate = world.presented()
    assert (certificate.status, certificate.checked_on) == ("unknown", None)
    found = world.claimed(file, certificate.id, agreement.id)
    assert {line.requirement for line in found.lines_of(Credit.UNCHECKED)} == {WATER, STOP, DOWNSTREAM}
    assert rating(world, file, WATER) == (False, None)
    world.looked_up(certificate.id)
    assert rating(world, file, WATER) == (True, "full")


def test_g3_a_suspension_takes_the_credit_away_that_day_and_asks_for_own_evidence(
    world: Recognition, file: Identifier, claim: ClaimCard
) -> None:
    world.later(days=10)
    world.looked_up(claim.certificate, Status.SUSPENDED, since=world.today - timedelta(days=2))
    assert rating(world, file, WATER) == (False, None)
    held = {line.requirement: line for line in claim_for(world.operator, claim.id, world.today).held}
    until = world.today + timedelta(days=30)
    assert (held[WATER].until, held[WATER].state) == (until, "hold")
    assert held[WATER] == {h.requirement: h for h in claim_for(world.operator, claim.id, until).held}[WATER]
    late = {h.requirement: h.state for h in claim_for(world.operator, claim.id, until + timedelta(days=1)).held}
    assert late[WATER] == "gap"
    tasks = recognition_tasks(world.operator, world.today)
    assert {(task.subject, task.due_on) for task in tasks} == {(WATER, until), (STOP, until)}
    assert recognition_tasks(world.auditor, world.today) == []


def test_own_evidence_stands_in_for_a_credit_on_hold_and_stays(
    world: Recognition, file: Identifier, claim: ClaimCard
) -> None:
    world.looked_up(claim.certificate, Status.SUSPENDED)
    answers.record_answer(
        world.operator,
        application=file,
        requirement=WATER,
        answer=answers.Rating.PARTIAL,
        evidence=(world.evidence,),
        evidence_class=answers.EvidenceClass.DOCUMENT,
        at=world.at,
    )
    assert rating(world, file, WATER) == (True, "partial")
    held = {line.requirement: line.state for line in claim_for(world.operator, claim.id, world.today).held}
    assert held[WATER] == "replaced"
    assert [task.subject for task in recognition_tasks(world.operator, world.today)] == [STOP]
    world.looked_up(claim.certificate)
    world.claimed(file, claim.certificate, claim.agreement)
    assert rating(world, file, WATER) == (True, "partial")


def test_c_24_what_is_known_later_changes_no_earlier_day(
    world: Recognition, file: Identifier, claim: ClaimCard
) -> None:
    day = world.today
    world.later(days=5)
    world.looked_up(claim.certificate, Status.WITHDRAWN, since=day)
    assert rating(world, file, WATER, day) == (True, "full")
    assert rating(world, file, WATER) == (False, None)
    gone = claim_for(world.operator, claim.id, world.today)
    assert gone.lines_of(Credit.CREDITED) == ()
    assert claim.claimed == gone.claimed


def test_c_15_one_certificate_serves_two_files_and_its_withdrawal_opens_both(
    world: Recognition, file: Identifier, claim: ClaimCard
) -> None:
    second = world.contracted()
    world.claimed(second, claim.certificate, claim.agreement)
    assert rating(world, second, WATER) == (True, "full")
    world.looked_up(claim.certificate, Status.WITHDRAWN)
    assert rating(world, file, WATER) == rating(world, second, WATER) == (False, None)


def test_a_look_up_grows_old(world: Recognition, file: Identifier, claim: ClaimCard) -> None:
    assert rating(world, file, WATER, world.today + timedelta(days=90)) == (True, "full")
    assert rating(world, file, WATER, world.today + timedelta(days=91)) == (False, None)


def test_g2_after_a_lapse_what_was_claimed_counts_for_the_grace_and_nothing_new_is(
    world: Recognition, file: Identifier
) -> None:
    end = world.today + timedelta(days=20)
    agreement = world.decided(valid_before=end)
    certificate = world.presented()
    world.looked_up(certificate.id)
    world.claimed(file, certificate.id, agreement.id)
    world.later(days=20)
    assert rating(world, file, WATER) == (True, "full")
    with refuses(NotInForce):
        world.claimed(file, certificate.id, agreement.id)


def test_a_suspended_agreement_holds_every_credit_under_it(
    world: Recognition, file: Identifier, claim: ClaimCard
) -> None:
    actions.suspend_agreement(world.decider, agreement=claim.agreement, grounds="Doubts.", at=world.at)
    assert rating(world, file, WATER) == (False, None)
    held = claim_for(world.operator, claim.id, world.today).held
    assert {line.requirement for line in held} >= {WATER, STOP}
    with refuses(NotInForce):
        world.claimed(file, claim.certificate, claim.agreement)


@pytest.mark.parametrize(
    "changes",
    [{"minerals": ("tin",)}, {"valid_before": date(2026, 3, 2)}, {"audited_on": date(2025, 1, 1)}],
    ids=["mineral", "ended", "age"],
)
def test_outside_its_scope_or_time_a_certificate_credits_nothing(
    world: Recognition, file: Identifier, agreement: AgreementCard, changes: dict[str, object]
) -> None:
    certificate = world.presented(**changes)
    world.looked_up(certificate.id)
    found = world.claimed(file, certificate.id, agreement.id)
    assert found.match.covered == ()
    assert not case_for(world.operator, file).answers


def test_c_05_the_edition_and_the_country_bind(world: Recognition, file: Identifier) -> None:
    agreement = world.decided(mapping_text("national-esg-pilot-to-cps"))
    certificate = world.presented()
    world.looked_up(certificate.id)
    assert world.claimed(file, certificate.id, agreement.id).match.covered == ()


def test_i_10_without_accreditation_on_the_audits_day_nothing_critical_is_credited(
    world: Recognition, file: Identifier, agreement: AgreementCard
) -> None:
    certificate = world.presented()
    world.looked_up(certificate.id, accredited=False)
    found = world.claimed(file, certificate.id, agreement.id)
    assert found.lines_of(Credit.CREDITED) == ()
    assert WATER in {line.requirement for line in found.lines_of(Credit.PARTLY)}
    assert STOP in {line.requirement for line in found.lines_of(Credit.GAP)}


def test_i_04_the_other_way_round_is_refused(world: Recognition, claim: ClaimCard) -> None:
    back = world.decided(mapping_text("cps-to-national-esg-pilot"))
    with refuses(WrongStandard):
        world.claimed(claim.application, claim.certificate, back.id)


def test_an_agreement_leads_to_its_own_standard_and_edition_only(world: Recognition, file: Identifier) -> None:
    text = mapping_text("cps-to-national-esg-pilot").replace(
        "  - {theirs: CPS.S.community.D1, ours: ANN-1", "  - {theirs: CPS.S.community.D1, ours: WAT-1"
    )
    away = world.decided(text)
    certificate = world.presented()
    with refuses(WrongStandard):
        world.claimed(file, certificate.id, away.id)


def test_nobody_looks_up_their_own_certificate(world: Recognition) -> None:
    certificate = world.presented()
    own = Actor("per-OWN", world.client, frozenset({Role.AUDITOR}))
    inputs = {
        "certificate": certificate.id,
        "status": Status.ACTIVE,
        "since": world.today,
        "checked_on": world.today,
        "where": "x",
        "accredited": True,
        "at": world.at,
    }
    with refuses(NotForYou):
        actions.check_certificate(own, **inputs)
    with refuses(Denied):
        actions.check_certificate(world.operator, **inputs)
    with refuses(NotFound):
        actions.check_certificate(world.auditor, **inputs)
    world.contracted()
    assert actions.check_certificate(world.auditor, **inputs).status == "active"


@pytest.mark.parametrize(("since", "checked"), [(0, 1), (-1, -2)])
def test_the_days_of_a_look_up_must_fit(world: Recognition, since: int, checked: int) -> None:
    world.contracted()
    certificate = world.presented()
    with refuses(LookedUpWhen):
        world.looked_up(
            certificate.id, since=world.today + timedelta(days=since), checked_on=world.today + timedelta(days=checked)
        )


@pytest.mark.parametrize(
    "changes",
    [
        {"number": " "},
        {"issuer": "x" * 201},
        {"sites": ()},
        {"sites": ("ste-none",)},
        {"minerals": ()},
        {"valid_from": date(2029, 1, 1)},
        {"audited_on": date(2026, 3, 3), "valid_from": date(2026, 3, 4)},
        {"results": dict.fromkeys((f"T{at}" for at in range(2001)), "full")},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_certificate_that_contradicts_itself_is_refused(world: Recognition, changes: dict[str, object]) -> None:
    with refuses(CertificateUnusable):
        world.presented(**changes)


def test_a_certificate_is_presented_once(world: Recognition) -> None:
    world.presented()
    with refuses(PresentedBefore):
        world.presented()


def test_who_sees_a_certificate(world: Recognition, agreement: AgreementCard) -> None:
    certificate = world.presented()
    today = world.today
    for reader in (world.operator, world.decider, STEWARD):
        assert foreign_certificate_for(reader, certificate.id, today).number == "T-2026-7"
    for reader in (world.outsider, world.auditor, Actor("nobody")):
        with pytest.raises(NotFound):
            foreign_certificate_for(reader, certificate.id, today)
        assert foreign_certificates_for(reader, today) == []
    world.contracted()
    assert foreign_certificate_for(world.auditor, certificate.id, today).id == certificate.id
    assert [card.status for card in foreign_certificates_for(world.operator, today)] == ["unknown"]


def test_t_03_a_preview_shows_what_is_met_before_anything_is_signed(
    world: Recognition, agreement: AgreementCard
) -> None:
    certificate = world.presented()
    shown = previews(world.operator, certificate.id, world.today)
    assert [preview.agreement for preview in shown] == [agreement.id]
    assert {line.credit for line in shown[0].lines if line.requirement == WATER} == {Credit.UNCHECKED}
    with pytest.raises(NotFound):
        previews(world.outsider, certificate.id, world.today)


def test_strangers_neither_claim_nor_see_claims(world: Recognition, file: Identifier, claim: ClaimCard) -> None:
    with refuses(NotFound):
        actions.claim_credit(
            world.outsider, application=file, certificate=claim.certificate, agreement=claim.agreement, at=world.at
        )
    with refuses(NotFound):
        world.claimed(file, Identifier("fct-none"), claim.agreement)
    with pytest.raises(NotFound):
        claim_for(world.outsider, claim.id, world.today)
    with pytest.raises(NotFound):
        claim_for(world.operator, "crd-none", world.today)
    assert [found.id for found in claims_in(world.auditor, file, world.today)] == [claim.id]
    assert claims_in(world.auditor, file, world.today - timedelta(days=1)) == []


def test_nothing_is_claimed_once_the_assessment_is_with_the_provider(
    world: Recognition, agreement: AgreementCard
) -> None:
    certificate = world.presented()
    submitted = world.assessed()
    with refuses(WrongState):
        world.claimed(submitted, certificate.id, agreement.id)


def test_a_claim_is_replayed_and_a_changed_one_found_out(world: Recognition, claim: ClaimCard) -> None:
    assert [found.result for found in replay_all() if found.id == claim.id] == [Result.EQUAL]
    assert replay_for(world.operator, claim.application)
    row = Claim.objects.get(pk=claim.id)
    row.value = [{**line, "rating": "full"} for line in row.value]
    row.save()
    assert [found.result for found in replay_all() if found.id == claim.id] == [Result.DIFFERENT]
    with pytest.raises(NotFound):
        replay_for(world.outsider, claim.id)
    Claim.objects.update(inputs={**row.inputs, "ground": {}})
    assert [found.result for found in replay_all() if found.id == claim.id] == [Result.UNDETERMINABLE]


def test_an_answer_that_rests_on_nothing_known_does_not_count(world: Recognition) -> None:
    assert carried(["crd-none"], world.today) == {}
    assert carried([], world.today) == {}


def test_l_01_a_certificate_issued_here_is_looked_up_by_asking(world: Recognition) -> None:
    agreement = world.decided(mapping_text("asm-to-cps"))
    assert agreement.use == "in_force"
    lower = World(standard="ASM")
    card = lower.certified()
    presented = actions.present_certificate(
        lower.operator,
        standard=Standard(scheme="cera-4in1", edition="2026.1", standard="ASM"),
        certificate=world.certificate(
            number=card.id,
            sites=tuple(lower.sites),
            audited_on=world.today,
            valid_from=card.valid_from,
            valid_before=card.valid_before,
            results={},
        ),
        at=lower.at,
    )
    assert (presented.status, presented.checked_on, presented.accredited) == ("active", world.today, True)
    shown = previews(lower.operator, presented.id, world.today)[0]
    assert "CPS.S.security.C1" in shown.match.covered
    # What the lower standard does not ask for yet was not looked at, so that it shows nothing.
    assert "ASM.E.water-land.D1" not in presented.results
    assert "CPS.E.water.D1" in shown.match.gaps
    assert presented.results["ASM.G.armed-groups.A1"] == "full"
    gone = foreign_certificate_for(lower.operator, presented.id, card.valid_before)
    assert gone.status == "expired"
