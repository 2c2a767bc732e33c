"""The form of a comparison: two standards of the packs, and the size for the estimate; sent by address."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from orepass.kernel.refusal import Refusal
from orepass.scheme.rules.expression import SIZES
from orepass.web import vocabulary
from orepass.web.words import refusal_text


class CompareForm(forms.Form):
    """Which standard is held, and which would be the second."""

    a = forms.ChoiceField(label=_("You hold, or prepare for"), error_messages={"required": _("Choose a standard.")})
    b = forms.ChoiceField(label=_("You are asked for"), error_messages={"required": _("Choose a standard.")})
    size = forms.ChoiceField(label=_("Your size"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer the standards that there are."""
        offered: list[Any] = kwargs.pop("offered")
        super().__init__(*args, **kwargs)
        for name in ("a", "b"):
            field: Any = self.fields[name]
            field.choices = [("", _now("choose")), *offered]
        size: Any = self.fields["size"]
        size.choices = [("", _now("not known")), *vocabulary.choices(SIZES, vocabulary.size)]

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal beside the input it names."""
        self.add_error(refusal.where if refusal.where in self.fields else "b", refusal_text(refusal))
