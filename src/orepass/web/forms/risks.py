"""Forms of due diligence: identified risks and their steps, reckoned red flags, the law, areas, the five steps."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orepass.diligence.rules.areas import INPUT_TEXT, AreaInput
from orepass.kernel.verdict import Answer
from orepass.platform.access import Actor
from orepass.web.forms import fields
from orepass.web.forms.offered import OfferedForm
from orepass.web.words import translated

VALUE, DAY, READ_AT = "value_", "day_", "read_at_"


def numbers() -> forms.ChoiceField:
    """Make a field for the edition whose thresholds count."""
    hint = _("The edition whose thresholds count; without one, our own do.")
    return forms.ChoiceField(label=_("Thresholds of"), required=False, help_text=hint)


class IdentifyForm(OfferedForm):
    """Identify a risk of Annex II."""

    verb = _("Identify a risk")
    stop = True
    risk = forms.ChoiceField(label=_("Risk"))
    known = fields.one_of(_("How sure it is"), hint=_("Some risks stop trade from today on, known or suspected."))
    grounds = fields.note(_("What it rests on"), required=True)
    evidence = fields.evidence()
    pack = numbers()

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Say whether it is known."""
        filled = super().inputs(actor)
        return {**filled, "known": filled["known"] == str(Answer.YES)}


class PlanForm(OfferedForm):
    """Plan what mends a risk."""

    verb = _("Plan a mitigation")
    case = forms.ChoiceField(label=_("Risk"))
    measures = fields.note(
        _("What is done, by whom"), required=True, hint=_("Within six months an improvement has to be measured.")
    )
    evidence = fields.evidence()


class MeasureForm(OfferedForm):
    """Measure whether a mitigation improved anything."""

    verb = _("Record a measurement")
    case = forms.ChoiceField(label=_("Risk"))
    measured_on = fields.day(_("Measured on"))
    improved = fields.yes_no(_("It has improved"), _("An improvement needs evidence."))
    note = fields.note(_("What was measured"), required=True)
    evidence = fields.evidence()


class DecideForm(OfferedForm):
    """Decide on a case."""

    verb = _("Decide on a risk")
    case = forms.ChoiceField(label=_("Risk"))
    decision = fields.one_of(_("Decision"))
    reasons = fields.note(_("Reasons"), required=True)
    evidence = fields.evidence()


class ReassessForm(OfferedForm):
    """Look again at a settled risk."""

    verb = _("Look at a settled risk again")
    case = forms.ChoiceField(label=_("Risk"))
    found_again = fields.yes_no(_("It was found again"), _("Leave open when it was not; that needs evidence."))
    note = fields.note(_("What was seen"), required=True)
    evidence = fields.evidence()


class SignalForm(OfferedForm):
    """Reckon a red flag from figures."""

    verb = _("Reckon a red flag")
    rule = forms.ChoiceField(label=_("Red flag"))
    figures = fields.note(
        _("Figures, one on each line"),
        hint=_("Written name=value, such as volume=180; the calculator shows what each rule asks."),
    )
    source = forms.CharField(label=_("Where the figures come from"), max_length=200)
    pack = numbers()

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Read the lines."""
        filled = super().inputs(actor)
        pairs = (line.partition("=") for line in filled.pop("figures", "").splitlines() if line.strip())
        return {**filled, "inputs": {name.strip(): value.strip() for name, _sign, value in pairs}}


class SignalAnswerForm(OfferedForm):
    """Confirm or refute a reckoned red flag."""

    verb = _("Answer a reckoned red flag")
    signal = forms.ChoiceField(label=_("Red flag"))
    confirmed = fields.one_of(_("What you found"), hint=_("A signal decides nothing; a person does, with reasons."))
    reasons = fields.note(_("Reasons"), required=True)
    evidence = fields.evidence()

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Say yes or no."""
        filled = super().inputs(actor)
        return {**filled, "confirmed": filled["confirmed"] == str(Answer.YES)}


