"""The form by which a holder chooses what of the report behind a certificate is public."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from orepass.assurance.rules.report import Reason
from orepass.web.act import ActionForm
from orepass.web.forms import fields
from orepass.web.vocabulary.reports import report_reason


class ChooseReportForm(ActionForm):
    """Choose the parts beyond those that are always public."""

    verb = _("Choose what is public")
    parts = forms.MultipleChoiceField(
        label=_("Public beyond what always is"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = fields.one_of(
        _("Reason, if it is less than the scheme publishes by default"),
        hint=_("Everybody reads the reason."),
        required=False,
    )
    note = fields.note(_("Remark, which stays in the file"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Take the parts that the page offers."""
        offered = kwargs.pop("parts")
        super().__init__(*args, **kwargs)
        self.fields["parts"].choices = offered  # type: ignore[attr-defined]
        reasons = [(reason.value, report_reason(reason)) for reason in Reason]
        self.fields["reason"].choices = [("", _now("no reason needed")), *reasons]  # type: ignore[attr-defined]
