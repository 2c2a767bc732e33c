"""What was decided is recomputed as it was known then; whatever is altered shows with its place."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import pytest

from orepass.assurance.actions import nonconformity
from orepass.assurance.models import (
    Answer,
    Application,
    Certificate,
    DecisionTaken,
    Recommendation,
    Submission,
)
from orepass.assurance.rules.terms import Grade
from orepass.inclusion.groups.models import Draw, MemberList
from orepass.inclusion.stages import actions as stages
from orepass.inclusion.stages.models import Plan, PlanStep
from orepass.kernel.identifier import Identifier
from orepass.kernel.refusal import NotFound
from orepass.platform.access import STRANGER
from orepass.platform.replaying import Result, kinds, replay, replay_all, replay_for
from orepass.transparency.actions import sequence
from tests.beginnings import Teller, Told
from tests.cooperative import SEQUENCER, Cooperative

DECIDED: Final = {"assurance.submission", "assurance.recommendation", "assurance.decision", "assurance.certificate"}


def with_a_plan() -> Cooperative:
    coop = Cooperative(members=12)
    card = coop.certified()
    stages.open_plan(coop.operator, application=card.application, at=coop.at)
    sequence(SEQUENCER, at=coop.at)
    return coop


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Cooperative]:
    return tell(with_a_plan)


@pytest.fixture
def coop(told: Told[Cooperative], db: None) -> Cooperative:
    """A cooperative of twelve members, with a certificate, a draw and a plan."""
    return told.again()


def card_of() -> Certificate:
    return Certificate.objects.get()


def differing(about: str = "") -> dict[str, set[str]]:
    found = replay(about) if about else replay_all()
    return {
        one.kind: {difference.where for difference in one.differences}
        for one in found
        if one.result is Result.DIFFERENT
    }


def test_every_decision_of_a_file_is_replayed_and_equal(coop: Cooperative) -> None:
    found = replay(card_of().application_id)
    assert {one.kind for one in found} >= DECIDED | {"groups.draw", "stages.plan"}
    assert {one.result for one in found} == {Result.EQUAL}
    assert set(kinds()) >= {one.kind for one in found}
    assert {one.kind for one in replay(card_of().pk)} >= DECIDED
    assert [one.kind for one in replay(Draw.objects.get().pk)] == ["groups.draw"]


def test_what_comes_later_changes_nothing(coop: Cooperative) -> None:
    file = Identifier(card_of().application_id)
    coop.later(days=30)
    visit = coop.planned(file, kind="surveillance")
    coop.concluded(visit)
    nonconformity.raise_nonconformity(
        coop.auditor,
        audit=visit.id,
        requirement=coop.requirement(),
        grade=Grade.MAJOR,
        statement="x",
        subject=visit.subjects[0].subject,
        at=coop.at,
    )
    assert differing() == {}


MUTATIONS: Final[dict[str, tuple[Callable[[], Any], dict[str, set[str]]]]] = {
    "one value: the level": (
        lambda: Certificate.objects.update(level="platinum"),
        {"assurance.certificate": {"level"}},
    ),
    "one value: the last day": (
        lambda: Certificate.objects.update(valid_before=card_of().valid_before + timedelta(days=1)),
        {"assurance.certificate": {"valid_before"}},
    ),
    "one value: the outcome": (
        lambda: Recommendation.objects.update(outcome="unknown"),
        {"assurance.recommendation": {"outcome"}},
    ),
    "one digest: of the outcome": (
        lambda: Submission.objects.update(outcome_digest="0" * 64),
        {"assurance.submission": {"outcome_digest"}},
    ),
    "one digest: of the inputs": (
        lambda: DecisionTaken.objects.update(inputs_digest="0" * 64),
        {"assurance.decision": {"inputs_digest"}, "assurance.certificate": {"inputs_digest", "content_digest"}},
    ),
    "one digest: of the edition": (
        lambda: Certificate.objects.update(pack_digest="0" * 64),
        {"assurance.certificate": {"pack_digest"}},
    ),
    "one drawn member": (
        lambda: Draw.objects.update(drawn=Draw.objects.get().drawn[1:]),
        {"groups.draw": {"drawn", "draw_on_the_log"}},
    ),
    "the beacon": (
        lambda: Draw.objects.update(beacon="A" * 44),
        {"groups.draw": {"beacon", "draw_on_the_log"}},
    ),
    "the seed": (lambda: Draw.objects.update(seed="0" * 64), {"groups.draw": {"seed"}}),
    "a step of the plan": (lambda: PlanStep.objects.update(due_year=9), {"stages.plan": {"steps"}}),
    "the edition of the plan": (lambda: Plan.objects.update(pack_digest="0" * 64), {"stages.plan": {"pack_digest"}}),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_what_is_altered_differs_at_its_place(coop: Cooperative, name: str) -> None:
    alter, expected = MUTATIONS[name]
    alter()
    assert differing() == expected


def test_one_altered_answer_differs_in_the_outcome(coop: Cooperative) -> None:
    Answer.objects.filter(pk=Answer.objects.first().pk).update(answer="none")  # type: ignore[union-attr]
    found = differing(card_of().application_id)
    assert {"answers_digest", "outcome_digest"} <= found["assurance.submission"]
    assert {"answers_digest", "outcome_digest"} <= found["assurance.recommendation"]


def test_an_altered_list_differs_from_the_log(coop: Cooperative) -> None:
    row = MemberList.objects.get()
    row.committed["members"][0]["points"] += 1
    row.save()
    assert "list" in differing()["groups.draw"]


def test_an_edition_that_nobody_published_leaves_it_undeterminable(coop: Cooperative) -> None:
    Application.objects.update(pack_digest="0" * 64)
    found = {one.kind: one for one in replay(card_of().application_id) if one.kind in DECIDED}
    assert {one.result for one in found.values()} == {Result.UNDETERMINABLE}
    assert found["assurance.submission"].reason.startswith("scheme.pack.missing")


def test_a_draw_from_before_the_log_is_undeterminable(coop: Cooperative) -> None:
    Draw.objects.update(member_list=None)
    (found,) = replay(Draw.objects.get().pk)
    assert found.result is Result.UNDETERMINABLE
    assert "before lists" in found.reason


def test_strangers_replay_nothing_and_parties_their_own(coop: Cooperative) -> None:
    file = card_of().application_id
    assert len(replay_for(coop.operator, file)) == len(replay_for(coop.auditor, file)) == len(replay(file))
    for stranger in (coop.outsider, STRANGER):
        with pytest.raises(NotFound):
            replay_for(stranger, file)
    with pytest.raises(NotFound):
        replay("crt-NOTHING")
