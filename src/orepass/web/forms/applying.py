"""The steps of “what applies to me?”: what is done, which minerals, how large, where, and what is still open.

Each step is a form sent by address. “I do not know” is an answer everywhere, and nobody is asked who they are.
"""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from orepass.scheme.rules.asking.saying import ELSEWHERE, FLAG, NOT_KNOWN, PEOPLE_MAX
from orepass.scheme.rules.expression import SIZES
from orepass.scheme.rules.model import Pack
from orepass.web import vocabulary
from orepass.web.forms import fields
from orepass.web.words import country_text, in_language

DO_NOT_KNOW: Final = (NOT_KNOWN, _("I do not know"))
YES_NO: Final = (("yes", _("yes")), ("no", _("no")), DO_NOT_KNOW)


class StepForm(forms.Form):
    """One step; the edition says what can be answered."""

    verb = _("Next")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Take the edition and what is asked in this step."""
        self.pack: Pack = kwargs.pop("pack")
        self.asked: tuple[str, ...] = kwargs.pop("asked")
        super().__init__(*args, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Make the fields that depend on the edition."""

    def answers(self) -> dict[str, list[str]]:
        """Return what was answered, as the address holds it."""
        given = {name: self.cleaned_data.get(name) for name in self.fields}
        listed = {name: value if isinstance(value, list) else [str(value)] for name, value in given.items() if value}
        return {name: [NOT_KNOWN] if NOT_KNOWN in values else values for name, values in listed.items()}

    def several(self, name: str, label: Any, hint: Any, error: Any) -> None:  # noqa: ANN401 - lazy texts
        """Make a list to tick, with “I do not know” at its end."""
        say = {"activities": vocabulary.activity, "minerals": vocabulary.mineral}[name]
        words = sorted(vocabulary.choices(self.pack.vocabulary.get(name, []), say), key=lambda each: each[1].casefold())
        self.fields[name] = forms.MultipleChoiceField(
            label=label,
            help_text=hint,
            choices=[*words, (NOT_KNOWN, _now("I do not know"))],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": error},
        )

    def one(self, name: str, label: Any, choices: list[Any], hint: Any = "") -> None:  # noqa: ANN401 - lazy texts
        """Make a choice of one, with “I do not know” at its end."""
        field = fields.one_of(label, hint=hint)
        field.choices = [*choices, DO_NOT_KNOW]
        field.error_messages["required"] = _("Choose one, or say that you do not know.")
        self.fields[name] = field


class DoForm(StepForm):
    """What is done there, and at which stage of the chain where that matters."""

    def prepare(self) -> None:
        """Offer the edition's words."""
        error = _("Choose what you do, or say that you do not know.")
        if "activities" in self.pack.vocabulary:
            self.several("activities", _("What do you do?"), _("Tick everything that is done at your site."), error)
        if "stage" in self.asked and "stage" in self.pack.vocabulary:
            stages = vocabulary.choices(self.pack.vocabulary["stage"], vocabulary.stage)
            self.one("stage", _("Where in the chain do you stand?"), stages)


class MineralForm(StepForm):
    """Which minerals."""

    def prepare(self) -> None:
        """Offer the edition's words."""
        error = _("Choose a mineral, or say that you do not know.")
        self.several("minerals", _("Which minerals?"), _("Tick all that you dig, buy, treat or carry."), error)


class SizeForm(StepForm):
    """How large, with people."""

    def prepare(self) -> None:
        """Offer the three sizes; people are asked for the estimate and may stay open."""
        hint = _("Artisanal: people dig by hand or with simple machines, alone or in groups.")
        self.one("size", _("How large is it?"), vocabulary.choices(SIZES, vocabulary.size), hint)
        self.fields["people"] = forms.IntegerField(
            label=_("How many people work there?"),
            help_text=_(
                "Members, helpers and contracted people together. It is for the estimate of days and cost only."
            ),
            min_value=1,
            max_value=PEOPLE_MAX,
            required=False,
            error_messages={
                "invalid": _("Write a whole number, such as 45."),
                "min_value": _("Write a number from 1 on, or leave it open."),
                "max_value": _("Write a smaller number, or leave it open."),
            },
        )


class WhereForm(StepForm):
    """In which country, as far as an edition says anything of countries."""

    def prepare(self) -> None:
        """Offer the countries that the edition names, and all others as one."""
        named = sorted(vocabulary.choices(self.asked, country_text), key=lambda each: each[1])
        self.one(
            "country",
            _("Where is it?"),
            [*named, (ELSEWHERE, _("in another country"))],
            _("Only countries that these standards speak of are listed."),
        )


class FlagsForm(StepForm):
    """What else can change the answer: the edition's own questions, those that still matter."""

    def prepare(self) -> None:
        """Ask each question; whoever leaves one as it is does not know."""
        for name in self.asked:
            field = fields.one_of(in_language(self.pack.flags[name]))
            field.choices = list(YES_NO)
            field.initial = NOT_KNOWN
            self.fields[f"{FLAG}{name}"] = field