class LegalForm(OfferedForm):
    """Record how the law stands to a site."""

    verb = _("Record how the law stands to the site")
    status = fields.one_of(_("In the eyes of the law"))
    valid_from = fields.day(_("From"))
    authority = forms.CharField(label=_("Who says so"), max_length=200)
    registry = forms.CharField(label=_("Number in the registry"), max_length=120, required=False)


class AreaForm(OfferedForm):
    """Decide what an area is."""

    verb = _("Decide on an area")
    country = forms.CharField(label=_("Country, two letters"), min_length=2, max_length=2)
    area = forms.CharField(label=_("Province or territory"), max_length=120)
    level = fields.one_of(_("Decision"), hint=_("Never lighter than what the inputs come to."))
    reasons = fields.note(_("Reasons"), required=True)
    published = forms.CharField(label=_("Where it is published"), max_length=200, required=False)
    pack = numbers()
    reviewer = forms.ChoiceField(
        label=_("Reviewed by"),
        help_text=_("Somebody else of your organisation; if you are alone, invite a colleague first."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Ask for each input with its day and its source; what is left open is not known."""
        super().__init__(*args, **kwargs)
        asked = []
        for name in AreaInput:
            said = translated(INPUT_TEXT[name])
            label = said[:1].upper() + said[1:]
            self.fields[f"{VALUE}{name}"] = forms.DecimalField(label=label, min_value=0, required=False)
            self.fields[f"{DAY}{name}"] = fields.day(_("Of the day"), required=False)
            self.fields[f"{READ_AT}{name}"] = forms.CharField(label=_("Read at"), max_length=200, required=False)
            asked += [f"{VALUE}{name}", f"{DAY}{name}", f"{READ_AT}{name}"]
        self.order_fields(["country", "area", *asked, "level", "reasons", "published", "pack", "reviewer"])

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Gather the inputs that are known."""
        filled = super().inputs(actor)
        readings = {}
        for name in AreaInput:
            value, day = filled.pop(f"{VALUE}{name}", None), filled.pop(f"{DAY}{name}", None)
            source = filled.pop(f"{READ_AT}{name}", "")
            if value is not None and day is not None:
                readings[str(name)] = {"value": str(value), "as_of": day, "source": source}
        return {
            "place": {"country": filled["country"], "area": filled["area"]},
            "readings": readings,
            "conclusion": {
                "level": filled["level"],
                "reasons": filled["reasons"],
                "published": filled.get("published", ""),
            },
            "reviewer": filled["reviewer"],
            "pack": filled.get("pack", ""),
        }


class ReopenForm(OfferedForm):
    """End a decision on an area before its time."""

    verb = _("Record an event that ends a decision")
    decision = forms.ChoiceField(label=_("Area"))
    happened_on = fields.day(_("Happened on"))
    what = fields.note(_("What happened"), required=True)


class StepForm(OfferedForm):
    """Record one of the five steps as done."""

    verb = _("Record a step as done")
    oecd_step = fields.one_of(_("Step"))
    done_on = fields.day(_("Done on"))
    note = fields.note(_("What was done"), required=True)
    evidence = fields.evidence()

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Send the step as its number."""
        filled = super().inputs(actor)
        number = int(filled.pop("oecd_step"))
        return {**filled, "step": number}


class GoodsForm(OfferedForm):
    """Declare what was brought into the Union."""

    verb = _("Declare what was imported into the European Union")
    year = forms.IntegerField(label=_("Year"), min_value=2021, max_value=9999)
    kind = forms.ChoiceField(label=_("Goods"), required=False)
    code = forms.CharField(
        label=_("Or their customs code"),
        required=False,
        max_length=20,
        help_text=_("Of the Combined Nomenclature, such as 2609 00 00."),
    )
    mass_kg = forms.DecimalField(
        label=_("Kilograms in the year"),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=3,
        help_text=_("Leave it empty where nobody knows; that is not the same as little."),
    )
    note = fields.note()

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Send the goods by their code where one is given, else by their name."""
        filled = super().inputs(actor)
        kind, code = filled.pop("kind", ""), filled.pop("code", "")
        return {**filled, "goods": code or kind}
