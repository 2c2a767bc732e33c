"""The steps by which questions about events and disputes over them are answered and settled, for the pages of lots."""

from typing import Any, Final

from django.utils.translation import gettext as _

from orepass.custody.queries import DisputeCard, QuestionCard
from orepass.custody.rules.settling import DisputeOutcome, QuestionOutcome
from orepass.platform.access import Actor, Role
from orepass.web import vocabulary
from orepass.web.act import Step
from orepass.web.forms import custody as forms
from orepass.web.kept_findings import said_of

TITLE_MAX: Final = 120


def settling_steps(actor: Actor, questions: list[QuestionCard], disputes: list[DisputeCard]) -> list[Step]:
    """Return the answers and settlings open to an actor: who sent the event answers, somebody else settles."""
    stands_in = Role.STEWARD in actor.roles
    mine = [card for card in questions if card.asked == actor.organisation]
    others = [card for card in questions if card.state == "answered" and (stands_in or card not in mine)]
    asked = [card for card in disputes if card.state != "settled" and card.asked == actor.organisation]
    raised = [
        card for card in disputes if card.state != "settled" and (stands_in or card.organisation == actor.organisation)
    ]
    offered: list[tuple[str, type[forms.AnswerQuestionForm] | Any, str, list[Any], Any]] = [
        ("custody.question.answer", forms.AnswerQuestionForm, "question", mine, None),
        ("custody.question.settle", forms.SettleQuestionForm, "question", others, QuestionOutcome),
        ("custody.dispute.answer", forms.AnswerDisputeForm, "dispute", asked, None),
        ("custody.dispute.settle", forms.SettleDisputeForm, "dispute", raised, DisputeOutcome),
    ]
    return [_step(tag, form, name, cards, outcomes) for tag, form, name, cards, outcomes in offered if cards]


def _step(tag: str, form: Any, name: str, cards: list[Any], outcomes: Any) -> Step:  # noqa: ANN401 - a form, an enumeration
    choices = {name: _titles(cards)}
    if outcomes is not None:
        choices["outcome"] = vocabulary.choices(outcomes, vocabulary.settled)
    return Step(tag=tag, form=form, options={"choices": choices}, done=_("Done, and written to the record."))


def _titles(cards: list[QuestionCard] | list[DisputeCard]) -> list[tuple[str, str]]:
    questions = [card for card in cards if isinstance(card, QuestionCard)]
    said = {str(card.id): text for card, text in zip(questions, said_of(questions), strict=True)}
    said |= {str(card.id): card.reason for card in cards if isinstance(card, DisputeCard)}
    return [(name, text[:TITLE_MAX]) for name, text in said.items()]
