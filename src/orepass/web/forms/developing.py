"""Forms of a standard under development: versions, what was said at meetings, pilots, answers, decisions."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from orepass.engagement.rules.composition import FIELD_MAX, FIELDS_MAX
from orepass.engagement.rules.heard import Dimension
from orepass.platform.access import Actor
from orepass.web.act import ActionForm, store
from orepass.web.forms import fields
from orepass.web.forms.offered import OfferedForm

TEXT_MAX = 20_000
LINE_MAX = 4_000
FIELD_AND_COUNT, DIGITS = 2, 3
COUNT_PARTS, VOTE_PARTS, SHORTEST_VOTE = 3, 5, 4
SIDES = ("chairs", "sides", "sides_wanted")
BODY = ("members", "members_wanted", "experts", *SIDES)
KNOWN_OR_NOT = [("", _("not known")), ("yes", _("yes")), ("no", _("no"))]


def _text(label: Any, *, hint: Any = "", required: bool = True) -> forms.CharField:  # noqa: ANN401 - lazy text
    return forms.CharField(label=label, help_text=hint, required=required, widget=forms.Textarea, max_length=TEXT_MAX)


def _lines(label: Any, *, hint: Any) -> forms.CharField:  # noqa: ANN401 - lazy text
    return forms.CharField(
        label=label, help_text=hint, required=False, widget=forms.Textarea(attrs={"rows": 4}), max_length=LINE_MAX
    )


def _names(label: Any) -> forms.CharField:  # noqa: ANN401 - lazy text
    hint = _("With commas between them. Only where the body has a composition to keep to.")
    return forms.CharField(label=label, help_text=hint, required=False, max_length=400)


def _listed(value: str) -> list[str]:
    return [line.strip() for line in value.splitlines() if line.strip()]


class CountsField(forms.CharField):
    """Counts of people, one a line: by what, who, how many."""

    def __init__(self, label: Any) -> None:  # noqa: ANN401 - lazy text
        """Make the field with its hint."""
        hint = _("One count a line: by what, who, how many. Such as “sex female 30” or “literacy cannot_read 12”.")
        widget = forms.Textarea(attrs={"rows": 4})
        super().__init__(label=label, help_text=hint, required=False, widget=widget, max_length=LINE_MAX)

    def clean(self, value: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - what a browser sends
        """Read the lines."""
        return [self._count(line) for line in _listed(super().clean(value))]

    def _count(self, line: str) -> dict[str, Any]:
        parts = line.split()
        if len(parts) < COUNT_PARTS or parts[0] not in {*Dimension} or not parts[-1].isdecimal() or len(line) > 200:  # noqa: PLR2004 - a line
            known = ", ".join(Dimension)
            said = gettext("“%(line)s” cannot be read. Begin with one of %(known)s, and end with a number.")
            raise ValidationError(said % {"line": line[:60], "known": known})
        return {"dimension": parts[0], "value": " ".join(parts[1:-1]), "people": int(parts[-1][:12])}


class OpenDevelopmentForm(ActionForm):
    """Open a development."""

    verb = _("Begin to develop an edition")
    pack = forms.CharField(
        label=_("Edition"), max_length=63, help_text=_("As scheme@edition, such as cera-4in1@2027.1.")
    )
    title = forms.CharField(label=_("Title"), max_length=200)
    purpose = _text(_("What is to be better"), hint=_("Everybody reads it once a round is open."))


class VersionForm(OfferedForm):
    """Keep a version."""

    verb = _("Keep a version of the draft")
    changes = _text(_("What changed"), required=False, hint=_("Asked for from the second version on."))
    file = fields.evidence(_("A file instead of the pack"))
    requirements = _lines(
        _("Requirements of the file"), hint=_("One identifier a line, so that comments can name them.")
    )
    carries_out = forms.MultipleChoiceField(
        label=_("What was promised and stands in it"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer what was promised, without the dash of other choices; nothing promised, no field."""
        promised = kwargs.pop("choices", {}).get("carries_out", [])
        super().__init__(*args, **kwargs)
        self.fields["carries_out"].choices = promised  # type: ignore[attr-defined]
        if not promised:
            del self.fields["carries_out"]

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Store the file, if there is one."""
        sent = self.cleaned_data
        filled: dict[str, Any] = {"changes": sent["changes"], "carries_out": sent.get("carries_out", [])}
        if sent["file"] is not None:
            filled |= {"evidence": store(actor, sent["file"]), "requirements": _listed(sent["requirements"])}
        return filled


class PlaceFields(OfferedForm):
    """A form that lets somebody name a requirement or a subject of a draft, where there is one."""

    requirement = forms.ChoiceField(label=_("Requirement"), required=False)
    subject = forms.ChoiceField(label=_("Subject"), required=False)
    heading = forms.ChoiceField(label=_("Heading"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Leave out what the round does not ask for."""
        offered = kwargs.get("choices", {})
        super().__init__(*args, **kwargs)
        for name in ("requirement", "subject", "heading"):
            if not offered.get(name):
                del self.fields[name]


