"""Forms of diligence at a site: a visit with three-valued answers, an authority's status, the answer to a flag."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from orepass.diligence.rules.observation import QUESTIONS
from orepass.kernel.verdict import Answer
from orepass.platform.access import Actor
from orepass.web.act import ActionForm
from orepass.web.forms import fields
from orepass.web.forms.offered import OfferedForm
from orepass.web.words import translated

ASKED = "answer_"


class VisitForm(ActionForm):
    """Record what was seen at a site; whatever nobody answers stays not known."""

    verb = _("Record the visit")
    observed_on = fields.day(_("Day of the visit"))
    on_site = fields.yes_no(
        _("I write down what was seen on the spot"), _("Leave open when somebody told it; hearsay never clears a site.")
    )
    note = fields.note(_("What was seen"))
    evidence = fields.evidence()

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Ask each of the fixed questions."""
        super().__init__(*args, **kwargs)
        answers = [
            (str(Answer.UNKNOWN), _now("not known")),
            (str(Answer.NO), _now("no, looked for and not found")),
            (str(Answer.YES), _now("yes, there were signs of it")),
        ]
        for code, question in QUESTIONS.items():
            said = translated(question.text)
            self.fields[f"{ASKED}{code}"] = forms.ChoiceField(
                label=said[:1].upper() + said[1:], choices=answers, initial=str(Answer.UNKNOWN), required=False
            )
        asked = [f"{ASKED}{code}" for code in QUESTIONS]
        self.order_fields(["observed_on", "on_site", *asked, "note", "evidence"])

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Gather the answers; the untouched ones are said to be unknown."""
        filled = super().inputs(actor)
        answers = {code: filled.pop(f"{ASKED}{code}", str(Answer.UNKNOWN)) for code in QUESTIONS}
        return {**filled, "answers": answers}


class StatusForm(OfferedForm):
    """Record the colour an authority gave a site."""

    verb = _("Record the status")
    colour = fields.one_of(_("Status"))
    decided_on = fields.day(_("Decided on"))
    authority = forms.CharField(label=_("Authority"), max_length=200)
    reference = forms.CharField(label=_("Its reference"), max_length=120, required=False)


class FlagForm(OfferedForm):
    """Confirm or refute a red flag."""

    verb = _("Answer a red flag")
    question = forms.ChoiceField(label=_("Red flag"))
    confirmed = fields.one_of(_("What you found"), hint=_("A signal decides nothing; a person does, with reasons."))
    reasons = fields.note(_("Reasons"), required=True)
    evidence = fields.evidence()

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Say yes or no."""
        filled = super().inputs(actor)
        return {**filled, "confirmed": filled["confirmed"] == str(Answer.YES)}
