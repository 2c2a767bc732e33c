"""Fields that several forms use."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
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


def kilograms(label: Any) -> forms.DecimalField:  # noqa: ANN401 - lazy text
    """Make a field for a mass above zero, down to a milligram."""
    return forms.DecimalField(
        label=label,
        min_value=Decimal("0.000001"),
        max_digits=14,
        decimal_places=6,
        error_messages={"min_value": _("Give a mass above zero.")},
    )


class WordsInput(forms.TextInput):
    """A line to write in that offers words; a browser shows them while one writes, and needs no script for it."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Offer nothing yet."""
        super().__init__(attrs)
        self.offered: Mapping[str, str] = {}

    def format_value(self, value: Any) -> str | None:  # noqa: ANN401 - Django's signature
        """Show a code by its word."""
        shown: str | None = super().format_value(self.offered.get(value, value))
        return shown

    def render(
        self,
        name: str,
        value: Any,  # noqa: ANN401 - Django's signature
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,  # noqa: ANN401 - Django's signature
    ) -> SafeString:
        """Write the words beside the line."""
        listed = f"{(attrs or {}).get('id', name)}-words"
        line = super().render(name, value, {**(attrs or {}), "list": listed}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((word,) for word in self.offered.values()))
        return format_html('{}<datalist id="{}">{}</datalist>', line, listed, options)


class WordsField(forms.CharField):
    """A field for one of many codes, written as the word for it; what is no such word is taken as it is."""

    widget = WordsInput

    def offer(self, words: Mapping[str, str]) -> None:
        """Offer the word of each code, in this order."""
        cast("WordsInput", self.widget).offered = dict(words)
        self.codes = {word.casefold(): code for code, word in words.items()}

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        """Return the code behind the word."""
        written = super().clean(value)
        return self.codes.get(str(written).casefold(), written)
