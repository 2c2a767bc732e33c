"""Forms for answers that come back from outside: a filled table, or what was collected with a form."""

import base64
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orepass.platform.access import Actor
from orepass.web.act import ActionForm


class SheetForm(ActionForm):
    """Send a filled self-assessment."""

    verb = _("Save the answers of the table")
    file = forms.FileField(
        label=_("Filled table (XLSX)"), help_text=_("Nothing is saved if one cell cannot be used; each is named.")
    )

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Send the file's content."""
        del actor
        return {"content_base64": base64.b64encode(self.cleaned_data["file"].read()).decode()}


class SubmissionsForm(SheetForm):
    """Send the submissions of a form."""

    verb = _("Save what was collected")
    file = forms.FileField(
        label=_("Submissions of the form (XML, JSON or CSV)"),
        help_text=_("Each submission is taken once; pictures and recordings are added on the page of the answers."),
    )