class TranscribeForm(PlaceFields):
    """Type in what was said at a meeting."""

    verb = _("Type in what was said at a meeting")
    meeting = forms.ChoiceField(label=_("Meeting"))
    statement = _text(_("What was said"), hint=_("In the words that were used. Leave out names."))
    side = forms.CharField(label=_("Who said it"), required=False, max_length=20, help_text=_("Such as miners."))
    speakers = forms.IntegerField(label=_("How many said so"), required=False, min_value=1, max_value=10_000_000)
    language = forms.CharField(label=_("Language"), required=False, max_length=35)
    interpreter = forms.ChoiceField(label=_("Was there an interpreter?"), required=False, choices=KNOWN_OR_NOT)
    read_aloud = forms.ChoiceField(label=_("Was the draft read aloud?"), required=False, choices=KNOWN_OR_NOT)
    field_order = ("meeting", "statement", "requirement", "subject", "heading", "side")

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Nest what was said and how."""
        filled = super().inputs(actor)
        spoken: dict[str, Any] = {"meeting": int(filled.pop("meeting"))}
        spoken |= {name: filled.pop(name) for name in ("speakers", "language") if name in filled}
        spoken |= {name: filled.pop(name) == "yes" for name in ("interpreter", "read_aloud") if name in filled}
        return {"said": filled, "spoken": spoken}


class ResponseForm(OfferedForm):
    """Say what becomes of what was said."""

    response = fields.one_of(_("What becomes of it"))
    answer = _text(_("Answer"), hint=_("Why; the answer is public."))
    change = forms.CharField(
        label=_("What changes, and where"), required=False, max_length=2_000, help_text=_("For the log of changes.")
    )
    changed_in = forms.IntegerField(
        label=_("Version that holds the change"),
        required=False,
        min_value=1,
        max_value=32_767,
        help_text=_("Leave it empty while no version holds it; name it then with the next version."),
    )


class WithheldForm(OfferedForm):
    """Keep the words of a comment from everybody, where they name somebody."""

    withheld = forms.BooleanField(
        label=_("The comment names somebody: show the answer alone"),
        required=False,
        help_text=_("Its words then stay with those who ask."),
    )


class AnswerVoiceForm(ResponseForm, WithheldForm):
    """Answer a comment on a draft."""

    verb = _("Answer a comment")
    comment = fields.one_of(_("Comment"))
    field_order = ("comment", "response", "answer", "change", "changed_in")


class AnswerReportForm(ResponseForm):
    """Answer what a pilot says."""

    verb = _("Answer a pilot")
    report = fields.one_of(_("What the pilot says"))
    field_order = ("report",)

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Nest the answer."""
        filled = super().inputs(actor)
        return {"report": filled.pop("report"), "given": filled}


class StartPilotForm(ActionForm):
    """Begin a pilot."""

    verb = _("Begin a pilot")
    place = forms.CharField(
        label=_("Site or group"),
        required=False,
        max_length=24,
        help_text=_("Its number, which begins with sit or grp; or leave it empty and give a name."),
    )
    name = forms.CharField(label=_("Name"), required=False, max_length=200)
    setting = forms.CharField(label=_("Setting"), max_length=80, help_text=_("Such as open pit or river gravel."))
    people = forms.IntegerField(label=_("People who take part"), min_value=0, max_value=10_000_000)
    small_producers = forms.IntegerField(label=_("Small producers among them"), min_value=0, max_value=10_000_000)
    started_on = fields.day(_("From"))

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Nest who tries it."""
        return {"trying": super().inputs(actor)}


class ReportForm(OfferedForm):
    """Say how it went with a requirement."""

    verb = _("Say how it went with a requirement")
    requirement = forms.ChoiceField(label=_("Requirement"))
    met = fields.one_of(_("Could it be met?"))
    cost = forms.DecimalField(label=_("What it cost"), required=False, min_value=0, max_digits=15, decimal_places=2)
    currency = forms.CharField(label=_("Currency"), required=False, max_length=3, help_text=_("Such as USD or CDF."))
    minutes = forms.IntegerField(
        label=_("How long it took, in minutes"), required=False, min_value=0, max_value=1_000_000
    )
    misunderstood = fields.yes_no(_("It was misunderstood"))
    unclear = _text(_("What was unclear"), required=False)
    suggestion = _text(_("What should change"), required=False)
    heading = forms.ChoiceField(label=_("Heading"), required=False)

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Nest the experience; a cost travels as text, so that nothing of it is lost."""
        filled = super().inputs(actor)
        if "cost" in filled:
            filled["cost"] = str(filled["cost"])
        return {"experience": filled}


