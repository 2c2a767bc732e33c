"""Application, review of the application, agreement."""

from datetime import timedelta
from decimal import Decimal

import pytest

from orepass.assurance.actions import agreement, answers, application, assessment
from orepass.assurance.actions.agreement import DaysUnusable, OtherTerms
from orepass.assurance.actions.application import (
    EditionClosed,
    NotAcceptable,
    NotAProvider,
    ProfileUnusable,
    RegionClosed,
    Scope,
    SitesUnusable,
)
from orepass.assurance.actions.file import CandidateTimeOver, NotIndependent, WrongState
from orepass.assurance.queries import application_for, applications_for, case_for
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import Period
from orepass.kernel.refusal import Denied, NotFound
from orepass.party.actions.providers import withdraw_accreditation
from orepass.party.actions.sites import SiteChange, Whereabouts, correct_site, register_site
from orepass.party.queries import accreditations_of
from orepass.party.rules.kinds import Activity, SiteSize
from orepass.platform.actions import UnusableNumber
from orepass.platform.notices import notices_for
from orepass.scheme.queries import pack
from orepass.scheme.rules.model import StandardUnknown
from orepass.scheme.rules.outcome import Profile
from orepass.scheme.rules.parameters import Parameter, Rules
from orepass.scheme.rules.regions import not_open
from tests.certification import PACK, STEWARD, World, codes, on, refuses

HERE_IS_FAR = Parameter(
    path="regions.far.countries", value=["AQ"], unit="list", source="own choice", clause="none", verified=False
)


def test_draft_names_the_edition_by_digest(world: World) -> None:
    card = world.draft()
    assert (card.state, card.client, len(card.pack_digest)) == ("draft", world.client, 64)
    assert card.next_steps == ("application.submit", "application.withdraw")


def test_draft_to_an_organisation_that_assesses_nobody_is_refused(world: World) -> None:
    with refuses(NotAProvider):
        world.draft(provider=world.stranger)


@pytest.mark.parametrize("edition", ["cera-4in1@1999.1", "other", "../../etc", "/etc", "cera-4in1"])
def test_draft_under_an_edition_that_was_not_published_is_refused(world: World, edition: str) -> None:
    with refuses(EditionClosed):
        world.draft(pack=edition)


def test_draft_under_an_unknown_standard_is_refused(world: World) -> None:
    with refuses(StandardUnknown):
        world.draft(standard="NONE")


def test_draft_before_the_edition_is_in_force_is_refused(world: World) -> None:
    world.at = on(pack(PACK).valid_from - timedelta(days=1))
    with refuses(EditionClosed):
        world.draft()


def test_sites_must_be_the_clients_own_and_each_once(world: World) -> None:
    foreign = world._site(world.stranger, "Elsewhere")
    for sites in ([], [foreign], world.sites * 2, [Identifier("sit-NOSUCH")]):
        with refuses(SitesUnusable):
            world.draft(scope=Scope(sites=sites, text="x"))


