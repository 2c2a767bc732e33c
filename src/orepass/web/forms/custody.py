"""Forms of the chain of custody: a delivery, a file of events, a dispute, a balance account."""

import base64
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from orepass.custody.rules.product_words import WordsLanguage
from orepass.platform.access import Actor
from orepass.web.act import ActionForm
from orepass.web.forms import fields
from orepass.web.forms.offered import OfferedForm
from orepass.web.forms.parties import COUNTRY_HINT

TOLD = 10
"""Members of one name who are told apart."""


def _languages() -> list[tuple[str, str]]:
    """Return the languages in which claims are worded, each by its own name."""
    named = dict(settings.LANGUAGES)
    return [(each.value, str(named.get(each, each))) for each in WordsLanguage]


class UploadForm(ActionForm):
    """Send a spreadsheet of events."""

    verb = _("Send the table")
    file = forms.FileField(
        label=_("Table (XLSX or CSV)"), help_text=_("One row per event; nothing is kept if one row is wrong.")
    )
    proceed = fields.yes_no(_("Keep the sound rows even when others are refused"))

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Send the file's content with its name."""
        del actor
        file = self.cleaned_data["file"]
        return {
            "content_base64": base64.b64encode(file.read()).decode(),
            "name": (file.name or "table")[:120],
            "proceed": self.cleaned_data["proceed"],
        }


class CaptureForm(ActionForm):
    """Send a document of events."""

    verb = _("Send the document")
    file = forms.FileField(label=_("EPCIS 2.0 document (JSON)"))
    proceed = fields.yes_no(_("Keep the sound events even when others are refused"))

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Send the document's text; what is no text comes as it can be read, and is refused with its place."""
        del actor
        file = self.cleaned_data["file"]
        return {
            "document": file.read().decode("utf-8", errors="replace"),
            "name": (file.name or "document")[:120],
            "proceed": self.cleaned_data["proceed"],
        }


