"""Agreements between schemes: requested, assessed, consulted, decided, suspended, renewed, lapsed, superseded."""

from datetime import date, timedelta

import pytest

from orepass.inclusion.recognition import actions
from orepass.inclusion.recognition.actions.agreement import (
    AlreadyRequested,
    AssessorDecides,
    ConsultationOpen,
    DatesUnusable,
    Decision,
    MappingRefused,
    NotOurScheme,
    NotRecognisable,
    StepNotPossible,
)
from orepass.inclusion.recognition.queries import agreement_for, agreements_for, mapping_files, mapping_text, overlaps
from orepass.inclusion.recognition.rules.credit import Credit
from orepass.inclusion.recognition.rules.mapping import Scores
from orepass.kernel.refusal import Denied, NotFound
from orepass.platform.access import STRANGER, Actor, Role
from orepass.transparency.models import Entry
from tests.certification import refuses
from tests.recognition import PAIRS, SOUND, Recognition, document


def test_a_mapping_is_requested_whole_with_its_match_and_its_gaps(world: Recognition) -> None:
    card = world.requested()
    assert (card.state, card.use, card.public) == ("requested", "not_yet", False)
    assert card.next_steps == ("agreement.assess", "agreement.refuse")
    assert card.match.covered == ("CPS.E.water.C1", "CPS.S.health-safety.C1")
    assert "CPS.S.child-forced-labour.M1" in card.match.critical_misses
    assert {line.requirement for line in card.lines_of(Credit.PARTLY)} == {"CPS.E.water.D1"}
    assert 0 < card.match.index.percent < 100


def test_a_mapping_with_errors_is_refused_with_all_of_them(world: Recognition) -> None:
    broken = document(pairs=[("T1", "CPS.E.water.C9", "equal", 2, "document"), *PAIRS[1:]], level=1)
    with refuses(MappingRefused, "recognition.mapping.refused") as refusal:
        world.requested(broken)
    codes = {finding.code for finding in refusal.value.findings}
    assert codes == {"recognition.mapping.coverage", "recognition.mapping.requirement_unknown"}
    with refuses(MappingRefused):
        world.requested(": : :")


def test_nobody_puts_a_mapping_into_the_scheme_of_somebody_else(world: Recognition) -> None:
    elsewhere = Actor("per-X", world.provider, frozenset({Role.SCHEME_STAFF}))
    with refuses(NotOurScheme):
        actions.request_agreement(elsewhere, document=document(), at=world.at)
    with refuses(Denied):
        actions.request_agreement(world.operator, document=document(), at=world.at)


def test_the_same_mapping_is_requested_once(world: Recognition) -> None:
    world.requested()
    with refuses(AlreadyRequested):
        world.requested()


def test_the_steps_follow_one_another(world: Recognition) -> None:
    card = world.requested()
    days = {"opened_on": date(2026, 1, 1), "closed_on": date(2026, 1, 31)}
    with refuses(StepNotPossible):
        actions.consult_on_agreement(world.assessor, agreement=card.id, **days, summary="x", at=world.at)
    with refuses(StepNotPossible):
        decision = Decision.CONDITIONAL
        actions.decide_agreement(world.decider, agreement=card.id, decision=decision, grounds="x", at=world.at)
    with refuses(StepNotPossible):
        actions.suspend_agreement(world.decider, agreement=card.id, grounds="x", at=world.at)


def test_a_consultation_is_closed_when_its_last_day_is_over(world: Recognition) -> None:
    card = world.scored()
    for opened, closed in ((world.today, world.today), (world.today, world.today - timedelta(days=3))):
        with refuses(ConsultationOpen):
            actions.consult_on_agreement(
                world.assessor, agreement=card.id, opened_on=opened, closed_on=closed, summary="x", at=world.at
            )


def test_whoever_assessed_does_not_decide(world: Recognition) -> None:
    card = world.consulted()
    with refuses(AssessorDecides):
        actions.decide_agreement(
            world.assessor, agreement=card.id, decision=Decision.CONDITIONAL, grounds="x", at=world.at
        )


def test_r_05_with_gaps_it_is_recognised_with_conditions_only(world: Recognition) -> None:
    card = world.consulted()
    with refuses(NotRecognisable, "recognition.agreement.not_recognisable"):
        actions.decide_agreement(
            world.decider, agreement=card.id, decision=Decision.RECOGNISED, grounds="x", at=world.at
        )
    taken = actions.decide_agreement(
        world.decider, agreement=card.id, decision=Decision.CONDITIONAL, grounds="Gaps listed.", at=world.at
    )
    assert (taken.state, taken.use, taken.public) == ("recognised_conditional", "in_force", True)
    assert (taken.valid_from, taken.valid_before) == (date(2026, 3, 2), date(2029, 3, 2))
    assert taken.grace_before == date(2029, 9, 2)
    assert taken.conditions == ("Only what the lines say.",)


def test_without_sound_assurance_nothing_is_recognised(world: Recognition) -> None:
    weak = Scores(independence=0, competence=2, sampling=2, transparency=2, decision=2, oversight=2)
    card = world.consulted(scores=weak)
    assert card.assurance == "none"
    with refuses(NotRecognisable):
        actions.decide_agreement(
            world.decider, agreement=card.id, decision=Decision.CONDITIONAL, grounds="x", at=world.at
        )
    refused = actions.decide_agreement(
        world.decider, agreement=card.id, decision=Decision.REFUSED, grounds="Nobody is independent.", at=world.at
    )
    assert (refused.state, refused.use, refused.next_steps) == ("refused", "not_yet", ())


