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
from orepass.web.pictures.account import AccountCurve, Point, account_curve
from orepass.web.pictures.flow import Flow, FlowBand, FlowLot, flow_diagram
from orepass.web.pictures.phases import phase_bar
from orepass.web.pictures.svg import Picture

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


def sample_account(today: date) -> Picture | None:
    """Return an account's curve."""
    steps = ((-170, 0), (-160, 4_000), (-120, 9_500), (-100, 6_200), (-70, 11_000), (-40, 2_300), (-10, 5_750))
    points = tuple(Point(today + timedelta(days=at), kg * KG) for at, kg in steps)
    return account_curve(
        AccountCurve(
            title=_("The account never went below zero; 5,750 kg of certified cobalt may still be delivered"),
            source=_("Balance account of the smelter, demonstration values"),
            points=points,
            period_ends=(today - timedelta(days=90), today),
            until=today,
            table_href="#lots",
        )
    )


def sample_flow(today: date) -> Picture:
    """Return a flow from two origins to a battery lot."""
    columns = tuple(f"{today - timedelta(days=at):%Y-%m-%d}" for at in (200, 150, 90, 20))
    return flow_diagram(
        Flow(
            title=_("Three quarters of the cobalt in this lot came from certified sites"),
            source=_("Events of the chain, demonstration values"),
            columns=columns,
            lots=(
                FlowLot(id="a", label=_("Deep Mine, DR Congo"), column=0),
                FlowLot(id="b", label=_("Kabolela cooperative, DR Congo"), column=0),
                FlowLot(id="c", label=_("Origin not declared"), column=0),
                FlowLot(id="d", label="LOT-D hydroxide", column=1, loss_mg=220 * TONNE),
                FlowLot(id="e", label="LOT-E", column=1),
                FlowLot(id="f", label="LOT-F sulphate", column=2, loss_mg=40 * TONNE),
                FlowLot(id="g", label="LOT-G battery", column=3),
            ),
            bands=(
                FlowBand(source="a", target="d", mass_mg=800 * TONNE, certified_mg=800 * TONNE),
                FlowBand(source="b", target="d", mass_mg=120 * TONNE, certified_mg=90 * TONNE),
                FlowBand(source="c", target="e", mass_mg=200 * TONNE, certified_mg=0),
                FlowBand(source="d", target="f", mass_mg=700 * TONNE, certified_mg=690 * TONNE),
                FlowBand(source="e", target="f", mass_mg=200 * TONNE, certified_mg=0),
                FlowBand(source="f", target="g", mass_mg=860 * TONNE, certified_mg=640 * TONNE),
            ),
            table_href="#lots",
        )
    )
