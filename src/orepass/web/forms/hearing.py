"""Forms of complaints, appeals and consultations; the public ones ask for as little as they can."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from orepass.platform.access import Actor
from orepass.web.act import ActionForm
from orepass.web.forms import fields
from orepass.web.forms.developing import CountsField, PlaceFields, WithheldForm
from orepass.web.forms.offered import OfferedForm

TEXT_MAX = 20_000


def _text(label: Any, *, hint: Any = "") -> forms.CharField:  # noqa: ANN401 - lazy text
    return forms.CharField(label=label, help_text=hint, widget=forms.Textarea, max_length=TEXT_MAX)


class ComplaintForm(OfferedForm):
    """Complain; only the first two are asked for."""

    verb = _("Send")
    about = fields.one_of(_("What is it about?"))
    statement = _text(
        _("What happened?"), hint=_("In your own words, in any language. Say where and when, if you can.")
    )
    subject = forms.CharField(
        label=_("Number of the certificate or site"),
        required=False,
        max_length=24,
        help_text=_("Begins with crt, sit or org. Leave it empty if you do not know it."),
    )
    protect_identity = fields.yes_no(
        _("Only the person who looks into it may know who I am"),
        _("The company or person you complain about never learns who you are, in any case."),
    )
    name = forms.CharField(label=_("Your name"), required=False, max_length=200)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=40)
    consent = fields.yes_no(
        _("I agree that my name and address are kept to answer me"),
        _("You can have them erased at any time with your receipt."),
    )

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Keep name and address apart."""
        filled = super().inputs(actor)
        contact = {name: filled.pop(name) for name in ("name", "email", "phone", "consent") if name in filled}
        if any(contact.get(name) for name in ("name", "email", "phone")):
            filled["contact"] = contact
        return {**filled, "language": (get_language() or "")[:8]}


class FollowForm(ActionForm):
    """Show the receipt."""

    verb = _("Show my complaint")
    complaint = forms.CharField(label=_("Number"), max_length=24, help_text=_("Begins with cmp."))
    secret = forms.CharField(
        label=_("Secret"), max_length=40, help_text=_("Four groups of four letters and digits, from your receipt.")
    )


class ReceiptForm(ActionForm):
    """A form that carries the receipt along."""

    complaint = forms.CharField(widget=forms.HiddenInput, max_length=24)
    secret = forms.CharField(widget=forms.HiddenInput, max_length=40)


class AddForm(ReceiptForm):
    """Add to one's complaint."""

    verb = _("Add this")
    statement = _text(_("What do you want to add?"))


class ForgetForm(ReceiptForm):
    """Have one's data erased."""

    verb = _("Erase my name and address")
    stop = True


class CommentForm(PlaceFields):
    """Comment on a round; on a draft, on one of its requirements or subjects if one likes."""

    verb = _("Send the comment")
    side = forms.CharField(
        label=_("For whom you speak"),
        required=False,
        max_length=20,
        help_text=_("Such as miners or neighbours."),
    )
    statement = _text(_("Your comment"), hint=_("It is published with the answer. Leave out names."))


class ToldForm(ActionForm):
    """A step with words for whoever complained."""

    told = _text(_("Words for whoever complained"))


class AcknowledgeForm(ToldForm):
    """Say that it has arrived."""

    verb = _("Acknowledge the complaint")


class AssignForm(OfferedForm):
    """Give it to somebody."""

    verb = _("Give the complaint to somebody")
    handler = fields.one_of(_("Who looks into it"))


