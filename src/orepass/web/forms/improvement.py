"""Forms of continual improvement: policy, risks and measures, indicators and their values, plan and actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orepass.platform.access import Actor
from orepass.web.act import ActionForm
from orepass.web.forms import fields
from orepass.web.forms.offered import OfferedForm

SUBJECT_HINT = _("In one word or a few, such as water, child labour or dust.")


class PolicyForm(ActionForm):
    """Adopt a policy."""

    verb = _("Adopt the policy")
    title = forms.CharField(label=_("Title"), max_length=200)
    text = fields.note(_("What you commit to"))
    valid_from = fields.day(_("In force from"))
    valid_before = fields.day(_("Ends before"), required=False)
    evidence = fields.evidence()


class RiskForm(OfferedForm):
    """Write down whether a risk is there."""

    verb = _("Write down the risk")
    hazard = forms.CharField(
        label=_("What may go wrong"), max_length=200, help_text=_("The same words again are a new assessment of it.")
    )
    presence = fields.one_of(_("Is it there?"), hint=_("Not known is an answer too; it is not the same as no."))
    assessed_on = fields.day(_("Day of the assessment"))
    note = fields.note(_("What was seen"))
    evidence = fields.evidence()


class NewPolicyForm(PolicyForm):
    """Begin a subject with a policy."""

    verb = _("Begin a subject with its policy")
    subject = forms.CharField(label=_("Subject"), max_length=80, help_text=SUBJECT_HINT)
    field_order = ("subject",)


class NewRiskForm(RiskForm):
    """Begin a subject with a risk."""

    verb = _("Begin a subject with a risk")
    subject = forms.CharField(label=_("Subject"), max_length=80, help_text=SUBJECT_HINT)
    field_order = ("subject",)


class MitigationForm(OfferedForm):
    """Plan a measure against a risk."""

    verb = _("Plan a measure against a risk")
    risk = forms.ChoiceField(label=_("Risk"))
    text = fields.note(_("What will be done"), required=True)
    responsible = forms.CharField(label=_("Who sees to it"), max_length=200)
    due_on = fields.day(_("Done by"))


class IndicatorForm(OfferedForm):
    """Define an indicator with its target."""

    verb = _("Define the indicator")
    name = forms.CharField(label=_("What is measured"), max_length=200)
    target = forms.DecimalField(label=_("Target"), max_digits=20, decimal_places=6)
    unit = forms.CharField(label=_("Unit"), max_length=40, help_text=_("Such as mg/l, accidents or %."))
    better = fields.one_of(_("Which way is better"))
    period_months = forms.IntegerField(
        label=_("Months of a period"), initial=12, help_text=_("One value is expected in each period.")
    )
    started_on = fields.day(_("Measured from"))

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Nest the target."""
        filled = super().inputs(actor)
        target = {"value": filled.pop("target"), "unit": filled.pop("unit"), "better": filled.pop("better")}
        return {**filled, "target": target}


class ValueForm(OfferedForm):
    """Report a value of an indicator."""

    verb = _("Report the value")
    indicator = forms.ChoiceField(label=_("Indicator"))
    observed_on = fields.day(_("Measured on"))
    value = forms.DecimalField(label=_("Value"), max_digits=20, decimal_places=6)
    note = fields.note()
    evidence = fields.evidence()


class PlanForm(ActionForm):
    """Adopt an improvement plan."""

    verb = _("Adopt the plan")
    goals = fields.note(_("What will be better by when"), required=True)
    valid_from = fields.day(_("In force from"))
    valid_before = fields.day(_("Ends before"))
    evidence = fields.evidence()


class PlannedActionForm(OfferedForm):
    """Add an action to a plan."""

    verb = _("Add an action to the plan")
    plan = forms.ChoiceField(label=_("Plan"))
    text = fields.note(_("What will be done"), required=True)
    responsible = forms.CharField(label=_("Who sees to it"), max_length=200)
    due_on = fields.day(_("Done by"))
    indicator = forms.ChoiceField(
        label=_("Indicator it should move"),
        required=False,
        help_text=_("Leave open when it serves the plan as a whole."),
    )


class DoneForm(OfferedForm):
    """Report a measure as done."""

    verb = _("Report it as done")
    measure = forms.ChoiceField(label=_("Measure"))
    done_on = fields.day(_("Done on"))
    effect = fields.note(_("What it changed"), required=True)
    evidence = fields.evidence()
