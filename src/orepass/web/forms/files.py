"""Forms of a file: application, agreement, review and decision."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orepass.kernel.finding import Finding
from orepass.platform.access import Actor
from orepass.web import vocabulary
from orepass.web.act import ActionForm
from orepass.web.forms import fields
from orepass.web.refused import found_against

SIZES = (("asm", _("artisanal or small-scale mine")), ("small", _("small")), ("large", _("large")))
DECISIONS = ("grant", "grant_provisional", "decline")


class DraftForm(ActionForm):
    """Open a file: with whom, under which standard, for which sites."""

    verb = _("Open the file")
    provider = forms.ChoiceField(
        label=_("Assurance provider"), help_text=_("Only a provider accredited for the standard can accept.")
    )
    standard = forms.ChoiceField(label=_("Standard"))
    sites = forms.MultipleChoiceField(label=_("Sites"), widget=forms.CheckboxSelectMultiple)
    text = fields.note(
        _("Scope in words"), required=True, hint=_("What is to be certified, as it will stand on the certificate.")
    )
    size = forms.ChoiceField(label=_("Size"), choices=SIZES)
    personnel = forms.IntegerField(label=_("People working there"), min_value=0, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Take the choices the page offers."""
        offered = {name: kwargs.pop(name) for name in ("providers", "standards", "sites")}
        self.country = kwargs.pop("country", "")
        piloted = kwargs.pop("piloted", ())
        self.piloted = {value for value, _said in piloted}
        offered["standards"] = [*offered["standards"], *piloted]
        super().__init__(*args, **kwargs)
        for name, choices in (("provider", "providers"), ("standard", "standards"), ("sites", "sites")):
            self.fields[name].choices = offered[choices]  # type: ignore[attr-defined]

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Nest the scope and its profile as the action takes them."""
        filled = super().inputs(actor)
        pack, _at, standard = filled["standard"].rpartition(":")
        profile: dict[str, Any] = {"size": filled["size"]}
        if "personnel" in filled:
            profile["personnel"] = filled["personnel"]
        if self.country:
            profile["country"] = self.country
        scope = {"sites": filled["sites"], "text": filled["text"], "profile": profile}
        kind = {"kind": "pilot"} if filled["standard"] in self.piloted else {}
        return {"provider": filled["provider"], "pack": pack, "standard": standard, "scope": scope, **kind}


class SubmitApplicationForm(ActionForm):
    """Send the application to the provider."""

    verb = _("Send the application")
    note = fields.note()


class WithdrawForm(ActionForm):
    """Withdraw the application."""

    verb = _("Withdraw the application")
    stop = True
    note = fields.note()


class AcceptForm(ActionForm):
    """Take an application on: the three questions of the review."""

    verb = _("Accept the application")
    scope_clear = fields.yes_no(_("The scope is clear and both sides understand it alike"))
    competence_available = fields.yes_no(_("We have the competence and the means"))
    free_of_conflict = fields.yes_no(_("Nothing stands against our impartiality"))
    note = fields.note()


class ReturnForm(ActionForm):
    """Send something back for completion."""

    verb = _("Send back")
    note = fields.note(_("What is missing"), required=True)


class RefuseForm(ActionForm):
    """Refuse an application."""

    verb = _("Refuse the application")
    stop = True
    note = fields.note(_("Reasons, which the client reads"), required=True)


class OfferForm(ActionForm):
    """Offer the agreement."""

    verb = _("Offer the agreement")
    terms = fields.note(_("Terms of the agreement"), required=True)
    audit_days = forms.DecimalField(
        label=_("Audit days"), help_text=_("In half days, such as 2.5."), min_value=0, max_digits=6, decimal_places=1
    )
    fee_depends_on_outcome = fields.yes_no(_("The fee depends on the outcome"), _("Then the offer is refused."))


class SignForm(ActionForm):
    """Sign the agreement that stands on the page."""

    verb = _("Sign the agreement")


class SubmitAssessmentForm(ActionForm):
    """Hand the self-assessment in."""

    verb = _("Hand in the self-assessment")


class DecisionForm(ActionForm):
    """One of the decisions there are; one that something stands against is not offered, and says what."""

    decision = fields.one_of(_("Decision"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer in the reader's words what can be taken; what is sent all the same is refused by the action."""
        against: dict[str, list[Finding]] = kwargs.pop("against", {})
        super().__init__(*args, **kwargs)
        field: Any = self.fields["decision"]
        field.choices = vocabulary.choices(DECISIONS, vocabulary.decision)
        field.widget.choices = [(code, word) for code, word in field.choices if not against.get(code)]
        self.not_open = [
            (word, [found_against(found) for found in against[code]])
            for code, word in field.choices
            if against.get(code)
        ]


class RecommendForm(DecisionForm):
    """Recommend a decision."""

    verb = _("Recommend")
    note = fields.note(_("Grounds"))


class CompleteReviewForm(ActionForm):
    """State that the evaluation is complete and sound."""

    verb = _("Confirm: complete and sound")
    note = fields.note()


class DecideForm(DecisionForm):
    """Take the decision."""

    verb = _("Take the decision")
    grounds = fields.note(_("Grounds"), required=True)
