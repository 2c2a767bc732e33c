"""Forms of the register: numbers that organisations have elsewhere, and whose a DID is."""

from django import forms
from django.utils.translation import gettext_lazy as _

from orepass.web.forms.offered import OfferedForm


class LeiForm(OfferedForm):
    """Record the LEI of an organisation."""

    verb = _("Record an LEI")
    organisation = forms.ChoiceField(label=_("Organisation"))
    number = forms.CharField(label=_("LEI"), max_length=40, help_text=_("20 letters and digits (ISO 17442)."))


class NumberForm(OfferedForm):
    """Record a number of an organisation in another register."""

    verb = _("Record a number of another register")
    organisation = forms.ChoiceField(label=_("Organisation"))
    scheme = forms.CharField(label=_("Address of the register"), max_length=255)
    scheme_name = forms.CharField(label=_("Name of the register"), max_length=200)
    number = forms.CharField(label=_("Number"), max_length=60)


class EndNumberForm(OfferedForm):
    """End the record of a number."""

    verb = _("End the record of a number")
    stop = True
    number = forms.ChoiceField(label=_("Number"))
    reason = forms.CharField(
        label=_("Reason"), max_length=500, help_text=_("Identity anchors that name the number count no more.")
    )


class AnchorForm(OfferedForm):
    """Issue an identity anchor."""

    verb = _("Issue an identity anchor")
    organisation = forms.ChoiceField(
        label=_("Organisation"), help_text=_("Its name, its DID and its numbers are public from then on.")
    )
    did = forms.CharField(
        label=_("DID"),
        max_length=255,
        required=False,
        help_text=_("Leave it open for the one that the organisation signs with here."),
    )
    presentation = forms.CharField(
        label=_("Presentation"),
        max_length=90_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For a DID of elsewhere: what it signed to show that it is the organisation's own."),
    )


class RevokeAnchorForm(OfferedForm):
    """Revoke the identity anchors of an organisation."""

    verb = _("Revoke identity anchors")
    stop = True
    organisation = forms.ChoiceField(label=_("Organisation"))
    grounds = forms.CharField(label=_("Grounds"), max_length=200)
