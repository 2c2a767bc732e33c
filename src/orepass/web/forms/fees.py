"""Forms of fees: quote, charge, pay, pay from sales, sponsor, lend, owe and spend a premium, correct."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orepass.platform.access import Actor
from orepass.web.forms import fields
from orepass.web.forms.offered import OfferedForm

MEASURES = ("sites", "members", "volume_t", "revenue", "days", "travel", "foreign_travel", "artisanal")
TO_CHARGE = _("It stands on the page of the fee; the client can tell it.")


def amount(label: Any, *, required: bool = True, hint: Any = "", places: int = 2) -> forms.DecimalField:  # noqa: ANN401 - lazy text
    """Make a field for a sum of money or a measure."""
    return forms.DecimalField(
        label=label, required=required, help_text=hint, min_value=0, max_digits=14, decimal_places=places
    )


def count(label: Any, *, required: bool = False) -> forms.IntegerField:  # noqa: ANN401 - lazy text
    """Make a field for how many there are."""
    return forms.IntegerField(label=label, required=required, min_value=0)


def party(label: Any) -> forms.CharField:  # noqa: ANN401 - lazy text
    """Make a field for the number of an organisation; there may be thousands, too many to list."""
    return forms.CharField(label=label, max_length=24, help_text=_("The organisation’s number, such as org-…"))


class UnderStandardForm(OfferedForm):
    """A form that is about a standard of an edition."""

    standard = forms.ChoiceField(label=_("Standard"))

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Tell edition and standard apart."""
        filled = super().inputs(actor)
        ref, _at, standard = filled.pop("standard").rpartition(":")
        return {**filled, "pack_ref": ref, "standard": standard}


class MeasuredForm(UnderStandardForm):
    """A form with everything that fees go by."""

    sites = forms.IntegerField(label=_("Sites"), min_value=0, initial=1)
    members = count(_("Members of the group"))
    artisanal = fields.yes_no(_("Artisanal or small-scale mining"))
    volume_t = amount(_("Tonnes a year delivered under a claim"), required=False, places=3)
    revenue = amount(_("Turnover a year with material under a claim"), required=False)
    days = amount(_("Days of audit"), required=False, places=1)
    travel = amount(_("Travel of an auditor in the country"), required=False, hint=_("Empty where there is none."))
    foreign_travel = amount(_("Travel of an auditor from abroad"), required=False)

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Nest the measures as the action takes them."""
        filled = super().inputs(actor)
        measure = {name: filled.pop(name) for name in MEASURES if name in filled}
        return {**filled, "measure": measure}


class QuoteForm(MeasuredForm):
    """Ask what it would cost."""

    verb = _("Work out what it would cost")
    buyer = fields.yes_no(
        _("We buy: tell what it costs on top of the goods"),
        hint=_("Write the price of the goods as the turnover. Only where the edition lists the lines of a buyer."),
    )


class ChargeForm(MeasuredForm):
    """Charge a fee."""

    verb = _("Charge a fee")
    organisation = party(_("Who owes it"))
    fee = forms.ChoiceField(label=_("Fee"))
    application = forms.CharField(label=_("Number of the file"), required=False, max_length=24)


class PaymentForm(OfferedForm):
    """Record a payment."""

    verb = _("Record a payment")
    amount = amount(_("Amount"))
    paid_on = fields.day(_("Arrived on"))
    reference = forms.CharField(label=_("Receipt"), max_length=60)


class WaiverForm(OfferedForm):
    """Waive a fee."""

    verb = _("Waive under a free programme")
    programme = forms.ChoiceField(label=_("Programme"))
    audit_on = fields.day(_("Day of the audit"))
    registered_on = fields.day(_("Day of the registration"))


class SavingForm(OfferedForm):
    """Pass a saving on."""

    verb = _("Pass on what recognition saved")
    days_saved = amount(_("Days of audit saved"), places=1)
    note = fields.note(_("What was recognised"), required=True)


class SignForm(OfferedForm):
    """Sign to pay from sales."""

    verb = _("Sign to pay from sales")
    signatory = forms.CharField(
        label=_("Who signs"), max_length=60, help_text=_("A shaft, a team, or a number from the register; no name.")
    )


class SaleForm(OfferedForm):
    """Report a sale."""

    verb = _("Report a sale")
    signatory = forms.ChoiceField(label=_("Whose sale"))
    amount = amount(_("Amount of the sale"))
    sold_on = fields.day(_("Sold on"))
    note = fields.note()


class LeaveForm(OfferedForm):
    """Leave the agreement."""

    verb = _("Leave the agreement")
    stop = True
    signatory = forms.ChoiceField(label=_("Who leaves"))
    note = fields.note(_("Reasons"), required=True)


class PlanForm(OfferedForm):
    """Start to keep to the plan."""

    verb = _("Keep to the plan, already certified elsewhere")
    certified_by = forms.CharField(label=_("Scheme that certified you"), max_length=60)
    number = forms.CharField(label=_("Number of its certificate"), max_length=60)
    valid_before = fields.day(_("First day on which it no longer counts"))
    evidence = fields.evidence(_("The certificate"))

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Nest the other certificate as the action takes it."""
        return {"elsewhere": super().inputs(actor)}


