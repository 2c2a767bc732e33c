"""Forms of identities: make one, change its keys, ask witnesses, end it; and tell a message about a credential."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orepass.platform.access import Actor
from orepass.web.forms.offered import OfferedForm


class NewIdentityForm(OfferedForm):
    """Make an identity for an organisation."""

    verb = _("Make an identity")
    organisation = forms.ChoiceField(label=_("Organisation"))
    path = forms.CharField(
        label=_("Path"), max_length=60, help_text=_("What its name ends in, for instance mine; it never changes.")
    )
    name = forms.CharField(label=_("Name"), max_length=200)


class RotateForm(OfferedForm):
    """Make new keys that sign from now on."""

    verb = _("Rotate the keys of an identity")
    did = forms.ChoiceField(label=_("Identity"), help_text=_("What its older keys signed stays valid."))


class RetireKeyForm(OfferedForm):
    """Let one key sign no more."""

    verb = _("Retire a key")
    stop = True
    key = forms.ChoiceField(label=_("Key"))
    compromised = forms.BooleanField(
        label=_("It is compromised"),
        required=False,
        help_text=_("Then nothing it ever signed can be confirmed any more."),
    )


class EndIdentityForm(OfferedForm):
    """End an identity for good."""

    verb = _("End an identity")
    stop = True
    did = forms.ChoiceField(
        label=_("Identity"),
        help_text=_("For good: it signs nothing more, and the log alone confirms what it signed before."),
    )


class FurtherKeyForm(OfferedForm):
    """Make a further key for an identity."""

    verb = _("Make a further key")
    did = forms.ChoiceField(label=_("Identity"), help_text=_("The newest key of a kind signs."))
    kind = forms.ChoiceField(label=_("Kind"))


class OpeningKeyForm(OfferedForm):
    """Make the key that opens what is sealed for an identity's organisation in a role."""

    verb = _("Make a key that opens what is sealed for a role")
    did = forms.ChoiceField(label=_("Identity"), help_text=_("Of the organisation that is to read."))
    role = forms.ChoiceField(
        label=_("Role"), help_text=_("The key before, if there is one, opens what was sealed for it, and no more.")
    )


class WitnessesForm(OfferedForm):
    """Ask witnesses to countersign a history."""

    verb = _("Ask for witnesses of a history")
    did = forms.ChoiceField(label=_("Identity"))
    witnesses = forms.CharField(
        label=_("Witnesses"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Their did:key, one a line; left open, none are asked any more."),
    )
    threshold = forms.IntegerField(label=_("How many have to sign"), min_value=1, max_value=20, initial=1)

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Part the lines."""
        filled = super().inputs(actor)
        return {**filled, "witnesses": str(self.cleaned_data["witnesses"]).split()}


class WitnessProofForm(OfferedForm):
    """Take what a witness signed."""

    verb = _("Hand in what a witness signed")
    did = forms.ChoiceField(label=_("Identity"))
    version = forms.ChoiceField(label=_("Version"))
    witness = forms.CharField(label=_("Witness"), max_length=200, help_text=_("Its did:key."))
    proof = forms.CharField(
        label=_("Proof"), widget=forms.Textarea(attrs={"rows": 6}), max_length=5000, help_text=_("A JSON object.")
    )

    def clean_proof(self) -> dict[str, Any]:
        """Read the proof."""
        try:
            found = json.loads(self.cleaned_data["proof"])
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise forms.ValidationError(_("This is no JSON object."))
        return found


class MessageForm(OfferedForm):
    """Tell a message about a credential."""

    verb = _("Tell a message about a credential")
    subject = forms.CharField(label=_("Credential"), max_length=255, help_text=_("Its address, as it names itself."))
    text = forms.ChoiceField(label=_("Message"))
    grounds = forms.CharField(label=_("Grounds"), max_length=200, required=False)


class BringContextForm(OfferedForm):
    """Bring the text of a context."""

    verb = _("Bring a context")
    url = forms.URLField(label=_("Address"), assume_scheme="https", help_text=_("As credentials name it."))
    document = forms.CharField(
        label=_("Text"), widget=forms.Textarea(attrs={"rows": 6}), help_text=_("As its publisher gives it, in JSON.")
    )
    digest = forms.CharField(
        label=_("Digest"),
        required=False,
        max_length=64,
        help_text=_("SHA-256 of its canonical JSON, where none is known here."),
    )
