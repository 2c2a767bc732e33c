"""The way out of a refused step names the steps that are possible in words, in each reader's language, and no code."""

import pytest
from django.utils.translation import override

from orepass.assurance.actions.correction import FindingState
from orepass.assurance.actions.file import WrongState
from orepass.assurance.rules.lifecycles import APPLICATION, NONCONFORMITY
from orepass.diligence.actions.cases import CaseState
from orepass.diligence.rules.cases import RISK
from orepass.engagement.actions.refusals import WrongStep
from orepass.engagement.rules.lifecycles import APPEAL, COMPLAINT, DEVELOPMENT
from orepass.inclusion.groups.actions.file import MemberState
from orepass.inclusion.groups.rules.membership import MEMBER
from orepass.kernel.lifecycle import Lifecycle
from orepass.kernel.refusal import Refusal
from orepass.web.refused import refused


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    ("kind", "machine"),
    [
        (WrongState, APPLICATION),
        (FindingState, NONCONFORMITY),
        (CaseState, RISK),
        (MemberState, MEMBER),
        (WrongStep, COMPLAINT),
        (WrongStep, APPEAL),
        (WrongStep, DEVELOPMENT),
    ],
)
def test_every_step_of_a_machine_is_said_in_words(kind: type[Refusal], machine: Lifecycle, language: str) -> None:
    for state in sorted(machine.states):
        steps = machine.allowed(state)
        named = [step.rpartition(".")[2] for step in steps] if machine is DEVELOPMENT else steps
        with override(language):
            way_out = refused(kind(where="x", state=state, allowed=", ".join(named) or "—")).way_out
        assert bool(way_out) is bool(steps)
        assert not [step for step in steps if step in way_out or step.replace(".", " · ") in way_out], way_out


def test_the_words_say_what_can_be_done_next() -> None:
    said = refused(WrongState(where="x", state="evaluated", allowed="audit.repeat, audit.recommend"))
    assert said.way_out == "The steps possible now: plan another visit, recommend a decision."
