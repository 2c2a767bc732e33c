"""Forms of the parties: register an organisation or a site, accredit a provider."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orepass.platform.access import Actor
from orepass.web.forms import fields
from orepass.web.forms.offered import OfferedForm

COUNTRY_HINT = _("Its name or its two letters, such as CD.")


class OrganisationForm(OfferedForm):
    """Register an organisation."""

    verb = _("Register an organisation")
    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("What it is"))
    country = forms.CharField(label=_("Country"), max_length=60, required=False, help_text=COUNTRY_HINT)
    uri = forms.CharField(
        label=_("URI"), max_length=300, required=False, help_text=_("Under which events may speak of it.")
    )


class SiteForm(OfferedForm):
    """Register a site."""

    verb = _("Register a site")
    name = forms.CharField(label=_("Name"), max_length=200)
    organisation = forms.ChoiceField(
        label=_("Run by"), required=False, help_text=_("Leave open when the operator is not known yet.")
    )
    country = forms.CharField(label=_("Country"), max_length=60, required=False, help_text=COUNTRY_HINT)
    region = forms.CharField(label=_("Region"), max_length=120, required=False)
    latitude = forms.DecimalField(label=_("Latitude"), max_digits=9, decimal_places=6, required=False)
    longitude = forms.DecimalField(
        label=_("Longitude"),
        max_digits=9,
        decimal_places=6,
        required=False,
        help_text=_("Both in degrees (WGS 84), or both left open."),
    )
    activities = forms.MultipleChoiceField(
        label=_("What is done there"), required=False, widget=forms.CheckboxSelectMultiple
    )
    size = forms.ChoiceField(label=_("Size"), required=False)
    minerals = forms.CharField(
        label=_("Minerals"), max_length=400, required=False, help_text=_("With commas between them.")
    )
    uri = forms.CharField(
        label=_("URI"), max_length=300, required=False, help_text=_("Under which events may speak of it.")
    )

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Nest the place and the work, and part the minerals."""
        filled = super().inputs(actor)
        place = {key: filled.pop(key) for key in ("country", "region", "latitude", "longitude") if key in filled}
        work: dict[str, Any] = {key: filled.pop(key) for key in ("activities", "size") if key in filled}
        work["minerals"] = [part.strip() for part in filled.pop("minerals", "").split(",") if part.strip()]
        return {**filled, "whereabouts": place, "work": work}


class OwnSiteForm(SiteForm):
    """Register a site of one's own organisation."""

    organisation = None  # type: ignore[assignment]


class MembershipForm(OfferedForm):
    """Put the membership of a council on record."""

    verb = _("Record the membership of a council")
    organisation = forms.ChoiceField(label=_("Organisation"))
    council = forms.CharField(label=_("Council"), max_length=120)
    reference = forms.CharField(label=_("Its reference"), max_length=120, required=False)
    valid_from = fields.day(_("From"))
    valid_before = fields.day(_("Ends before"), required=False)
    evidence = fields.evidence(_("The council’s paper: its confirmation, or its list of members"), required=True)


class EndMembershipForm(OfferedForm):
    """End a membership of a council."""

    verb = _("End the membership of a council")
    stop = True
    membership = forms.ChoiceField(label=_("Membership"))
    ended_from = fields.day(
        _("No member from"), hint=_("For a membership that was recorded by mistake: its first day.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class AccreditForm(OfferedForm):
    """Put the accreditation of a provider on record."""

    verb = _("Accredit a provider")
    provider = forms.ChoiceField(label=_("Provider"))
    standard = forms.ChoiceField(label=_("Standard"))
    accreditor = forms.CharField(label=_("Accredited by"), max_length=200)
    reference = forms.CharField(label=_("Its reference"), max_length=120, required=False)
    valid_from = fields.day(_("From"))
    valid_before = fields.day(_("Ends before"), required=False)