def test_a_site_of_somebody_else_is_refused_before_anything_is_told_of_where_it_lies(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    foreign = register_site(
        STEWARD, name="Elsewhere", organisation=world.stranger, whereabouts=Whereabouts(country="ZM")
    ).id
    own = register_site(STEWARD, name="Here", organisation=world.client, whereabouts=Whereabouts(country="ZM")).id
    elsewhere = Rules({"regions.far.countries": HERE_IS_FAR})
    monkeypatch.setattr(application, "not_open", lambda _rules, places, day: not_open(elsewhere, places, day))
    with refuses(RegionClosed):
        world.draft(scope=Scope(sites=[own], text="x"))
    with refuses(SitesUnusable) as raised:
        world.draft(scope=Scope(sites=[foreign], text="x"))
    # The identifier of the site, made of random letters, may well hold these two.
    assert "ZM" not in f"{raised.value}{raised.value.findings}".replace(foreign, "")


def test_words_and_flags_that_the_edition_does_not_know_are_refused_each_with_a_suggestion(world: World) -> None:
    profile = Profile(stage="mines", activities=("mining",), minerals=("cobalt",), flags={"tailing": True})
    with refuses(ProfileUnusable) as raised:
        world.draft(scope=Scope(sites=world.sites, text="x", profile=profile))
    assert [(finding.where, finding.params["word"]) for finding in raised.value.findings] == [
        ("profile.stage", "mines"),
        ("profile.activities", "mining"),
        ("profile.flags", "tailing"),
    ]
    assert raised.value.findings[2].what_to_do == "Write “tailings”."


def test_what_the_profile_leaves_open_comes_from_the_register_of_sites(world: World) -> None:
    change = SiteChange(activities=(Activity.EXTRACTION, Activity.STORAGE), minerals=("cobalt",), size=SiteSize.ASM)
    correct_site(world.operator, site=world.sites[0], change=change, reason="visit")
    card = world.draft(scope=Scope(sites=world.sites, text="x", profile=Profile(stage="mine")))
    # Storage is a word of the register that this edition's conditions do not use.
    assert card.profile == Profile(stage="mine", activities=("extraction",), minerals=("cobalt",), size="asm")


def test_an_earlier_certificate_must_be_the_clients_own(world: World) -> None:
    with refuses(NotFound):
        world.draft(previous=Identifier("crt-OTHER"))


def test_who_holds_no_role_cannot_apply(world: World) -> None:
    with refuses(Denied):
        application.draft_application(world.auditor, **world.inputs(), at=world.at)


def test_a_returned_application_can_be_amended_and_sent_again(world: World) -> None:
    file = world.submitted().id
    application.return_application(world.certifier, application=file, note="Which pit?", at=world.at)
    scope = Scope(sites=world.sites, text="Pit 1 only")
    assert application.amend_application(world.operator, application=file, scope=scope).scope == "Pit 1 only"
    assert application.submit_application(world.operator, application=file, at=world.at).state == "submitted"


def test_a_sent_application_cannot_be_amended(world: World) -> None:
    file = world.submitted().id
    with refuses(WrongState):
        application.amend_application(
            world.operator, application=file, scope=Scope(sites=world.sites, text="Something else")
        )


def test_a_stranger_finds_nothing(world: World) -> None:
    file = world.submitted().id
    with refuses(NotFound):
        application.withdraw_application(world.outsider, application=file, at=world.at)
    for look in (application_for, case_for):
        with pytest.raises(NotFound):
            look(world.outsider, file)
    assert applications_for(world.outsider).items == ()


def test_the_client_cannot_accept_its_own_application(world: World) -> None:
    file = world.submitted().id
    with refuses(Denied):
        application.accept_application(
            world.operator,
            application=file,
            scope_clear=True,
            competence_available=True,
            free_of_conflict=True,
            at=world.at,
        )


@pytest.mark.parametrize(
    ("missing", "code"),
    [
        ("scope_clear", "assurance.application.scope_unclear"),
        ("competence_available", "assurance.application.no_competence"),
        ("free_of_conflict", "assurance.application.conflict"),
    ],
)
def test_every_question_of_the_review_must_be_a_yes(world: World, missing: str, code: str) -> None:
    file = world.submitted().id
    answers = {"scope_clear": True, "competence_available": True, "free_of_conflict": True, missing: False}
    with refuses(NotAcceptable) as refusal:
        application.accept_application(world.certifier, application=file, **answers, at=world.at)
    assert codes(refusal) == [code]


def test_a_provider_without_accreditation_for_the_standard_cannot_accept(world: World) -> None:
    file = world.submitted().id
    accreditation = accreditations_of(world.provider)[0].id
    withdraw_accreditation(
        STEWARD, accreditation=accreditation, withdrawn_from=world.at.date(), reason="Audit failed.", at=world.at
    )
    with refuses(NotAcceptable) as refusal:
        application.accept_application(
            world.certifier,
            application=file,
            scope_clear=True,
            competence_available=True,
            free_of_conflict=True,
            at=world.at,
        )
    assert codes(refusal) == ["assurance.application.not_accredited"]


def test_a_refused_or_withdrawn_application_goes_no_further(world: World) -> None:
    refused = application.refuse_application(
        world.certifier, application=world.submitted().id, note="Out of our field.", at=world.at
    )
    withdrawn = application.withdraw_application(world.operator, application=world.submitted().id, at=world.at)
    assert (refused.next_steps, withdrawn.next_steps) == ((), ())
    with refuses(WrongState):
        application.submit_application(world.operator, application=refused.id, at=world.at)


def test_a_fee_that_depends_on_the_outcome_is_refused(world: World) -> None:
    file = world.accepted().id
    with refuses(NotIndependent) as refusal:
        agreement.offer_agreement(
            world.certifier,
            application=file,
            terms="Pay only when certified.",
            audit_days=Decimal(4),
            fee_depends_on_outcome=True,
            at=world.at,
        )
    assert codes(refusal) == ["assurance.impartiality.fee_on_outcome"]


@pytest.mark.parametrize("days", ["0", "-1", "0.3", "NaN", "Infinity", "1000"])
def test_audit_days_come_in_positive_halves(world: World, days: str) -> None:
    file = world.accepted().id
    with refuses(DaysUnusable if Decimal(days).is_finite() else UnusableNumber):
        agreement.offer_agreement(world.certifier, application=file, terms="x", audit_days=Decimal(days), at=world.at)


def test_only_the_terms_last_offered_can_be_signed(world: World) -> None:
    file = world.accepted().id
    offers = [
        agreement.offer_agreement(world.certifier, application=file, terms=terms, audit_days=Decimal(4), at=world.at)
        for terms in ("First.", "Second.")
    ]
    with refuses(OtherTerms):
        agreement.sign_agreement(world.operator, application=file, terms_digest=offers[0].terms_digest, at=world.at)
    signed = agreement.sign_agreement(
        world.operator, application=file, terms_digest=offers[1].terms_digest, at=world.at
    )
    assert signed.signed_at == world.at


def test_the_candidates_time_begins_with_the_signature_and_ends_after_twelve_months(world: World) -> None:
    card = application_for(world.operator, world.contracted())
    assert card.candidate is not None
    last = card.candidate.valid_to
    assert last is not None
    assert card.is_candidate(world.at.date())
    assert card.is_candidate(last)
    assert not card.is_candidate(last + timedelta(days=1))


def test_the_candidates_time_ends_with_the_decision_or_the_withdrawal(world: World) -> None:
    signed_on = world.at.date()
    withdrawn = world.contracted()
    world.later(days=20)
    application.withdraw_application(world.operator, application=withdrawn, at=world.at)
    assert application_for(world.operator, withdrawn).candidate == Period(signed_on, world.at.date())
    file = world.contracted()
    begun = world.at.date()
    answers.record_answers(world.operator, application=file, answers=world.given(), at=world.at)
    assessment.submit_assessment(world.operator, application=file, at=world.at)
    world.concluded(world.planned(file))
    world.later(days=30)
    world.certified(file)
    card = application_for(world.operator, file)
    assert card.candidate == Period(begun, world.at.date())
    assert not card.is_candidate(world.at.date())


def test_after_the_candidates_time_nothing_goes_on_but_withdrawal(world: World) -> None:
    file = world.assessed()
    world.later(days=365).declare_none(world.auditor)
    with refuses(CandidateTimeOver):
        world.planned(file)
    assert application.withdraw_application(world.operator, application=file, at=world.at).state == "withdrawn"


def test_pages_of_files_follow_one_another(world: World) -> None:
    made = sorted(world.draft().id for _number in range(3))
    first = applications_for(world.operator, limit=2)
    second = applications_for(world.operator, limit=2, after=first.after)
    assert [card.id for card in (*first.items, *second.items)] == made
    assert second.after == ""


def test_what_was_never_sent_is_the_clients_alone(world: World) -> None:
    kept, sent = world.draft(), world.submitted()
    for person in (world.auditor, world.certifier):
        assert [card.id for card in applications_for(person).items] == [sent.id]
        with pytest.raises(NotFound):
            case_for(person, kept.id)
    with refuses(NotFound):
        application.refuse_application(world.certifier, application=kept.id, note="no", at=world.at)
    assert {card.id for card in applications_for(world.operator).items} == {kept.id, sent.id}


def test_a_draft_withdrawn_before_it_was_sent_is_never_told_to_the_provider(world: World) -> None:
    kept, sent = world.draft(), world.submitted()
    for card in (kept, sent):
        application.withdraw_application(world.operator, application=card.id, at=world.at)
    told = notices_for(world.certifier, limit=50)
    assert {card.subject for card in told} == {sent.id}
    assert [card.id for card in applications_for(world.certifier).items] == [sent.id]
