"""Who was heard, what pilots say, what was decided: counted without names, told to whom it belongs, never changed."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from orepass.engagement.actions import (
    Answer,
    Body,
    Rejected,
    answer_report,
    close_consultation,
    decide_on_draft,
    drop_development,
    end_pilot,
)
from orepass.engagement.actions import refusals as no
from orepass.engagement.actions.consulting import CountUnusable
from orepass.engagement.models import HeardCount
from orepass.engagement.queries import consultation_for, development_for, pilot_for, pilots_of_participant
from orepass.engagement.rules.development import Met, Response
from orepass.engagement.rules.heard import UNKNOWN, Counted, Dimension
from orepass.kernel.computed import InputRefused
from orepass.kernel.money import BadMoney
from orepass.kernel.refusal import NotFound
from orepass.platform.access import STRANGER
from tests.actions.engagement.drafting import FIRST, Drafting, refused, women
from tests.certification import codes

pytestmark = pytest.mark.django_db


def shown(card: Any) -> dict[str, int | None]:
    return {cell.value: cell.people for cell in card.heard}


def test_who_was_heard_is_told_to_strangers_when_the_round_is_closed_and_never_in_small_numbers(
    drafting: Drafting,
) -> None:
    development = drafting.opened()
    round_ = drafting.asked(development.id, targets=[women(10)], people=20)
    men = Counted(dimension=Dimension.SEX, value="male", people=9)
    drafting.met(round_, people=14, who=[women(3), men])
    drafting.met(round_, people=6, who=[women(1)])
    own = consultation_for(drafting.staff, round_)
    assert shown(own) == {"female": 4, "male": 9, UNKNOWN: 7}
    assert [cell.gap for cell in own.heard] == [6, 0, 0]
    assert consultation_for(STRANGER, round_).heard == ()
    assert drafting.card(development.id).rounds[0].gaps == 1
    close_consultation(drafting.staff, consultation=own.id, note="Done.", at=drafting.at)
    assert shown(consultation_for(STRANGER, round_)) == {"female": None, "male": 9, UNKNOWN: None}
    (line,) = development_for(STRANGER, development.id).rounds
    assert shown(line) == {"female": None, "male": 9, UNKNOWN: None}
    assert line.gaps is None


@pytest.mark.parametrize("people", [13, -1])
def test_nobody_is_counted_who_was_not_there(drafting: Drafting, people: int) -> None:
    round_ = drafting.asked(drafting.opened().id)
    with refused(no.CountsUnusable):
        drafting.met(round_, people=12, who=[women(people)])
    assert not HeardCount.objects.exists()


def test_target_names_somebody_one_can_count(drafting: Drafting) -> None:
    development = drafting.opened()
    with refused(no.CountsUnusable):
        drafting.asked(development.id, targets=[Counted(dimension=Dimension.SEX, value="women", people=3)])


@pytest.mark.parametrize("people", [10_000_001, 2**53 - 1])
def test_target_is_a_number_of_people_that_can_be_kept(drafting: Drafting, people: int) -> None:
    development = drafting.opened()
    with refused(CountUnusable):
        drafting.asked(development.id, targets=[women(people)])


@pytest.mark.parametrize(("people", "small", "public"), [(20, 15, 15), (20, 4, None), (20, 16, None), (20, 0, 0)])
def test_few_small_producers_in_a_pilot_are_counted_for_those_who_develop_the_draft_alone(
    drafting: Drafting, people: int, small: int, public: int | None
) -> None:
    development, _comment = drafting.consulted()
    drafting.started(development.id, "open pit", people=people, small_producers=small)
    assert drafting.card(development.id).pilots[-1].small_producers == small
    assert development_for(STRANGER, development.id).pilots[-1].small_producers == public


def test_nothing_is_reported_or_asked_of_whoever_tried_a_draft_that_was_dropped(drafting: Drafting) -> None:
    development, _comment = drafting.consulted()
    pilot = drafting.started(development.id, "open pit", place=drafting.group())
    assert [card.id for card in pilots_of_participant(drafting.operator)] == [pilot.id]
    drop_development(drafting.staff, development=development.id, decided=drafting.decided(), at=drafting.at)
    with refused(no.WrongStep):
        drafting.reported(pilot.id)
    assert pilots_of_participant(drafting.operator) == []


def test_draft_is_tried_after_those_concerned_were_asked(drafting: Drafting) -> None:
    development = drafting.opened()
    with refused(no.WrongStep):
        drafting.started(development.id, "open pit")
    drafting.asked(development.id)
    assert drafting.started(development.id, "open pit").version == 1


def test_pilot_at_a_site_or_with_a_group_belongs_to_its_organisation_and_counts_small_producers(
    drafting: Drafting,
) -> None:
    development, _comment = drafting.consulted()
    pilot = drafting.started(development.id, "open pit", place=drafting.sites[0], small_producers=20)
    assert (pilot.name, pilot.participant, pilot.small_producers) == ("Pit 1", drafting.client, 20)
    group = drafting.group()
    among = drafting.started(development.id, "river", place=group)
    assert (among.name, among.participant) == ("Coopérative de Kolwezi", drafting.client)
    mine = {card.id for card in pilots_of_participant(drafting.operator)}
    assert mine == {pilot.id, among.id}
    assert pilots_of_participant(STRANGER) == []
    assert drafting.reported(pilot.id, met=Met.YES, suggestion="").reports[0].waits is False


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"place": "sit-NOBODY"}, NotFound),
        ({"place": "grp-NOBODY"}, NotFound),
        ({"name": " "}, no.StatementMissing),
        ({"small_producers": 21}, CountUnusable),
        ({"small_producers": -1}, CountUnusable),
        ({"people": 10_000_001}, CountUnusable),
        ({"started_on": date(2999, 1, 1)}, no.PilotNotBegun),
    ],
)
def test_pilot_that_cannot_be_is_refused(drafting: Drafting, changes: dict[str, Any], refusal: type[Exception]) -> None:
    development, _comment = drafting.consulted()
    with refused(refusal):  # type: ignore[arg-type]
        drafting.started(development.id, "open pit", **changes)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"requirement": "TST.E.air.C1"}, no.PlaceUnknown),
        ({"requirement": ""}, no.PlaceUnknown),
        ({"heading": "price"}, no.HeadingUnknown),
        ({"minutes": -1}, CountUnusable),
        ({"minutes": 1_000_001}, CountUnusable),
        ({"cost": Decimal(3)}, BadMoney),
        ({"cost": Decimal(-3), "currency": "USD"}, CountUnusable),
        ({"cost": Decimal("0.001"), "currency": "USD"}, BadMoney),
    ],
)
def test_report_that_cannot_be_is_refused(
    drafting: Drafting, changes: dict[str, Any], refusal: type[Exception]
) -> None:
    development, _comment = drafting.consulted()
    pilot = drafting.started(development.id, "open pit")
    with refused(refusal):  # type: ignore[arg-type]
        drafting.reported(pilot.id, **changes)


def test_cost_and_time_are_for_those_who_develop_the_draft_and_who_tries_it_is_not_told(drafting: Drafting) -> None:
    development, _comment = drafting.consulted()
    pilot = drafting.started(development.id, "open pit")
    facts = {"cost": Decimal("12.50"), "currency": "USD", "minutes": 40, "heading": "clarity", "misunderstood": True}
    drafting.reported(pilot.id, **facts)
    (tried,) = drafting.card(development.id).tried
    assert (tried.requirement, tried.tried, tried.partly, tried.misunderstood) == (FIRST, 1, 1, 1)
    assert (tried.minutes_most, tried.costs) == (40, ("12.50 USD",))
    (public,) = development_for(STRANGER, development.id).tried
    assert (public.minutes_most, public.costs, public.partly) == (None, (), 1)
    (line,) = development_for(STRANGER, development.id).pilots
    assert (line.name, line.place, line.reports, line.setting) == ("", "", (), "open pit")
    for reader in (STRANGER, drafting.others, drafting.operator):
        with pytest.raises(NotFound):
            pilot_for(reader, pilot.id)


def test_pilot_ends_once_in_its_days_and_by_those_who_develop_the_draft(drafting: Drafting) -> None:
    development, _comment = drafting.consulted()
    pilot = drafting.started(development.id, "open pit", place=drafting.sites[0])
    today = drafting.at.date()
    for day in (today - timedelta(days=1), today + timedelta(days=1)):
        with refused(no.PilotDates):
            end_pilot(drafting.staff, pilot=pilot.id, ended_on=day, lessons="x", at=drafting.at)
    drafting.ended(pilot.id)
    with refused(no.PilotEnded):
        drafting.ended(pilot.id)
    with refused(no.PilotEnded):
        drafting.reported(pilot.id)


def test_only_what_went_wrong_is_answered_once_by_those_who_develop_the_draft(drafting: Drafting) -> None:
    development, _comment = drafting.consulted()
    pilot = drafting.started(development.id, "open pit")
    well = drafting.reported(pilot.id, met=Met.YES, suggestion="").reports[-1].id
    reports = drafting.reported(pilot.id, met=Met.NO, suggestion="").reports
    (wrong,) = [report.id for report in reports if report.id != well]
    given = Answer(response=Response.DECLINED, answer="It can be met with help.")
    with refused(no.NothingToAnswer):
        answer_report(drafting.staff, report=well, given=given, at=drafting.at)
    with refused(NotFound):
        answer_report(drafting.others, report=wrong, given=given, at=drafting.at)
    answer_report(drafting.staff, report=wrong, given=given, at=drafting.at)
    with refused(no.WrongStep):
        answer_report(drafting.staff, report=wrong, given=given, at=drafting.at)
    voices = development_for(STRANGER, development.id).voices
    assert [(voice.id, voice.met) for voice in voices if voice.way == "pilot"] == [(wrong, Met.NO)]


BODY = {
    "members": 9,
    "members_wanted": 9,
    "chairs": ["miners", "buyers"],
    "sides": ["miners", "buyers", "neighbours"],
    "sides_wanted": ["miners", "buyers", "neighbours"],
}


def test_decision_says_what_why_by_whom_and_what_was_not_chosen(drafting: Drafting) -> None:
    development, comment = drafting.consulted()
    decided = drafting.decided(
        rejected=[Rejected(option="Wait", why="Nobody gains.")],
        requirements=[FIRST],
        voices=[comment],
        body=Body(**BODY),
    )
    decide_on_draft(drafting.staff, development=development.id, decided=decided, at=drafting.at)
    (entry,) = development_for(STRANGER, development.id).decisions
    assert (entry.kind, entry.role, entry.composed) == ("decision", "standards committee", True)
    assert [(one.option, one.why) for one in entry.rejected] == [("Wait", "Nobody gains.")]
    assert (entry.requirements, entry.voices) == ((FIRST,), (comment,))
    assert [(one.name, one.carried) for one in entry.votes] == [("producers", True), ("buyers", True)]


def test_body_that_misses_a_side_was_not_composed_as_it_should_be(drafting: Drafting) -> None:
    development = drafting.opened()
    body = Body(**{**BODY, "sides": ["miners", "buyers"]})
    card = decide_on_draft(
        drafting.staff, development=development.id, decided=drafting.decided(body=body), at=drafting.at
    )
    assert card.decisions[0].composed is False
    assert "Absent: neighbours." in card.decisions[0].composition
    strange = Body(**{**BODY, "sides": ["press"]})
    with refused(InputRefused):
        inputs = {"development": development.id, "decided": drafting.decided(body=strange)}
        decide_on_draft(drafting.staff, at=drafting.at, **inputs)


def test_decision_is_corrected_by_a_new_entry_that_names_the_old_one(drafting: Drafting) -> None:
    development = drafting.opened()
    first = decide_on_draft(
        drafting.staff, development=development.id, decided=drafting.decided(), at=drafting.at
    ).decisions[0]
    inputs = {"development": development.id, "at": drafting.at + timedelta(minutes=1)}
    after = decide_on_draft(drafting.staff, decided=drafting.decided(corrects=first.id), **inputs).decisions
    assert [(one.corrects, one.corrected_by) for one in after] == [("", after[1].id), (first.id, "")]
    assert after[0].taken == first.taken
    with refused(NotFound):
        decide_on_draft(drafting.staff, decided=drafting.decided(corrects="ddn-NOBODY"), **inputs)


def test_decision_that_cannot_be_is_refused_with_every_reason(drafting: Drafting) -> None:
    development = drafting.opened()
    tomorrow = drafting.at.date() + timedelta(days=1)
    chamber = drafting.chamber("buyers", present=5, in_favour=1)
    wrong = drafting.decided(requirements=["TST.E.air.C1"], voices=["cmt-NOBODY"], votes=[chamber], decided_on=tomorrow)
    with refused(no.DecisionUnusable) as refusal:
        decide_on_draft(drafting.staff, development=development.id, decided=wrong, at=drafting.at)
    assert codes(refusal) == [
        "engagement.decision.unrelated",
        "engagement.decision.unrelated",
        "engagement.vote.impossible",
        "engagement.decision.future",
    ]
    endless = drafting.decided(requirements=[FIRST] * 201)
    with refused(no.DecisionUnusable) as refusal:
        decide_on_draft(drafting.staff, development=development.id, decided=endless, at=drafting.at)
    assert codes(refusal) == ["engagement.decision.too_long"]
    with refused(NotFound):
        inputs = {"development": development.id, "decided": drafting.decided()}
        decide_on_draft(drafting.others, at=drafting.at, **inputs)
