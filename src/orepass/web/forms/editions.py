"""Forms about editions: which two to compare, and the announcement of the next one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orepass.platform.access import Actor
from orepass.web.act import ActionForm
from orepass.web.texts import NAMES

TEXT_MAX = 2_000


class ChangesForm(forms.Form):
    """Two editions of one scheme."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer the editions there are, under the names that the address uses."""
        editions: list[tuple[str, str]] = kwargs.pop("editions")
        super().__init__(*args, **kwargs)
        for name, label in (("from", _("Earlier edition")), ("to", _("Later edition"))):
            self.fields[name] = forms.ChoiceField(label=label, choices=editions)


class AnnounceForm(ActionForm):
    """Announce an edition: what it replaces, from when, and what holders have to know, in its languages."""

    verb = _("Announce this edition")
    replaces = forms.ChoiceField(label=_("It replaces"))
    from_on = forms.DateField(
        label=_("It comes into force on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Its own first day where nothing is said."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer the published editions, and a text for every language of the edition."""
        editions, self.languages = kwargs.pop("editions"), kwargs.pop("languages")
        super().__init__(*args, **kwargs)
        replaces = self.fields["replaces"]
        assert isinstance(replaces, forms.ChoiceField), "editions are chosen"
        replaces.choices = editions
        for language, required in self.languages.items():
            self.fields[f"text_{language}"] = forms.CharField(
                label=_("What holders have to know (%(language)s)") % {"language": NAMES.get(language, language)},
                required=required,
                max_length=TEXT_MAX,
                widget=forms.Textarea(attrs={"rows": 3, "lang": language}),
            )

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Gather the texts under their languages."""
        given = super().inputs(actor)
        texts = {language: given.pop(f"text_{language}", "") for language in self.languages}
        return {**given, "texts": texts}