class EndPilotForm(ActionForm):
    """End a pilot."""

    verb = _("End the pilot")
    ended_on = fields.day(_("Until"))
    lessons = _text(_("What was learned"))


class DecisionForm(OfferedForm):
    """Enter a decision."""

    verb = _("Enter a decision into the log")
    taken = _text(_("What was decided"))
    why = _text(_("Why"))
    role = forms.CharField(
        label=_("Who decided"), max_length=120, help_text=_("A body or a role, such as standards committee; no name.")
    )
    decided_on = fields.day(_("Day"))
    rejected = _lines(_("What was not chosen"), hint=_("One option a line, with “: ” before the reason."))
    requirements = _lines(_("Requirements it is about"), hint=_("One identifier a line."))
    voices = _lines(_("Comments and reports it is about"), hint=_("One number a line; they begin with cmt or plr."))
    votes = _lines(
        _("Votes"),
        hint=_("One chamber a line: name, members, present, in favour, against. Such as “producers, 9, 7, 5, 2”."),
    )
    members = forms.IntegerField(label=_("Members"), required=False, min_value=0, max_value=100_000)
    members_wanted = forms.IntegerField(
        label=_("Members it should have"), required=False, min_value=1, max_value=100_000
    )
    chairs = _names(_("Sides of its chairs"))
    sides = _names(_("Sides that were present"))
    sides_wanted = _names(_("Sides it should have"))
    experts = forms.CharField(
        label=_("Experts on it"),
        required=False,
        max_length=400,
        help_text=_("By field, with a number and commas between them. Such as “artisanal_mining 1, water 2”."),
    )
    corrects = forms.CharField(
        label=_("Number of the entry it corrects"), required=False, max_length=24, help_text=_("Begins with ddn.")
    )

    def clean_rejected(self) -> list[dict[str, str]]:
        """Read options with their reasons."""
        lines = [line.partition(": ") for line in _listed(self.cleaned_data["rejected"])]
        if any(not why.strip() for _option, _colon, why in lines):
            raise ValidationError(gettext("Write after each option, behind “: ”, why it was not chosen."))
        return [{"option": option.strip(), "why": why.strip()} for option, _colon, why in lines]

    def clean_experts(self) -> dict[str, int]:
        """Read how many experts of each field there were."""
        parts = [part.rsplit(maxsplit=1) for part in self.cleaned_data["experts"].split(",") if part.strip()]
        if any(len(part) < FIELD_AND_COUNT or not part[1].isdecimal() or len(part[1]) > DIGITS for part in parts):
            raise ValidationError(gettext("Write each field with a number behind it, such as “artisanal_mining 1”."))
        told = {field.strip(): int(count) for field, count in parts}
        if len(told) < len(parts) or len(told) > FIELDS_MAX or any(len(field) > FIELD_MAX for field in told):
            said = gettext(
                "Name each field once. "
                "The length of a name is at most %(length)s, the number of fields at most %(count)s."
            )
            raise ValidationError(said % {"length": FIELD_MAX, "count": FIELDS_MAX})
        return told

    def clean_votes(self) -> list[dict[str, Any]]:
        """Read the votes of each chamber."""
        return [self._chamber(line) for line in _listed(self.cleaned_data["votes"])]

    def _chamber(self, line: str) -> dict[str, Any]:
        name, *numbers = [part.strip() for part in line.split(",")]
        whole = all(part.isdecimal() and len(part) < len("1000000") for part in numbers)
        if not whole or not SHORTEST_VOTE <= len(numbers) + 1 <= VOTE_PARTS:
            said = gettext("“%(line)s” cannot be read. Write: name, members, present, in favour, against.")
            raise ValidationError(said % {"line": line[:60]})
        return {"name": name[:80], **dict(zip(("members", "present", "in_favour", "against"), map(int, numbers)))}  # noqa: B905 - against may be left out

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Nest what was decided."""
        filled = super().inputs(actor)
        rest = {name: filled.pop(name) for name in ("shortfall",) if name in filled}
        for name in ("requirements", "voices"):
            filled[name] = _listed(self.cleaned_data[name])
        body = {name: filled.pop(name) for name in BODY if name in filled}
        if "members_wanted" in body:
            sides = {
                name: [side.strip() for side in self.cleaned_data[name].split(",") if side.strip()] for name in SIDES
            }
            filled["body"] = {"members": 0, **body, **sides}
        return {"decided": filled, **rest}


class ApproveForm(DecisionForm):
    """Approve a draft."""

    verb = _("Approve the draft")
    shortfall = _text(
        _("Why it can be approved although somebody was not heard"),
        required=False,
        hint=_("Asked for when a target of who is heard was missed."),
    )


class DropForm(DecisionForm):
    """Drop a development."""

    verb = _("Drop the development")
    stop = True
