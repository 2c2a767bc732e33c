"""Forms of the log's witnesses: ask one, keep what it answered, ask it no more."""

from django import forms
from django.utils.translation import gettext_lazy as _

from orepass.web.act import ActionForm
from orepass.web.forms.offered import OfferedForm


class AcceptWitnessForm(ActionForm):
    """Ask a witness from now on."""

    verb = _("Ask a witness")
    verifier_key = forms.CharField(
        label=_("Its public key"), max_length=4000, help_text=_("One line of the form name+id+key, as it publishes it.")
    )
    url = forms.CharField(
        label=_("Its address"),
        required=False,
        max_length=300,
        help_text=_("Leave empty where its answers are brought by hand."),
    )


class AddCosignatureForm(OfferedForm):
    """Keep an answer that was brought by hand."""

    verb = _("Add a cosignature brought by hand")
    witness = forms.ChoiceField(label=_("Witness"))
    size = forms.IntegerField(label=_("Entries of the checkpoint it cosigned"), min_value=0)
    lines = forms.CharField(label=_("Its answer"), widget=forms.Textarea, help_text=_("Every line of it, unchanged."))


class DismissWitnessForm(OfferedForm):
    """Ask a witness no more."""

    verb = _("Ask a witness no more")
    stop = True
    witness = forms.ChoiceField(label=_("Witness"), help_text=_("What it cosigned stays."))