class AssessForm(ToldForm):
    """Say whether it is admissible."""

    verb = _("Say whether it is admissible")
    admissible = forms.ChoiceField(
        label=_("Is it about something the scheme answers for?"),
        widget=forms.RadioSelect,
        choices=[("yes", _("yes")), ("no", _("no"))],
    )
    field_order = ("admissible", "told")

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Send yes or no as a truth."""
        filled = super().inputs(actor)
        return {**filled, "admissible": filled["admissible"] == "yes"}


class InvestigateForm(OfferedForm):
    """Note what was found out."""

    verb = _("Note what was found out")
    note = _text(_("What was found out"), hint=_("Stays with those who handle the complaint."))
    stage = forms.ChoiceField(label=_("Step of the scheme's pathway"), required=False)
    evidence = fields.evidence()


class PutForm(ActionForm):
    """Put it to the other party."""

    verb = _("Put it to the other party")
    told = _text(_("Summary for the other party"), hint=_("It may not say who complained."))


class RespondForm(ActionForm):
    """Answer what was put to one."""

    verb = _("Answer")
    statement = _text(_("What do you say to this?"))


class ConcludeForm(OfferedForm):
    """Conclude."""

    verb = _("Conclude the complaint")
    outcome = fields.one_of(_("Outcome"))
    told = _text(_("Words for whoever complained"))
    note = fields.note(_("Remark that stays with you"))


class RemedyForm(ActionForm):
    """Agree on a remedy."""

    verb = _("Write down the remedy")
    told = _text(_("What will be done"), hint=_("Both sides read it; it may not say who complained."))
    due_on = fields.day(_("By"), required=False)


class CloseForm(ToldForm):
    """Close."""

    verb = _("Close the complaint")


class AppealForm(ActionForm):
    """Appeal."""

    verb = _("File the appeal")
    grounds = _text(_("Why is it wrong?"))
    evidence = fields.evidence()


class WithdrawAppealForm(ActionForm):
    """Take it back."""

    verb = _("Withdraw the appeal")
    stop = True
    note = fields.note()


class PanelForm(OfferedForm):
    """Name the panel."""

    verb = _("Form the panel")
    members = forms.MultipleChoiceField(
        label=_("Members"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only people who took no part in the file and declared no tie to the client are offered."),
    )
    others = forms.CharField(
        label=_("Others, by their identifiers"), required=False, max_length=400, help_text=_("Separated by commas.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer the members without the dash of other choices."""
        offered = kwargs.pop("choices", {})
        super().__init__(*args, **kwargs)
        self.fields["members"].choices = offered.get("members", [])  # type: ignore[attr-defined]

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Put both lists together."""
        del actor
        others = [name.strip() for name in self.cleaned_data["others"].split(",") if name.strip()]
        return {"panel": [*self.cleaned_data["members"], *others]}


class HearForm(ActionForm):
    """Write down the hearing."""

    verb = _("Write down the hearing")
    note = _text(_("Who was heard, and what was said"))


class DecideAppealForm(OfferedForm):
    """Decide."""

    verb = _("Decide the appeal")
    ruling = fields.one_of(_("Ruling"))
    grounds = _text(_("Reasons, which both sides read"))
    consequence = forms.ChoiceField(label=_("What follows from it"), required=False)


class CarryOutForm(ActionForm):
    """Carry out."""

    verb = _("Carry out the ruling")
    note = _text(_("What was done"))


class OpenRoundForm(OfferedForm):
    """Open a round."""

    verb = _("Open the round")
    title = forms.CharField(label=_("Title"), max_length=200)
    about = forms.CharField(label=_("Standard or draft"), max_length=80, required=False)
    kind = fields.one_of(_("Who leads it"))
    audience = fields.one_of(_("Who is asked"))
    methods = forms.MultipleChoiceField(label=_("How"), widget=forms.CheckboxSelectMultiple)
    local_language = fields.yes_no(_("In the local language"))
    wanted_groups = forms.IntegerField(label=_("Groups wanted"), min_value=0, max_value=100_000)
    wanted_people = forms.IntegerField(label=_("People wanted"), min_value=0, max_value=10_000_000)
    summary = _text(_("Public summary"))
    terms = _text(_("Terms of reference"))
    development = forms.ChoiceField(
        label=_("Draft"),
        required=False,
        help_text=_("Its last version is asked about; comments can name what it holds."),
    )
    targets = CountsField(_("Who is to be heard in particular"))
    headings = forms.MultipleChoiceField(
        label=_("Headings of comments"), required=False, widget=forms.CheckboxSelectMultiple
    )
    closes_on = fields.day(_("Comments until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer headings without the dash of other choices."""
        offered = dict(kwargs.pop("choices", {}))
        headings = offered.pop("headings", [])
        super().__init__(*args, choices=offered, **kwargs)
        self.fields["headings"].choices = headings  # type: ignore[attr-defined]

    def clean_development(self) -> str:
        """Ask for what the round is about, where no draft is chosen."""
        chosen: str = self.cleaned_data["development"]
        if not chosen and not self.cleaned_data.get("about"):
            self.add_error("about", gettext("Say what the round is about, or choose a draft."))
        return chosen

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Nest what is asked and the documents; of a draft, the edition is what the round is about."""
        filled = {"about": "", **super().inputs(actor)}
        wanted = {"groups": filled.pop("wanted_groups"), "people": filled.pop("wanted_people")}
        names = ("kind", "audience", "methods", "local_language", "development", "targets")
        asked = {name: filled.pop(name) for name in names if name in filled}
        documents = {name: filled.pop(name) for name in ("summary", "terms")}
        return {**filled, "asked": {**asked, "wanted": wanted}, "documents": documents}


class EventForm(OfferedForm):
    """Write down a meeting or pilot."""

    verb = _("Write down a meeting or pilot")
    kind = fields.one_of(_("What it was"))
    method = fields.one_of(_("How"))
    held_on = fields.day(_("Day"))
    place = forms.CharField(label=_("Place"), max_length=200)
    setting = forms.CharField(
        label=_("Setting"), max_length=80, required=False, help_text=_("Of a pilot: such as open pit or river gravel.")
    )
    groups = forms.IntegerField(label=_("Groups"), min_value=0, max_value=100_000)
    people = forms.IntegerField(label=_("People"), min_value=0, max_value=10_000_000)
    who = CountsField(_("Who came"))
    result = _text(_("What came of it"))

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Nest what was held."""
        filled = super().inputs(actor)
        reached = {"groups": filled.pop("groups"), "people": filled.pop("people")}
        return {"held": {**filled, "reached": reached}}


class AnswerForm(WithheldForm):
    """Answer a comment."""

    verb = _("Answer a comment")
    comment = fields.one_of(_("Comment"))
    answer = _text(_("Answer"))
    change = forms.CharField(
        label=_("What changes, and where"), required=False, max_length=2_000, help_text=_("For the log of changes.")
    )
    field_order = ("comment", "answer", "change")


class CloseRoundForm(ActionForm):
    """Close a round."""

    verb = _("Close the round")
    note = _text(_("What came of the round"))
