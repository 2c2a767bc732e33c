"""The form of one subject: an answer per requirement, with evidence and a remark; what is left open is not sent."""

from collections.abc import Callable
from typing import Any

import msgspec
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from orepass.assurance.queries import AnswerCard
from orepass.platform.access import Actor
from orepass.scheme.rules.asking.applying import When
from orepass.scheme.rules.cards import RequirementCard
from orepass.web import vocabulary
from orepass.web.act import ActionForm, store
from orepass.web.applicable import Here

OWN_WORD = ""
"""Nothing but the word of whoever answers."""
CLASSES = (OWN_WORD, "document", "photo", "oral", "observation", "measurement")
PARTS = ("answer", "evidence_class", "note", "evidence")


class AnswerRow(msgspec.Struct, frozen=True, kw_only=True):
    """One requirement on the form: its text, whether it applies here, its fields, and what the other side answered."""

    requirement: RequirementCard
    here: Here
    fields: list[forms.BoundField]
    own: AnswerCard | None
    own_kind: str
    said: str
    other: str
    other_kind: str


class AnswersForm(ActionForm):
    """Answers to the requirements of one subject; what does not apply is told with its reason and not asked."""

    verb = _("Save draft")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Make the fields of each requirement, filled with what was answered before."""
        self.requirements: tuple[RequirementCard, ...] = kwargs.pop("requirements")
        self.words: dict[str, tuple[str, ...]] = kwargs.pop("words")
        self.own: dict[str, AnswerCard] = kwargs.pop("own")
        self.other: dict[str, AnswerCard] = kwargs.pop("other")
        self.verb = kwargs.pop("verb", self.verb)  # type: ignore[misc]
        here: Callable[[str], Here] = kwargs.pop("here")
        self.here = {requirement.id: here(requirement.id) for requirement in self.requirements}
        super().__init__(*args, **kwargs)
        for at, requirement in enumerate(self.requirements):
            if self._is_asked(requirement):
                self._add(at, self.words[requirement.id], self.own.get(requirement.id))

    def _is_asked(self, requirement: RequirementCard) -> bool:
        """Say whether there are fields: it applies or may, or was answered before, which can still be changed."""
        return self.here[requirement.id].when is not When.NOT or requirement.id in self.own

    def _add(self, at: int, words: tuple[str, ...], before: AnswerCard | None) -> None:
        self.fields[f"{at}-answer"] = forms.ChoiceField(
            label=_("How far is it met?"),
            choices=vocabulary.choices(words, vocabulary.rating),
            required=False,
            widget=forms.RadioSelect,
            initial=before.answer if before else None,
        )
        self.fields[f"{at}-evidence_class"] = forms.ChoiceField(
            label=_("This rests on"),
            choices=vocabulary.choices(CLASSES, vocabulary.evidence_class),
            required=False,
            initial=before.evidence_class if before else OWN_WORD,
        )
        self.fields[f"{at}-note"] = forms.CharField(
            label=_("Remark"),
            required=False,
            max_length=4000,
            widget=forms.Textarea,
            initial=before.note if before else "",
        )
        self.fields[f"{at}-evidence"] = forms.FileField(label=_("Evidence"), required=False)

    @property
    def rows(self) -> list[AnswerRow]:
        """Return the requirements with their fields, in order."""
        return [self._row(at, requirement) for at, requirement in enumerate(self.requirements)]

    def _row(self, at: int, requirement: RequirementCard) -> AnswerRow:
        own, other = self.own.get(requirement.id), self.other.get(requirement.id)
        return AnswerRow(
            requirement=requirement,
            here=self.here[requirement.id],
            fields=[self[f"{at}-{part}"] for part in PARTS] if self._is_asked(requirement) else [],
            own=own,
            own_kind=_kind(own),
            said=_said(own),
            other=_said(other),
            other_kind=_kind(other),
        )

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Return the answers given; files are stored as evidence and added to those already named."""
        answers: list[dict[str, Any]] = []
        for at, requirement in enumerate(self.requirements):
            given = self.cleaned_data
            if not given.get(f"{at}-answer"):
                continue
            before = self.own.get(requirement.id)
            evidence = list(before.evidence) if before else []
            file = given.get(f"{at}-evidence")
            if before and before.reference and not file and _same(before, given, at):
                continue  # left as it was, it goes on resting on the other certificate
            if isinstance(file, UploadedFile):
                evidence.append(store(actor, file))
            answers.append(
                {
                    "requirement": requirement.id,
                    "answer": given[f"{at}-answer"],
                    "evidence_class": given.get(f"{at}-evidence_class") or OWN_WORD,
                    "note": given.get(f"{at}-note", ""),
                    "evidence": evidence,
                }
            )
        return {"answers": answers}


def _kind(answer: AnswerCard | None) -> str:
    return "verified" if answer and answer.party == "third" else "declared"


def _said(answer: AnswerCard | None) -> str:
    """Say who answered what, resting on what."""
    if answer is None:
        return ""
    who = _now("The auditor found") if answer.party == "third" else _now("The client answered")
    basis = f" ({vocabulary.evidence_class(answer.evidence_class)})" if answer.evidence_class else ""
    said = f"{vocabulary.rating(answer.answer)}{basis}. {answer.note}".strip()
    return _now("%(who)s: %(said)s") % {"who": who, "said": said}


def _same(before: AnswerCard, given: dict[str, Any], at: int) -> bool:
    """Say whether an answer was left as it was."""
    now = [given.get(f"{at}-{part}") for part in ("answer", "evidence_class", "note")]
    return now == [before.answer, before.evidence_class, before.note]
