"""Forms of evidence: share a stored file sealed for a party in a role, and open what was sealed for one's own."""

import base64
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orepass.credentials.rules.sealing import TEXT_MAX
from orepass.platform.access import Actor
from orepass.web.forms.offered import OfferedForm

BETWEEN = " "
"""What parts an organisation from a role in one choice; neither has a space."""


class ShareForm(OfferedForm):
    """Seal a file for another party."""

    verb = _("Share a file sealed with…")
    evidence = forms.ChoiceField(label=_("File to share"))
    reader = forms.ChoiceField(
        label=_("Organisation and role"),
        help_text=_("Whoever holds this role there opens it, and nobody else. What was shared cannot be taken back."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Begin with the file that the reader chose in the table."""
        super().__init__(*args, **kwargs)
        self.begun = bool(self.initial.get("evidence"))

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Part the organisation from the role."""
        filled = super().inputs(actor)
        organisation, _between, role = filled.pop("reader").partition(BETWEEN)
        return {**filled, "organisation": organisation, "role": role}


class OpenForm(OfferedForm):
    """Open a sealed file with the key of one's own organisation."""

    verb = _("Open a sealed file")
    file = forms.FileField(
        label=_("Sealed file"), required=False, help_text=_("As you fetched it, with .jwe or .json.")
    )
    text = forms.CharField(
        label=_("Or its text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        max_length=TEXT_MAX,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two, and no larger than is read."""
        cleaned = super().clean()
        file = cleaned.get("file")
        if file is not None and file.size > TEXT_MAX:
            self.add_error("file", _("The file is too large to be a sealed file."))
        elif not self.errors and bool(file) == bool(cleaned.get("text")):
            self.add_error("file", _("Choose a file or paste its text: one of the two."))
        return cleaned

    def inputs(self, actor: Actor) -> dict[str, Any]:  # noqa: ARG002 - a sealed file is no evidence and is not stored
        """Hand over what was chosen or pasted."""
        file = self.cleaned_data["file"]
        content = file.read() if file else self.cleaned_data["text"].encode()
        return {"content_base64": base64.b64encode(content).decode()}
