"""Sample values for the component page: every component, full and empty, with plainly invented content."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orepass.kernel.refusal import Conflict
from orepass.web.act import ActionForm
from orepass.web.components import (
    Column,
    Mark,
    Moment,
    Parameter,
    Step,
    Table,
    Task,
    Why,
    day,
    marked,
    mass,
    number,
    words,
)
from orepass.web.pictures.phases import phase_bar
from orepass.web.showcase_custody import sample_claim, sample_filters, sample_inbox, sample_no_claim
from orepass.web.showcase_pictures import sample_account, sample_flow, sample_overdrawn, sample_percentages

KG = 10**6
TONNE = 10**9


class SampleForm(ActionForm):
    """A form with one field of each kind."""

    verb = gettext_lazy("Save draft")
    name = forms.CharField(
        label=gettext_lazy("Name of the site"), help_text=gettext_lazy("As it stands on the licence.")
    )
    day = forms.DateField(
        label=gettext_lazy("Day of the visit"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    answer = forms.ChoiceField(
        label=gettext_lazy("How far is it met?"),
        widget=forms.RadioSelect,
        choices=[
            ("full", gettext_lazy("fully")),
            ("partial", gettext_lazy("in part")),
            ("none", gettext_lazy("not yet")),
        ],
    )
    note = forms.CharField(label=gettext_lazy("What did you see?"), widget=forms.Textarea, required=False)
    photo = forms.FileField(label=gettext_lazy("Photograph"), required=False)
    sure = forms.BooleanField(label=gettext_lazy("I was there myself"), required=False)


def sample_table(today: date, *, full: bool) -> Table:
    """Return a table of lots, with rows or without."""
    rows = (
        (
            words("LOT-A", href="#lots"),
            marked(Mark("verified", _("verified"))),
            mass(1_204 * TONNE + 500 * KG),
            number(Fraction(3, 4)),
            day(today),
        ),
        (
            words("LOT-B", href="#lots"),
            marked(Mark("declared", _("declared"))),
            mass(38 * KG + 250_000),
            number(Fraction(1, 8)),
            day(today - timedelta(days=40)),
        ),
        (words("LOT-C", href="#lots"), marked(Mark("missing", _("missing"))), mass(900 * KG), number(0), day(None)),
        (
            words("LOT-D", href="#lots"),
            marked(Mark("expired", _("expired"))),
            mass(5 * KG),
            number(Fraction(1, 9000)),
            day(today - timedelta(days=400)),
        ),
    )
    return Table(
        id="lots" if full else "no-lots",
        caption=_("Lots in your hands"),
        columns=(
            Column(_("Lot")),
            Column(_("Certainty")),
            Column(_("Mass"), "number"),
            Column(_("Certified share"), "number"),
            Column(_("Received"), "day"),
        ),
        rows=rows if full else (),
        empty=_("The lots you receive or make will stand here, with their mass and how sure their origin is."),
        begin_href="#",
        begin_text=_("Send your first events from a spreadsheet"),
        source=_("demonstration values"),
    )


def samples(today: date) -> dict[str, Any]:
    """Return everything the component page shows."""
    refused = SampleForm(
        {"name": "", "answer": "full", "note": _("The note stays when the form comes back.")}, step="refused"
    )
    refused.is_valid()
    conflict = SampleForm({"name": "Kabolela", "answer": "full"}, step="conflict")
    conflict.is_valid()
    conflict.refuse(Conflict(state="suspended"))
    return {
        "form": SampleForm(step="fresh"),
        "refused_form": refused,
        "conflict_form": conflict,
        "tasks": _tasks(today),
        "moments": _moments(today),
        "why": _why(),
        "steps": [
            Step(_("Application"), "past"),
            Step(_("Self-assessment"), "past"),
            Step(_("On-site visit"), "now"),
            Step(_("Review"), "ahead"),
            Step(_("Decision"), "ahead"),
        ],
        "phases": _phases(),
        "flow": sample_flow(today),
        "account": sample_account(today),
        "overdrawn": sample_overdrawn(today),
        "percentages": sample_percentages(today),
        "claim": sample_claim(),
        "no_claim": sample_no_claim(),
        "rows": sample_inbox(today),
        "no_rows": [],
        "filters": sample_filters(),
        "kinds": (
            "verified",
            "declared",
            "missing",
            "undetermined",
            "expired",
            "active",
            "due",
            "suspended",
            "failed",
            "skipped",
        ),
    }


def _tasks(today: date) -> list[Task]:
    return [
        Task(
            what=_("Close the major nonconformity on tailings"),
            href="#",
            due_on=today - timedelta(days=3),
            note=_("The visit of the auditor found the pond without a gauge."),
            mark=Mark("failed", _("overdue")),
        ),
        Task(
            what=_("Finish the self-assessment of water"),
            href="#",
            due_on=today + timedelta(days=12),
            mark=Mark("due", _("due soon")),
        ),
        Task(
            what=_("Confirm the delivery of LOT-B"),
            href="#",
            note=_("Without your word the buyer sees it as declared."),
        ),
    ]


def _moments(today: date) -> list[Moment]:
    return [
        Moment(on=today - timedelta(days=420), said=_("Application accepted"), kind="none", by="North Provider"),
        Moment(on=today - timedelta(days=300), said=_("Certificate issued"), kind="verified", by="North Provider"),
        Moment(on=today - timedelta(days=30), said=_("Suspended: open critical nonconformity"), kind="suspended"),
        Moment(on=today, said="", today=True),
        Moment(on=today + timedelta(days=65), said=_("Surveillance visit due"), kind="due", future=True),
        Moment(on=today + timedelta(days=760), said=_("Valid to this day"), kind="expired", future=True),
    ]


def _why() -> Why:
    return Why(
        rule=_("A group stands while enough of its approved members meet the requirements."),
        reasons=(_("34 of 40 members meet them, 85 %."),),
        parameters=(
            Parameter(_("share of members"), "80 %", "ISO/IEC 17065", "7.6", verified=True),
            Parameter(_("cooling-off time"), "24 months", "scheme owner", "", verified=False),
        ),
        edition="cera-4in1 2026.1 · CPS",
    )


def _phases() -> list[tuple[str, list[tuple[Any, str, str]]]]:
    rows = []
    for name, shares in ((_("Water"), (1, 3, 2, 0)), (_("Tailings"), (4, 4, 1, 1)), (_("Child labour"), (4, 2, 2, 3))):
        cells = []
        for at, met in enumerate(shares):
            kind = ("verified", "declared", "failed", "declared")[at]
            label = _("%(met)s of %(all)s met") % {"met": met, "all": 4}
            cells.append((phase_bar(Fraction(met, 4), kind, label), label, "#"))
        rows.append((name, cells))
    return rows