class MissForm(OfferedForm):
    """Record a missed deduction."""

    verb = _("Record a missed deduction")
    signatory = forms.ChoiceField(label=_("Whose deduction"))
    missed_on = fields.day(_("Missed on"))
    note = fields.note(_("How you know"), required=True)


class ExcuseForm(OfferedForm):
    """Take a missed deduction back."""

    verb = _("Take a missed deduction back")
    missed = forms.ChoiceField(label=_("Which"))
    note = fields.note(_("Reasons"), required=True)


class KeptForm(OfferedForm):
    """Confirm that the plan was kept."""

    verb = _("Confirm that the plan was kept")


class CostSheetForm(OfferedForm):
    """Record what certification costs."""

    verb = _("Record what certification cost")
    year = forms.IntegerField(label=_("Year"), min_value=1990, max_value=9999)
    currency = forms.CharField(label=_("Currency"), max_length=3, initial="USD")
    fees = amount(_("Fees"))
    audit = amount(_("Audit"))
    compliance = amount(_("Complying: equipment, training, working time"))
    other = amount(_("Other"), required=False)
    benefit = forms.ChoiceField(label=_("What it brings, above all"))
    note = fields.note()

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Nest the costs as the action takes them."""
        filled = super().inputs(actor)
        names = ("currency", "fees", "audit", "compliance", "other")
        costs = {name: filled.pop(name) for name in names if name in filled}
        return {**filled, "costs": costs}


class PledgeForm(UnderStandardForm):
    """Pledge a pot."""

    verb = _("Pledge money for fees")
    purpose = forms.CharField(
        label=_("For which fee"), max_length=60, help_text=_("Such as registration or audit; it pays nothing else.")
    )
    value = amount(_("Amount"))
    currency = forms.CharField(label=_("Currency"), max_length=3, initial="EUR")
    ends_on = fields.day(_("Last day, if there is one"), required=False)

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Nest the sum as the action takes it."""
        filled = super().inputs(actor)
        sum_ = {"value": filled.pop("value"), "currency": filled.pop("currency")}
        return {**filled, "amount": sum_}


class SponsorForm(OfferedForm):
    """Pay a fee from a pot."""

    verb = _("Pay a fee from this pot")
    account = forms.CharField(label=_("Number of the fee"), max_length=24, help_text=TO_CHARGE)
    amount = amount(_("Amount"))


class FundForm(OfferedForm):
    """Pay a first audit whole."""

    verb = _("Pay a whole first audit from this pot")
    account = forms.CharField(label=_("Number of the fee"), max_length=24, help_text=TO_CHARGE)
    metal = forms.CharField(label=_("Metal"), max_length=60)
    audited_before = fields.yes_no(_("There was an audit before"))
    agreements_signed = fields.yes_no(_("The agreements are signed"))


class AdvanceForm(UnderStandardForm):
    """Give an advance."""

    verb = _("Record an advance given")
    borrower = party(_("Who received it"))
    purpose = forms.CharField(label=_("What for"), max_length=60)
    amount = amount(_("Amount"))
    currency = forms.CharField(label=_("Currency"), max_length=3, initial="USD")


class RepayForm(OfferedForm):
    """Record what a sale repaid."""

    verb = _("Record a repayment from a sale")
    sale = amount(_("Amount of the sale"))
    percent = amount(_("Share of it that was agreed, in per cent"))
    sold_on = fields.day(_("Sold on"))


class OweForm(UnderStandardForm):
    """Owe a premium."""

    verb = _("Owe a premium on a delivery")
    producer = party(_("To which group"))
    mass_kg = amount(_("Delivered, in kilograms"), places=6)
    per_kg = amount(_("Premium for a kilogram"), places=4)
    currency = forms.CharField(label=_("Currency"), max_length=3, initial="USD")
    delivered_on = fields.day(_("Delivered on"))

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Nest the delivery as the action takes it."""
        filled = super().inputs(actor)
        delivery = {name: filled.pop(name) for name in ("mass_kg", "per_kg", "currency", "delivered_on")}
        return {**filled, "delivery": delivery}


class ReceiveForm(OfferedForm):
    """Record a premium received."""

    verb = _("Record a premium received")
    buyer = forms.ChoiceField(label=_("From whom"))
    amount = amount(_("Amount"))
    received_on = fields.day(_("Arrived on"))


class SpendForm(OfferedForm):
    """Spend a premium."""

    verb = _("Spend what the members voted for")
    amount = amount(_("Amount"))
    purpose = forms.CharField(label=_("What for"), max_length=60)
    members = count(_("Members of the group"), required=True)
    present = count(_("Present at the vote"), required=True)
    in_favour = count(_("In favour"), required=True)
    held_on = fields.day(_("Day of the vote"))
    minutes = fields.evidence(_("Minutes of the vote"))

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Nest the vote as the action takes it."""
        filled = super().inputs(actor)
        ballot = {name: filled.pop(name) for name in ("members", "present", "in_favour", "held_on", "minutes")}
        return {**filled, "ballot": ballot}


class CorrectForm(OfferedForm):
    """Correct an entry."""

    verb = _("Correct an entry")
    entry = forms.ChoiceField(label=_("Entry"))
    amount = amount(_("Right amount"), hint=_("Zero takes the entry back. The old entry stays and no longer counts."))
    note = forms.CharField(label=_("Reasons"), max_length=60)
