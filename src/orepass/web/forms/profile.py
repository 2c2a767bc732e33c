"""The form that says what is true of the sites of a file; it decides which requirements apply.

Its questions come from the edition, and only those that the file's standard looks at; what is left open stays *not
known*, and what depends on it is not granted.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from orepass.assurance.queries import ApplicationCard
from orepass.platform.access import Actor
from orepass.scheme.rules.asking.applying import flags_asked
from orepass.scheme.rules.model import Pack
from orepass.scheme.rules.outcome import Profile
from orepass.web import vocabulary
from orepass.web.act import ActionForm
from orepass.web.forms import fields
from orepass.web.words import in_language

SIZES = ("asm", "small", "large")
KNOWN = (("", _("not known")), ("yes", _("yes")), ("no", _("no")))
FLAG = "flag-"


class ProfileForm(ActionForm):
    """Change scope, sites and profile of an application that is not with the provider."""

    verb = _("Save what is true of the sites")
    sites = forms.MultipleChoiceField(label=_("Sites"), widget=forms.CheckboxSelectMultiple)
    text = fields.note(_("Scope in words"), required=True)
    stage = forms.ChoiceField(label=_("Stage of the chain"), required=False)
    activities = forms.MultipleChoiceField(
        label=_("What is done there"), required=False, widget=forms.CheckboxSelectMultiple
    )
    minerals = forms.MultipleChoiceField(label=_("Minerals"), required=False, widget=forms.CheckboxSelectMultiple)
    size = forms.ChoiceField(label=_("Size"), required=False)
    personnel = forms.IntegerField(label=_("People working there"), min_value=0, max_value=1_000_000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Take the edition's questions and what was answered before."""
        pack: Pack = kwargs.pop("pack")
        application: ApplicationCard = kwargs.pop("application")
        sites: list[tuple[str, str]] = kwargs.pop("sites")
        super().__init__(*args, **kwargs)
        self.country = application.profile.country
        self._offer("sites", sites, list(application.sites))
        self.fields["text"].initial = application.scope
        self._ask(pack, application.profile)
        self._ask_flags(pack, application.standard, application.profile)

    def _offer(self, name: str, choices: list[tuple[str, str]], chosen: Any) -> None:  # noqa: ANN401 - one or several
        field: Any = self.fields[name]
        field.choices = choices
        field.initial = chosen

    def _ask(self, pack: Pack, said: Profile) -> None:
        words = pack.vocabulary
        unknown = ("", _now("not known"))
        stages = vocabulary.choices(words.get("stage", []), vocabulary.stage)
        self._offer("stage", [unknown, *stages], said.stage)
        self._offer("size", [unknown, *vocabulary.choices(SIZES, vocabulary.size)], said.size)
        activities = vocabulary.choices(words.get("activities", []), vocabulary.activity)
        self._offer("activities", activities, list(said.activities or ()))
        self._offer("minerals", vocabulary.choices(words.get("minerals", []), vocabulary.mineral), said.minerals)
        self.fields["personnel"].initial = said.personnel

    def _ask_flags(self, pack: Pack, standard: str, said: Profile) -> None:
        """Ask what the standard looks at, and show what was answered before: saving must not lose it."""
        asked = flags_asked(pack, standard)
        for name in (name for name in pack.flags if name in asked or name in said.flags):
            answer = said.flags.get(name)
            self.fields[f"{FLAG}{name}"] = forms.ChoiceField(
                label=in_language(pack.flags[name]),
                choices=KNOWN,
                required=False,
                widget=forms.RadioSelect,
                initial="" if answer is None else "yes" if answer else "no",
            )

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Nest the scope and its profile as the action takes them; what is not known is left out."""
        filled = super().inputs(actor)
        profile: dict[str, Any] = {key: filled[key] for key in ("stage", "size", "personnel") if key in filled}
        profile |= {key: filled[key] for key in ("activities", "minerals") if filled.get(key)}
        flags = {name.removeprefix(FLAG): value == "yes" for name, value in filled.items() if name.startswith(FLAG)}
        if self.country:
            profile["country"] = self.country
        return {"scope": {"sites": filled["sites"], "text": filled["text"], "profile": {**profile, "flags": flags}}}
