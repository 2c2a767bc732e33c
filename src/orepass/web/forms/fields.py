"""Fields that several forms use."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


def note(label: Any = None, *, required: bool = False, hint: Any = "") -> forms.CharField:  # noqa: ANN401 - lazy text
    """Make a field for a remark."""
    said = label or _("Remark")
    return forms.CharField(label=said, required=required, help_text=hint, widget=forms.Textarea, max_length=4000)


def day(label: Any, *, required: bool = True, hint: Any = "") -> forms.DateField:  # noqa: ANN401 - lazy text
    """Make a field for a day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=hint, widget=widget)


def evidence(label: Any = None, *, required: bool = False) -> forms.FileField:  # noqa: ANN401 - lazy text
    """Make a field for a file shown as evidence."""
    hint = _("A photograph, PDF, text, CSV, JSON, XLSX or a recording, up to 20 MB. Place and device are removed.")
    return forms.FileField(label=label or _("Evidence"), required=required, help_text=hint)


def one_of(label: Any, *, hint: Any = "", required: bool = True) -> forms.ChoiceField:  # noqa: ANN401 - lazy text
    """Make a field for one of a few choices, set by the form when it is made."""
    return forms.ChoiceField(label=label, help_text=hint, required=required, widget=forms.RadioSelect)


def yes_no(label: Any, hint: Any = "") -> forms.BooleanField:  # noqa: ANN401 - lazy text
    """Make a field that is ticked or not; both are answers."""
    return forms.BooleanField(label=label, help_text=hint, required=False)
