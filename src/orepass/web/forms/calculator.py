"""The form of a rule, made from its inputs; it is asked by address, so that every answer can be linked to."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from orepass.kernel.calculator import LIST_MAX, InputCard, RuleCard
from orepass.kernel.refusal import Refusal
from orepass.kernel.text import readable
from orepass.web.words import refusal_text, translated, way_out_text

SCHEME: Final = "scheme"
TRUTH: Final = "true or false"
DAY: Final = "a date such as 2026-01-31"
NUMBER: Final = "a whole number"
YES_NO: Final = (("", "–"), ("true", _("yes")), ("false", _("no")))
KINDS: Final = {
    "a whole number": _("A whole number."),
    "a word": _("A word."),
    "true or false": _("Yes or no."),
    "a date such as 2026-01-31": _("A day."),
    "a number": _("A number."),
    "a number such as 0.8 or 4/5": _("A number such as 0.8 or 4/5."),
}


class CalculatorForm(forms.Form):
    """The inputs of a rule, each as text; the rule itself reads and refuses them."""

    verb = _("Compute")
    way_out = ""
    refused = False
    refused_findings: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Make a field for every input, and one for the scheme when it writes a number that the rule takes."""
        rule: RuleCard = kwargs.pop("rule")
        schemes: list[tuple[str, str]] = kwargs.pop("schemes")
        super().__init__(*args, **kwargs)
        self.rule = rule
        for card in rule.inputs:
            self.fields[card.name] = _field(card)
        if schemes:
            self.fields[SCHEME] = forms.ChoiceField(
                label=_("Numbers of a scheme"),
                required=False,
                choices=[("", _("the rule's own defaults")), *schemes],
                help_text=_("Inputs you leave open are then taken from the scheme, with its own source."),
            )

    def given(self) -> dict[str, str]:
        """Return the inputs that were filled in."""
        names = [card.name for card in self.rule.inputs]
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)}

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal beside the input it names, with the way out."""
        self.refused = True
        self.way_out = way_out_text(refusal)
        self.add_error(refusal.where if refusal.where in self.fields else None, refusal_text(refusal))


def _field(card: InputCard) -> forms.Field:
    label = translated(readable(card.name))
    hint: Any = KINDS[card.kind]
    if card.default:
        hint = _("%(kind)s Left open: %(default)s.") % {"kind": hint, "default": card.default}
    if card.kind == TRUTH:
        return forms.ChoiceField(label=label, required=False, choices=YES_NO, help_text=hint)
    attributes = {"type": "date"} if card.kind == DAY else {"inputmode": "numeric"} if card.kind == NUMBER else {}
    widget = forms.TextInput(attrs=attributes)
    return forms.CharField(label=label, required=False, max_length=LIST_MAX, help_text=hint, widget=widget)
