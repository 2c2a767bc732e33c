"""Forms of recognition: put a mapping up, assess, consult, decide; present a certificate, look it up, claim."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orepass.platform.access import Actor
from orepass.web.act import ActionForm
from orepass.web.forms import fields
from orepass.web.forms.offered import OfferedForm

ITEMS = (
    ("independence", _("Independence of those who verify")),
    ("competence", _("Competence of those who verify")),
    ("sampling", _("Sampling and time on site")),
    ("transparency", _("Openness of rules and results")),
    ("decision", _("Decision apart from evaluation")),
    ("oversight", _("Oversight of the verifiers")),
)
SCORES = (("0", _("0 – nothing to rely on")), ("1", _("1 – in place")), ("2", _("2 – strong")))
DECISIONS = (
    ("recognised_conditional", _("recognise with conditions; gaps stay to be audited")),
    ("recognised", _("recognise; nothing is missing")),
    ("refused", _("refuse")),
)
STATUSES = (
    ("active", _("active")),
    ("suspended", _("suspended")),
    ("withdrawn", _("withdrawn")),
    ("expired", _("expired")),
    ("unknown", _("not to be found")),
)


class RequestForm(ActionForm):
    """Put a mapping up for recognition, from a file."""

    verb = _("Put a mapping up for recognition")
    file = forms.FileField(
        label=_("Mapping"),
        help_text=_("A YAML or JSON file: both standards, the level, and a line for each pair of requirements."),
    )

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Send the file's text; what is no text comes as it can be read, and is refused with its place."""
        del actor
        return {"document": self.cleaned_data["file"].read().decode("utf-8", errors="replace")}


class ShippedForm(OfferedForm):
    """Put a mapping that lies among the standards up for recognition."""

    verb = _("Take a mapping that lies here")
    mapping = forms.ChoiceField(label=_("Mapping"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Take the texts the names stand for."""
        self.texts: dict[str, str] = kwargs.pop("texts", {})
        super().__init__(*args, **kwargs)

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Send the text of the mapping chosen."""
        del actor
        return {"document": self.texts[self.cleaned_data["mapping"]]}


class AssessForm(ActionForm):
    """Score the assurance of the other scheme."""

    verb = _("Assess the assurance of the other scheme")
    note = fields.note(_("What was read and seen"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Make a field for each of the six items."""
        super().__init__(*args, **kwargs)
        for name, label in ITEMS:
            self.fields[name] = forms.ChoiceField(label=label, choices=SCORES)

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Nest the six scores."""
        filled = super().inputs(actor)
        return {"scores": {name: int(filled[name]) for name, _label in ITEMS}, "note": filled["note"]}


class ConsultForm(ActionForm):
    """Close a consultation."""

    verb = _("Close the consultation")
    opened_on = fields.day(_("Open from"))
    closed_on = fields.day(_("Last day"))
    summary = fields.note(_("What was said, and what was done about it"), required=True)


class DecideForm(ActionForm):
    """Decide on an agreement."""

    verb = _("Decide")
    decision = forms.ChoiceField(label=_("Decision"), choices=DECISIONS)
    grounds = fields.note(_("Grounds"), required=True)
    valid_before = fields.day(
        _("Ends before"), required=False, hint=_("Left empty, it lasts as long as the scheme says.")
    )


class SuspendForm(ActionForm):
    """Suspend a recognition."""

    verb = _("Suspend")
    stop = True
    grounds = fields.note(_("Grounds"), required=True)


class RestoreForm(ActionForm):
    """Lift a suspension."""

    verb = _("Lift the suspension")
    grounds = fields.note(_("Grounds"), required=True)


class RenewForm(ActionForm):
    """Renew a recognition."""

    verb = _("Renew")
    grounds = fields.note(_("Grounds"), required=True)


class PresentForm(OfferedForm):
    """Present a certificate of another scheme."""

    verb = _("Present a certificate of another scheme")
    standard = forms.ChoiceField(label=_("Standard"), help_text=_("Those that this scheme recognises."))
    number = forms.CharField(label=_("Number of the certificate"), max_length=80)
    issuer = forms.CharField(label=_("Issued by"), max_length=200)
    sites = forms.MultipleChoiceField(label=_("Sites it names"), widget=forms.CheckboxSelectMultiple)
    minerals = forms.MultipleChoiceField(label=_("Minerals it names"), widget=forms.CheckboxSelectMultiple)
    audited_on = fields.day(_("Day of the audit behind it"))
    valid_from = fields.day(_("Valid from"))
    valid_before = fields.day(_("Ends before"))
    results = fields.note(
        _("Results by requirement"),
        hint=_(
            "One on each line, such as “WAT-1 full”: full, substantial, partial or none. "
            "Without them only what the other scheme guarantees counts."
        ),
    )
    evidence = fields.evidence(_("The certificate as a file"))

    def clean_results(self) -> dict[str, str]:
        """Read a result from each line."""
        lines = [line.split() for line in self.cleaned_data["results"].splitlines() if line.strip()]
        wrong = next((line for line in lines if len(line) != len(("requirement", "result"))), None)
        if wrong is not None:
            raise forms.ValidationError(
                _("“%(line)s” is no requirement with a result."), params={"line": " ".join(wrong)[:80]}
            )
        return {line[0]: line[1].lower() for line in lines}

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Nest what is written on the certificate."""
        filled = super().inputs(actor)
        scheme, _at, rest = filled.pop("standard").partition("@")
        edition, _space, code = rest.partition(" ")
        evidence = filled.pop("evidence", [])
        return {
            "standard": {"scheme": scheme, "edition": edition, "standard": code},
            "certificate": filled,
            "evidence": evidence,
        }


class CheckForm(ActionForm):
    """Enter what the other scheme says of a certificate."""

    verb = _("Enter what the other scheme says")
    status = forms.ChoiceField(label=_("Status there"), choices=STATUSES)
    since = fields.day(_("Since"))
    checked_on = fields.day(_("Looked up on"))
    where = forms.CharField(label=_("Where"), max_length=300, help_text=_("The register or person asked."))
    accredited = fields.yes_no(_("Its issuer was accredited for that scheme on the day of the audit"))
    note = fields.note()


class ClaimForm(OfferedForm):
    """Claim in a file what a certificate is worth."""

    verb = _("Claim what a certificate is worth")
    what = forms.ChoiceField(label=_("Certificate, and the agreement under which it counts"))

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Take the pair apart."""
        certificate, _space, agreement = super().inputs(actor)["what"].partition(" ")
        return {"certificate": certificate, "agreement": agreement}