def test_c_05_both_directions_are_recorded_and_both_ways_are_their_own(world: Recognition) -> None:
    there, back = mapping_text("national-esg-pilot-to-cps"), mapping_text("cps-to-national-esg-pilot")
    one, other = world.decided(there), world.decided(back)
    assert one.mapping.theirs.countries == ["ES"]
    assert one.way_up is None
    assert (other.mapping.theirs.standard, other.to_digest) == ("CPS", "")
    assert other.match.gaps == ("ANN-1",)
    assert set(mapping_files()) >= {"asm-to-cps", "upstream-mechanism-to-cps"}
    with pytest.raises(NotFound):
        mapping_text("../../etc/passwd")


@pytest.mark.parametrize("name", ["asm-to-cps", "upstream-mechanism-to-cps"])
def test_every_shipped_mapping_can_be_recognised_with_conditions(world: Recognition, name: str) -> None:
    card = world.decided(mapping_text(name))
    assert card.use == "in_force"
    assert card.match.covered
    # T-04: both lead from a lower tier to a higher one, and list only what is missing.
    assert card.way_up == card.match.gaps


def test_days_of_a_decision_must_fit(world: Recognition) -> None:
    card = world.consulted()
    inputs = {"agreement": card.id, "decision": Decision.CONDITIONAL, "grounds": "x", "at": world.at}
    for begin, end in (
        (world.today, world.today),
        (world.today, date(2029, 3, 3)),
        (world.today - timedelta(days=1), date(2028, 1, 1)),
    ):
        with refuses(DatesUnusable):
            actions.decide_agreement(world.decider, **inputs, valid_from=begin, valid_before=end)


def test_decisions_stand_on_the_log(world: Recognition) -> None:
    card = world.decided()
    actions.suspend_agreement(world.decider, agreement=card.id, grounds="Their oversight body left.", at=world.at)
    kinds = list(Entry.objects.filter(subject=card.id).values_list("kind", flat=True))
    assert kinds == ["recognition.agreement.decide", "recognition.agreement.suspend"]


def test_g2_it_lapses_by_the_calendar_and_its_users_have_grace(world: Recognition) -> None:
    card = world.decided()
    states = {
        day: (found.state, found.use)
        for day in (date(2029, 3, 1), date(2029, 3, 2), date(2029, 9, 1), date(2029, 9, 2))
        for found in [agreement_for(world.decider, card.id, day)]
    }
    assert list(states.values()) == [
        ("recognised_conditional", "in_force"),
        ("lapsed", "grace"),
        ("lapsed", "grace"),
        ("lapsed", "lapsed"),
    ]
    world.later(days=1096)
    with refuses(StepNotPossible):
        actions.renew_agreement(world.decider, agreement=card.id, grounds="Too late.", at=world.at)


def test_it_is_renewed_before_it_lapses(world: Recognition) -> None:
    card = world.decided()
    world.later(days=1000)
    with refuses(DatesUnusable):
        actions.renew_agreement(
            world.decider, agreement=card.id, grounds="x", valid_before=card.valid_before, at=world.at
        )
    renewed = actions.renew_agreement(world.decider, agreement=card.id, grounds="Nothing changed.", at=world.at)
    assert renewed.valid_before == date(2031, 11, 26)
    assert agreement_for(world.decider, card.id, date(2029, 3, 2)).use == "in_force"


def test_a_suspension_is_lifted_to_what_it_was(world: Recognition) -> None:
    card = world.decided()
    held = actions.suspend_agreement(world.decider, agreement=card.id, grounds="Doubts.", at=world.at)
    assert (held.state, held.use) == ("suspended", "suspended")
    back = actions.restore_agreement(world.decider, agreement=card.id, grounds="Settled.", at=world.at)
    assert (back.state, back.use) == ("recognised_conditional", "in_force")
    with refuses(StepNotPossible):
        actions.restore_agreement(world.decider, agreement=card.id, grounds="x", at=world.at)


def test_a_later_agreement_on_the_same_standards_takes_its_place(world: Recognition) -> None:
    first = world.decided()
    world.later(days=30)
    second = world.decided(document(level=2))
    assert second.use == "in_force"
    old = agreement_for(world.decider, first.id, world.today)
    assert (old.state, old.use, old.superseded_by) == ("superseded", "grace", second.id)
    before = agreement_for(world.decider, first.id, world.today - timedelta(days=1))
    assert (before.state, before.superseded_by) == ("recognised_conditional", None)


def test_before_the_consultation_only_the_scheme_sees_it(world: Recognition) -> None:
    card = world.scored()
    for reader in (STRANGER, world.operator, world.auditor):
        with pytest.raises(NotFound):
            agreement_for(reader, card.id, world.today)
        assert agreements_for(reader, world.today) == []
    assert agreement_for(world.decider, card.id, world.today).assurance == "full"
    with refuses(NotFound):
        elsewhere = Actor("per-X", world.provider, frozenset({Role.SCHEME_STAFF}))
        actions.assess_agreement(elsewhere, agreement=card.id, scores=SOUND, note="x", at=world.at)
    with refuses(NotFound):
        actions.assess_agreement(world.assessor, agreement="rag-none", scores=SOUND, note="x", at=world.at)


def test_anyone_sees_what_is_recognised(world: Recognition) -> None:
    card = world.decided()
    assert [found.id for found in agreements_for(STRANGER, world.today)] == [card.id]


def test_t_03_the_overlap_of_all_standards_shows_mapped_and_touching(world: Recognition) -> None:
    world.decided(mapping_text("asm-to-cps"))
    cells = {(cell.theirs, cell.ours): cell for cell in overlaps(world.today)}
    up = cells["cera-4in1@2026.1 ASM", "cera-4in1@2026.1 CPS"]
    assert up.mapped is not None
    assert 0 < up.mapped < up.total
    assert up.touching > 0
    assert cells["cera-4in1@2026.1 CPS", "cera-4in1@2026.1 ASM"].mapped is None
