"""A form whose choices are those that the page offers now."""

from typing import Any

from django import forms

from orepass.web.act import ActionForm

Choices = list[tuple[str, str]]


class OfferedForm(ActionForm):
    """A form that takes the choices of its fields from the page, by the name of the field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Take the choices the page offers."""
        offered: dict[str, Choices] = kwargs.pop("choices", {})
        super().__init__(*args, **kwargs)
        for name, choices in offered.items():
            field: Any = self.fields[name]
            several = isinstance(field, forms.MultipleChoiceField)
            field.choices = choices if field.required or several else [("", "–"), *choices]
