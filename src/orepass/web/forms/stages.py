"""Forms of a progress plan: open it, report a step, judge it, put it off."""

from django import forms
from django.utils.translation import gettext_lazy as _

from orepass.web.act import ActionForm
from orepass.web.forms import fields
from orepass.web.forms.offered import OfferedForm


class OpenPlanForm(ActionForm):
    """Open the plan of a file."""

    verb = _("Open the progress plan")


class ReportStepForm(OfferedForm):
    """Report a step as done."""

    verb = _("Report a step")
    requirement = forms.ChoiceField(label=_("Step"))
    note = fields.note(_("What was done"), required=True)
    evidence = fields.evidence()


class ConfirmStepForm(OfferedForm):
    """Confirm a reported step."""

    verb = _("Confirm a step")
    requirement = forms.ChoiceField(label=_("Step"))
    note = fields.note()


class ReturnStepForm(OfferedForm):
    """Send a reported step back."""

    verb = _("Send a step back")
    stop = True
    requirement = forms.ChoiceField(label=_("Step"))
    note = fields.note(_("What is missing"), required=True)


class ExtendStepForm(OfferedForm):
    """Put a step off."""

    verb = _("Put a step off")
    requirement = forms.ChoiceField(label=_("Step"))
    days = forms.IntegerField(label=_("By how many days"), min_value=1)
    reason = fields.note(_("Reasons"), required=True)
