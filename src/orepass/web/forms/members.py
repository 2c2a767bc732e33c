"""Forms of a group: a new member, an internal inspection, and the steps of a member's life."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orepass.platform.access import Actor
from orepass.platform.actions import perform_from_json
from orepass.web.act import ActionForm
from orepass.web.forms import fields
from orepass.web.forms.offered import OfferedForm

PURPOSE = "member of a certified group"


class CommitRegisterForm(ActionForm):
    """Fix the register of today on the public log."""

    verb = _("Fix the register of today")


class ApplyForm(ActionForm):
    """Write down somebody who wants to become a member."""

    verb = _("Write down the applicant")
    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("Kept apart under a pseudonym, and erasable."))
    unit = forms.CharField(label=_("Working unit"), max_length=80, help_text=_("Pit, washing place or team."))
    site = forms.ChoiceField(label=_("Site"), required=False)
    trade = forms.CharField(label=_("Trade"), max_length=80, required=False)
    consent = forms.BooleanField(label=_("The person knows what is written down and agrees"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Take the sites the page offers."""
        sites, self.today = kwargs.pop("sites"), kwargs.pop("today")
        super().__init__(*args, **kwargs)
        self.fields["site"].choices = [("", "–"), *sites]  # type: ignore[attr-defined]

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Register the person first; the application names the pseudonym."""
        filled = super().inputs(actor)
        data = {"name": filled["name"], "purpose": PURPOSE, "consented_on": self.today.isoformat()}
        person = perform_from_json(actor, "platform.person.register", data)
        wanted: dict[str, Any] = {"person": person.id, "unit": filled["unit"]}
        if "site" in filled:
            wanted["site"] = filled["site"]
        if "trade" in filled:
            wanted["details"] = {"trade": filled["trade"]}
        return wanted


class InspectionForm(ActionForm):
    """Record an internal inspection."""

    verb = _("Record the inspection")
    inspected_on = fields.day(_("Day of the inspection"))
    requirement = forms.ChoiceField(
        label=_("Requirement that failed"), required=False, help_text=_("Leave open when everything was in order.")
    )
    grade = forms.ChoiceField(label=_("How grave"), required=False)
    note = fields.note(_("What was seen"))
    evidence = fields.evidence()

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Take the requirements and grades the page offers."""
        requirements, grades = kwargs.pop("requirements"), kwargs.pop("grades")
        super().__init__(*args, **kwargs)
        self.fields["requirement"].choices = [("", "–"), *requirements]  # type: ignore[attr-defined]
        self.fields["grade"].choices = grades  # type: ignore[attr-defined]

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Turn a failed requirement into a finding."""
        filled = super().inputs(actor)
        requirement, grade = filled.pop("requirement", ""), filled.pop("grade", "")
        if requirement:
            filled["findings"] = [{"requirement": requirement, "grade": grade, "note": filled.get("note", "")}]
        return filled


class ReviewForm(OfferedForm):
    """Record what peers found at a member."""

    verb = _("Record a peer review")
    reviewed_on = fields.day(_("Day of the review"))
    peers = forms.MultipleChoiceField(
        label=_("Members who reviewed"),
        help_text=_("At least two, and nobody whose own working unit it is."),
        widget=forms.CheckboxSelectMultiple,
    )
    outsiders = forms.IntegerField(
        label=_("How many came from outside"), min_value=0, help_text=_("A neighbour, a buyer, a consumer.")
    )
    requirement = forms.ChoiceField(
        label=_("Requirement that failed"), required=False, help_text=_("Leave open when everything was in order.")
    )
    grade = forms.ChoiceField(label=_("How grave"), required=False)
    note = fields.note(_("What was seen"))
    evidence = fields.evidence()

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Turn a failed requirement into a finding."""
        filled = super().inputs(actor)
        requirement, grade = filled.pop("requirement", ""), filled.pop("grade", "")
        note = filled.pop("note", "")
        if requirement:
            filled["findings"] = [{"requirement": requirement, "grade": grade or "minor", "note": note}]
        return filled


class OutgrowersForm(OfferedForm):
    """Declare what was bought from outgrowers."""

    verb = _("Declare what was bought from outgrowers")
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=9999)
    basis = forms.ChoiceField(label=_("Counted by"))
    unit = forms.ChoiceField(label=_("Unit"))
    total = forms.DecimalField(label=_("Bought in all"), min_value=0, max_digits=14, decimal_places=3)
    from_outgrowers = forms.DecimalField(
        label=_("Of that, from outgrowers"), min_value=0, max_digits=14, decimal_places=3
    )
    planned_percent = forms.DecimalField(
        label=_("Share agreed in the plan, in per cent"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_("From the third year on; more than the year before."),
    )
    note = fields.note()

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Nest what was bought as the action takes it."""
        filled = super().inputs(actor)
        bought = {name: filled.pop(name) for name in ("basis", "unit", "total", "from_outgrowers")}
        return {**filled, "bought": bought}


class NoteForm(ActionForm):
    """A step with an optional remark."""

    note = fields.note()


class ReasonForm(ActionForm):
    """A step that needs a reason."""

    note = fields.note(_("Reasons"), required=True)


class RegisterMemberForm(NoteForm):
    """Register an applicant."""

    verb = _("Register")


class ApproveForm(NoteForm):
    """Admit a member."""

    verb = _("Admit as a member")


class ConditionForm(ReasonForm):
    """Admit under conditions."""

    verb = _("Set conditions")


class RefuseMemberForm(ReasonForm):
    """Refuse."""

    verb = _("Refuse")
    stop = True


class AdviseForm(ReasonForm):
    """Advise, the first rung of the ladder."""

    verb = _("Give advice")


class WarnForm(ReasonForm):
    """Warn."""

    verb = _("Warn")
    stop = True


class ClearForm(ReasonForm):
    """Clear a warning."""

    verb = _("Clear the warning")


class SuspendMemberForm(ReasonForm):
    """Suspend a member; the group stands."""

    verb = _("Suspend the member")
    stop = True


class RestoreMemberForm(NoteForm):
    """Restore a member after a new inspection."""

    verb = _("Restore the member")


class ExpelForm(ReasonForm):
    """Exclude a member."""

    verb = _("Exclude the member")
    stop = True


class ReenterForm(NoteForm):
    """Let a former member apply again."""

    verb = _("Let in again")


class ResignForm(NoteForm):
    """Write down that a member left."""

    verb = _("Write down that the member left")


STEPS: tuple[tuple[str, type[ActionForm]], ...] = (
    ("register", RegisterMemberForm),
    ("approve", ApproveForm),
    ("condition", ConditionForm),
    ("refuse", RefuseMemberForm),
    ("advise", AdviseForm),
    ("warn", WarnForm),
    ("clear", ClearForm),
    ("restore", RestoreMemberForm),
    ("suspend", SuspendMemberForm),
    ("expel", ExpelForm),
    ("reenter", ReenterForm),
    ("resign", ResignForm),
)
"""The steps of a member's life with their forms, in the order a page offers them."""
