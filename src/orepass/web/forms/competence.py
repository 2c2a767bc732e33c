"""Forms about a provider's people and its standing: record competence, take it back, suspend, restore, withdraw."""

from django import forms
from django.utils.translation import gettext_lazy as _

from orepass.web.forms import fields
from orepass.web.forms.offered import OfferedForm


class RecordCompetenceForm(OfferedForm):
    """Record what somebody of the house is competent for."""

    verb = _("Record a competence")
    person = forms.ChoiceField(label=_("Person"))
    field = fields.one_of(_("Competent in"))
    of = forms.CharField(
        label=_("Which one"), max_length=60, help_text=_("A standard such as CPS, a mineral such as cobalt, or fr.")
    )
    shown_by = forms.CharField(
        label=_("Shown by"), max_length=300, help_text=_("Training, examination or audits under supervision.")
    )
    valid_from = fields.day(_("From"))
    valid_before = fields.day(_("Over before"), required=False)


class EndCompetenceForm(OfferedForm):
    """Take a record of competence back."""

    verb = _("Take a record back")
    competence = forms.ChoiceField(label=_("Record"))
    ended_from = fields.day(_("From"))
    reason = fields.note(_("Reason"), required=True)


class SuspendAccreditationForm(OfferedForm):
    """Suspend an accreditation."""

    verb = _("Suspend an accreditation")
    stop = True
    accreditation = forms.ChoiceField(label=_("Accreditation"))
    suspended_from = fields.day(
        _("From"), hint=_("From this day the provider takes on and certifies nobody new; it finishes what it began.")
    )
    reason = fields.note(_("Reason"), required=True)


class RestoreAccreditationForm(OfferedForm):
    """End a suspension."""

    verb = _("End a suspension")
    accreditation = forms.ChoiceField(label=_("Accreditation"))
    restored_from = fields.day(_("From"))
    reason = fields.note(_("Reason"), required=True)


class WithdrawAccreditationForm(OfferedForm):
    """Withdraw an accreditation."""

    verb = _("Withdraw an accreditation")
    stop = True
    accreditation = forms.ChoiceField(label=_("Accreditation"))
    withdrawn_from = fields.day(
        _("From"), hint=_("Its certificates end 90 days later unless they move to another provider.")
    )
    reason = fields.note(_("Reason"), required=True)