class DeliveryForm(ActionForm):
    """Record one bag or lot that begins at one's own site."""

    verb = _("Record the delivery")
    site = forms.ChoiceField(label=_("Site"))
    bag = forms.CharField(label=_("Number of the bag or lot"), max_length=60)
    mass_kg = fields.kilograms(_("Mass in kg"))
    material = fields.WordsField(
        label=_("Material"),
        max_length=60,
        help_text=_("What it is, such as cobalt ore, heterogenite or spodumene; names are offered while you write."),
    )
    grade_pct = forms.DecimalField(label=_("Grade in %"), min_value=0, max_value=100, required=False)
    moisture_pct = forms.DecimalField(label=_("Moisture in %"), min_value=0, max_value=100, required=False)
    delivered_on = fields.day(_("Day"))
    member = forms.ChoiceField(
        label=_("Member"),
        required=False,
        help_text=_("Who handed it in. What a group's certificate covers begins certified only with a member's name."),
    )
    certificate = forms.ChoiceField(
        label=_("Claimed under the certificate"),
        required=False,
        help_text=_("A certificate covers the minerals that were judged for it, and no other."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Take the sites, certificates, materials and members the page offers."""
        sites, certificates = kwargs.pop("sites"), kwargs.pop("certificates")
        materials, self.members = kwargs.pop("materials"), kwargs.pop("members")
        super().__init__(*args, **kwargs)
        self.fields["material"].offer(materials)  # type: ignore[attr-defined]
        self._offer_members()
        self.fields["site"].choices = sites  # type: ignore[attr-defined]
        offered = [("", _("none: nothing is claimed, it begins uncertified")), *certificates]
        self.fields["certificate"].choices = offered  # type: ignore[attr-defined]

    def _offer_members(self) -> None:
        """Offer the members of a group to choose from; of a large one, one writes a name; without a group, nobody."""
        if not self.members.groups:
            del self.fields["member"]
        elif self.members.many:
            hint = _("Who handed it in: the name as it stands on the register, or the identifier (mem-…).")
            label = self.fields["member"].label
            self.fields["member"] = forms.CharField(label=label, required=False, max_length=120, help_text=hint)
        else:
            self.fields["member"].choices = self.members.choices()  # type: ignore[attr-defined]

    def clean_member(self) -> str:
        """Return the identifier of the member who was written or chosen."""
        written = str(self.cleaned_data["member"]).strip()
        if not written or not self.members.many:
            return written
        found = self.members.find(written)
        if len(found) > 1:
            several = ", ".join(label for _member, label in found[:TOLD])
            raise forms.ValidationError(
                _("Several members are called so. Give the identifier of the one: %(several)s."),
                params={"several": several},
            )
        if not found:
            raise forms.ValidationError(_("The register of your group has no such member today; look it up there."))
        return str(found[0][0])

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Nest what is delivered; whoever chooses no certificate says that nothing is claimed."""
        filled = super().inputs(actor)
        return {"site": filled.pop("site"), "delivery": {**filled, "claimed": "certificate" in filled}}


class DisputeForm(ActionForm):
    """Dispute an event."""

    verb = _("Dispute the event")
    stop = True
    event = forms.ChoiceField(label=_("Event"))
    reason = fields.note(_("What is wrong with it"), required=True)
    evidence = fields.evidence()

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Take the events the page offers."""
        events = kwargs.pop("events")
        super().__init__(*args, **kwargs)
        self.fields["event"].choices = events  # type: ignore[attr-defined]


class AnswerQuestionForm(OfferedForm):
    """Answer a question about one's event."""

    verb = _("Answer a question")
    question = fields.one_of(_("Question"))
    note = fields.note(_("How it was"), required=True)
    evidence = fields.evidence()


class SettleQuestionForm(OfferedForm):
    """Settle a question."""

    verb = _("Settle a question")
    question = fields.one_of(_("Question"))
    outcome = fields.one_of(_("What came of it"))
    note = fields.note(_("Reasons"), required=True)


class AnswerDisputeForm(OfferedForm):
    """Answer a dispute over one's event."""

    verb = _("Answer a dispute")
    dispute = fields.one_of(_("Dispute"))
    note = fields.note(_("How it was"), required=True)
    evidence = fields.evidence()


class SettleDisputeForm(OfferedForm):
    """Settle a dispute that one raised."""

    verb = _("Settle a dispute")
    dispute = fields.one_of(_("Dispute"))
    outcome = fields.one_of(_("What came of it"))
    note = fields.note(_("Reasons"), required=True)


class OpenAccountForm(OfferedForm):
    """Open a balance account."""

    verb = _("Open the account")
    site = fields.one_of(_("Site"))
    method = fields.one_of(_("Kept"))
    element = forms.CharField(label=_("Element"), max_length=2, help_text=_("Its sign, such as Co or Li."))
    opened_on = fields.day(_("From"))
    yield_percent = forms.DecimalField(
        label=_("Recovery in %"), min_value=0, max_value=100, initial=100, max_digits=6, decimal_places=3
    )


class WithdrawCreditForm(ActionForm):
    """Take credit out of an account."""

    verb = _("Take credit out")
    amount_kg = fields.kilograms(_("Amount in kg"))
    on = fields.day(_("Day"))
    note = fields.note(_("What for"), required=True)


class WithdrawShareForm(WithdrawCreditForm):
    """Take certified material out of an account that works by percentages: so much of so much."""

    of_kg = fields.kilograms(_("Of how many kg that go out"))


class DeclareCauseForm(ActionForm):
    """Declare what keeps certified material away, before more is claimed than there is."""

    verb = _("Declare the cause of an overdraft")
    cause = fields.note(_("What keeps it away"), required=True, hint=_("Such as a flood or a strike, and since when."))
    on = fields.day(_("Day"))


class TellReceiverForm(OfferedForm):
    """Say that a receiver was told of an error."""

    verb = _("Say that a receiver was told")
    receiver = fields.one_of(_("Receiver"))
    note = fields.note(_("How"), required=True, hint=_("The letter, the message or the call, and its day."))
    evidence = fields.evidence()

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Take the correction and its receiver apart."""
        filled = super().inputs(actor)
        correction, _space, party = filled.pop("receiver").partition(" ")
        return {"correction": correction, "party": party, **filled}


class IssuePassportForm(ActionForm):
    """Issue the passport of a lot."""

    verb = _("Issue the passport")
    name = forms.CharField(label=_("Name of the product"), max_length=120)
    category_code = forms.CharField(
        label=_("HS 2022 heading"), max_length=6, help_text=_("Six digits, such as 850760.")
    )
    category_name = forms.CharField(label=_("Name of the heading"), max_length=120)
    number = forms.CharField(label=_("Number of the lot or item"), max_length=60, required=False)

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Nest what is said of the product."""
        return {"product": super().inputs(actor)}


class HoldForm(ActionForm):
    """Stop a lot."""

    verb = _("Stop this lot")
    stop = True
    reason = fields.note(_("What is wrong with it"), required=True)
    evidence = fields.evidence()


class WordsForm(ActionForm):
    """Keep the words that are to stand on a product."""

    verb = _("Keep these words")
    text = forms.CharField(
        label=_("Words on the product"),
        help_text=_(
            "One of the sentences that the lot is offered, word for word, or “DRC conflict free” after an audit."
        ),
        widget=forms.Textarea,
        max_length=1000,
    )
    language = forms.ChoiceField(label=_("Language of the words"), choices=_languages)
    market = forms.CharField(label=_("Country where it is sold"), max_length=60, help_text=COUNTRY_HINT)
    discloses = fields.yes_no(_("We file our use of conflict minerals with the regulator there"))


class ReleaseForm(OfferedForm):
    """Let a lot go again."""

    verb = _("Release this lot")
    hold = fields.one_of(_("Hold"), hint=_("Another person than whoever stopped it has to do this."))
    note = fields.note(_("Why it may go"), required=True)
    evidence = fields.evidence()


class ClosePeriodForm(ActionForm):
    """Close the first open period of an account."""

    verb = _("Close the period and sign it")
    counted_kg = forms.DecimalField(
        label=_("Counted stock in kg"),
        help_text=_("What lies there and the account stands for, as it was counted or weighed on the last day."),
        min_value=0,
        max_digits=14,
        decimal_places=6,
        required=False,
    )
    cause = fields.note(_("Cause of an overdraft"), hint=_("Only when the account went below zero, such as a flood."))


class CloseStrictPeriodForm(ClosePeriodForm):
    """Close the first open period of an account that is never overdrawn: no cause would change that."""

    cause = None  # type: ignore[assignment]  # how Django leaves an inherited field out


class TransferCreditForm(OfferedForm):
    """Move credit to another account of the same product."""

    verb = _("Move credit")
    to = fields.one_of(_("To the account"))
    amount_kg = fields.kilograms(_("Amount in kg"))
    on = fields.day(_("Day"))
    reason = fields.note(_("What for"))


class AnnounceRecallForm(ActionForm):
    """Announce a recall."""

    verb = _("Announce the recall")
    stop = True
    reason = fields.note(_("What is wrong"), required=True, hint=_("Everybody who is told reads this."))
    hold = fields.yes_no(_("Stop everything that is left of it at once"))


class AnswerRecallForm(OfferedForm):
    """Say what became of lots that were recalled."""

    verb = _("Answer the recall")
    party = fields.one_of(_("For"))
    outcome = fields.one_of(_("What became of them"))
    note = fields.note(_("In your words"), required=True)
    evidence = fields.evidence()


class EndRecallForm(ActionForm):
    """End a recall."""

    verb = _("End the recall")
    note = fields.note(_("How it ended"), required=True)


class RecallSearch(forms.Form):
    """What is suspected; sent by address, so that what was found can be passed on."""

    certificate = forms.CharField(label=_("Certificate"), required=False, max_length=200)
    site = forms.CharField(label=_("Site"), required=False, max_length=200)
    lot = forms.CharField(label=_("Lot"), required=False, max_length=1000)
    member = forms.CharField(label=_("Member"), required=False, max_length=24)
    since = fields.day(_("Delivered from"), required=False)


class IssueCreditsForm(OfferedForm):
    """Issue credits of one size."""

    verb = _("Issue credits")
    account = fields.one_of(_("From the account"))
    each_kg = fields.kilograms(_("Each stands for, in kg"))
    count = forms.IntegerField(label=_("How many"), min_value=1, initial=1)
    on = fields.day(_("Day"))
    note = fields.note()


class RetireCreditsForm(OfferedForm):
    """Retire credits, once and for all."""

    verb = _("Retire credits")
    stop = True
    credit_ids = forms.MultipleChoiceField(label=_("Credits"), widget=forms.CheckboxSelectMultiple)
    lot = forms.CharField(
        label=_("For the lot"), max_length=1000, required=False, help_text=_("An uncertified lot in your hands.")
    )
    note = fields.note(_("What for"))


class HandCreditsForm(OfferedForm):
    """Hand credits to another organisation."""

    verb = _("Hand credits on")
    credit_ids = forms.MultipleChoiceField(label=_("Credits"), widget=forms.CheckboxSelectMultiple)
    to = forms.CharField(label=_("To the organisation"), max_length=24, help_text=_("Its identifier, such as org-…"))
    note = fields.note()
