"""Forms of a draw: commit the list, draw, add somebody with a reason, plan the visit from the draw."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orepass.platform.access import Actor
from orepass.web import vocabulary
from orepass.web.act import ActionForm
from orepass.web.forms import fields
from orepass.web.forms.audits import PlanAuditForm
from orepass.web.vocabulary.rules import draw_kind, risk_class

KINDS = ("initial", "surveillance", "recertification")


class CommitForm(ActionForm):
    """Commit the list to draw from."""

    verb = _("Commit the list")
    kind = fields.one_of(_("For which audit"))
    visit_on = fields.day(_("First day of the visit"))
    risk = forms.ChoiceField(label=_("Risk of the group"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Take the classes of risk that the scheme knows."""
        risks = kwargs.pop("risks")
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = vocabulary.choices(KINDS, draw_kind)  # type: ignore[attr-defined]
        self.fields["risk"].choices = vocabulary.choices(risks, risk_class)  # type: ignore[attr-defined]


class DrawForm(ActionForm):
    """Draw from the committed list."""

    verb = _("Draw the sample")


class AddMemberForm(ActionForm):
    """Add a member to the draw; nobody is ever taken out."""

    verb = _("Add to the draw")
    member = forms.ChoiceField(label=_("Member to add"))
    reason = fields.note(_("Reason"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Take the members who are not in the draw."""
        members = kwargs.pop("members")
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = members  # type: ignore[attr-defined]


class PlanDrawnForm(PlanAuditForm):
    """Plan the visit of everybody drawn; sites may be named too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Let sites stay open: the drawn members are in the plan anyway."""
        super().__init__(*args, **kwargs)
        self.fields["sample"].required = False
        self.fields["sample"].label = _("Sites to visit besides the drawn members")

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Name the sites that are visited too; the draw names the members."""
        filled = super().inputs(actor)
        also = [str(subject["subject"]) for subject in filled.pop("sample")]
        return {**filled, "also": also}
