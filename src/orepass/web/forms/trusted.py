"""Forms of trust: put a party on the list with the grounds, and take it off."""

from django import forms
from django.utils.translation import gettext_lazy as _

from orepass.web.forms.offered import OfferedForm


class TrustForm(OfferedForm):
    """Trust a party for a part."""

    verb = _("Trust a party")
    identifier = forms.CharField(label=_("DID or address"), max_length=255)
    part = forms.ChoiceField(label=_("Trusted for"))
    name = forms.CharField(label=_("Name"), max_length=200)
    grounds = forms.CharField(
        label=_("Grounds"), max_length=500, help_text=_("Why it is trusted; every check that rests on it says so.")
    )


class EndTrustForm(OfferedForm):
    """Trust a party no more."""

    verb = _("Trust a party no more")
    stop = True
    trusted = forms.ChoiceField(label=_("Party"), help_text=_("What was checked before stays as it was answered."))
