"""The filters of a standard; they are sent by address, so that what was found can be passed on."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from orepass.scheme.rules.asking.browsing import WORDS_MAX, Wanted
from orepass.scheme.rules.cards import PHASES
from orepass.scheme.rules.expression import SIZES
from orepass.scheme.rules.model import Pack, Standard
from orepass.web import vocabulary
from orepass.web.vocabulary import standards as said

EVIDENCE: Final = ("document", "photo", "oral")


class StandardFilter(forms.Form):
    """What a reader looks for in a standard; nothing is required, and a stray wish is left out."""

    q = forms.CharField(label=_("Words"), required=False, max_length=WORDS_MAX)
    dimension = forms.ChoiceField(label=_("Dimension"), required=False)
    phase = forms.ChoiceField(label=_("Phase"), required=False)
    year = forms.ChoiceField(label=_("Due"), required=False)
    size = forms.ChoiceField(label=_("Size"), required=False)
    activity = forms.ChoiceField(label=_("Activity"), required=False)
    mineral = forms.ChoiceField(label=_("Mineral"), required=False)
    accepts = forms.ChoiceField(label=_("Evidence that is accepted"), required=False)
    topic = forms.ChoiceField(label=_("Also serves"), required=False)
    core = forms.BooleanField(label=_("Only what everyone must meet"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer what the standard has."""
        pack: Pack = kwargs.pop("pack")
        standard: Standard = kwargs.pop("standard")
        super().__init__(*args, **kwargs)
        asked = standard.requirements
        self._offer("dimension", sorted({one.dimension for one in asked}), vocabulary.dimension)
        self._offer("phase", PHASES, vocabulary.phase)
        self._offer("year", map(str, sorted({one.due_year for one in asked})), _year)
        self._offer("size", SIZES, vocabulary.size)
        self._offer("activity", pack.vocabulary.get("activities", []), vocabulary.activity)
        self._offer("mineral", pack.vocabulary.get("minerals", []), vocabulary.mineral)
        kinds = [kind for kind in EVIDENCE if any(kind in one.accepts for one in asked)]
        self._offer("accepts", kinds, vocabulary.evidence_accepted)
        self._offer("topic", _topics(standard), said.topic)

    def _offer(self, name: str, codes: Any, say: Any) -> None:  # noqa: ANN401 - words and how they are said
        field: Any = self.fields[name]
        field.choices = [("", _now("all")), *vocabulary.choices(codes, say)]

    @property
    def wanted(self) -> Wanted:
        """Return what is looked for; what cannot be read is left open."""
        self.is_valid()
        given = self.cleaned_data
        return Wanted(
            dimension=given.get("dimension", ""),
            phase=given.get("phase", ""),
            core=bool(given.get("core")),
            year=int(given["year"]) if given.get("year") else None,
            size=given.get("size", ""),
            mineral=given.get("mineral", ""),
            activity=given.get("activity", ""),
            accepts=given.get("accepts", ""),
            topic=given.get("topic", ""),
            words=given.get("q", ""),
        )


def _year(code: str) -> str:
    return _now("at once") if code == "0" else _now("from year %(year)s") % {"year": code}


def _topics(standard: Standard) -> list[str]:
    """Return the topics of a standard, each framework before its own."""
    topics = {topic for one in standard.requirements for topic in one.maps_to}
    return sorted(topics | {topic.partition(".")[0] for topic in topics})
