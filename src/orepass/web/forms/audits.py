"""Forms of a visit: plan, sample, answers seen, nonconformities, conclusion."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orepass.assurance.rules.planning import PlanBasis, RiskLevel
from orepass.platform.access import Actor
from orepass.web import vocabulary
from orepass.web.act import ActionForm
from orepass.web.forms import fields
from orepass.web.vocabulary import planning

BEFORE_A_CERTIFICATE = ("initial",)
WATCHING = ("surveillance", "follow_up")
"""The kinds of visit that are possible once there is a certificate."""
GRADES = ("minor", "major", "critical")
STAGES = (("1", _("1 – readiness and documents")), ("2", _("2 – everything on site")))


class PlanAuditForm(ActionForm):
    """Plan a visit: when, why, who and where."""

    verb = _("Plan the visit")
    kind = fields.one_of(_("Kind of visit"))
    stage = forms.ChoiceField(label=_("Stage"), choices=STAGES, initial="2")
    planned_from = fields.day(_("First day"))
    planned_before = fields.day(_("Over before"), hint=_("The day after the last day of the visit."))
    days = forms.DecimalField(label=_("Audit days"), min_value=0, max_digits=6, decimal_places=1)
    lead = forms.ChoiceField(label=_("Lead auditor"))
    others = forms.MultipleChoiceField(label=_("Further auditors"), widget=forms.CheckboxSelectMultiple, required=False)
    sample = forms.MultipleChoiceField(label=_("Sites to visit"), widget=forms.CheckboxSelectMultiple)
    unannounced = fields.yes_no(_("Unannounced"))
    risk = fields.one_of(_("Risk"), required=False, hint=_("More risk asks for more sites."))
    personnel = forms.IntegerField(
        label=_("Effective personnel"),
        min_value=1,
        required=False,
        help_text=_("With seasonal, temporary and contracted people; part-timers by hours. Empty: as the file says."),
    )
    central = forms.ChoiceField(
        label=_("Central function"), required=False, help_text=_("Visited every time, and not counted in the sample.")
    )
    language = forms.CharField(label=_("Language of the interviews"), max_length=20, required=False)
    reduction_percent = forms.IntegerField(
        label=_("Audit time taken off, per cent"), min_value=0, max_value=100, required=False
    )
    reduction_reason = fields.note(_("Why less time is enough"))
    remote_days = forms.DecimalField(
        label=_("Days from afar"), min_value=0, max_digits=6, decimal_places=1, required=False
    )
    high_risk_area = fields.yes_no(_("The site lies in a high-risk area"))
    local_verifier = fields.yes_no(_("Somebody trusted verifies on the spot"))
    deviation = fields.note(_("Why fewer days than the table says"))
    rotation_explanation = fields.note(_("Why the same people go again"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Take the people, sites and kinds of visit the page offers."""
        people, sites, kinds = kwargs.pop("people"), kwargs.pop("sites"), kwargs.pop("kinds")
        super().__init__(*args, **kwargs)
        self.fields["kind"].initial = kinds[0]
        offered = {
            "kind": vocabulary.choices(kinds, vocabulary.audit_kind),
            "lead": people,
            "others": people,
            "sample": sites,
            "risk": vocabulary.choices(RiskLevel, planning.risk_level),
            "central": [("", "–"), *sites],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Build the plan, the team and the sample as the action takes them."""
        filled = super().inputs(actor)
        team = [{"person": filled["lead"], "part": "lead"}]
        team += [{"person": person, "part": "auditor"} for person in filled["others"] if person != filled["lead"]]
        visit = {
            "kind": filled["kind"],
            "stage": int(filled["stage"]),
            "planned_from": filled["planned_from"],
            "planned_before": filled["planned_before"],
            "days": filled["days"],
            "announced": not filled["unannounced"],
            "basis": {name: filled[name] for name in PlanBasis.__struct_fields__ if name in filled},
        }
        sample = [{"subject": site, "chosen": "named"} for site in filled["sample"]]
        return {"visit": visit, "team": team, "sample": sample}


class AddToSampleForm(ActionForm):
    """Add a site to the sample; none is ever taken out."""

    verb = _("Add to the sample")
    subject = forms.ChoiceField(label=_("Site to add"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Take the sites the page offers."""
        sites = kwargs.pop("sites")
        super().__init__(*args, **kwargs)
        self.fields["subject"].choices = sites  # type: ignore[attr-defined]


class RaiseForm(ActionForm):
    """Raise a nonconformity."""

    verb = _("Raise the nonconformity")
    requirement = forms.ChoiceField(label=_("Requirement"))
    grade = fields.one_of(_("Grade"), hint=_("The grade starts the clocks of plan and closure."))
    statement = fields.note(_("What was found"), required=True, hint=_("Facts, place and day; no names of people."))
    subject = forms.ChoiceField(label=_("Where"), required=False)
    evidence = fields.evidence()

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Take the requirements and places the page offers."""
        requirements, places = kwargs.pop("requirements"), kwargs.pop("places")
        super().__init__(*args, **kwargs)
        offered = {
            "requirement": requirements,
            "grade": vocabulary.choices(GRADES, vocabulary.grade),
            "subject": [("", "–"), *places],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class ConcludeForm(ActionForm):
    """Conclude a visit; the clocks of its findings start on its last day."""

    verb = _("Conclude the visit")
    ended_on = fields.day(_("Last day on site"))
    on_site_days = forms.DecimalField(label=_("Days on site"), min_value=0, max_digits=6, decimal_places=1)
    summary = fields.note(_("Summary"), required=True)


class SurveillanceForm(ActionForm):
    """Conclude a surveillance visit, by someone independent of it."""

    verb = _("Conclude the surveillance")
    maintained = fields.yes_no(_("The certificate is maintained"))
    note = fields.note()


class PlanCorrectionForm(ActionForm):
    """Plan a correction."""

    verb = _("Send the plan")
    plan = fields.note(
        _("Cause, correction, and how it stays corrected"), required=True, hint=_("What caused it comes first.")
    )
    promised_on = fields.day(_("Done by"))
    evidence = fields.evidence()


class AcceptPlanForm(ActionForm):
    """Accept a plan."""

    verb = _("Accept the plan")
    note = fields.note()


class ReturnCorrectionForm(ActionForm):
    """Send a plan or a proof back."""

    verb = _("Send back")
    note = fields.note(_("What is missing"), required=True)


class ProveForm(ActionForm):
    """Prove a correction."""

    verb = _("Send the proof")
    note = fields.note(_("What was done"), required=True)
    evidence = fields.evidence(_("Proof"), required=True)


class CloseForm(ActionForm):
    """Close a nonconformity after seeing the proof."""

    verb = _("Close the nonconformity")
    note = fields.note(_("What you checked"))


class ExtendForm(ActionForm):
    """Give more time once."""

    verb = _("Extend the time")
    reason = fields.note(_("Reason"), required=True)
