"""Forms that change what may be said of a certificate; each page shows what will happen to whom before it does."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from orepass.web.act import ActionForm
from orepass.web.forms import fields
from orepass.web.forms.offered import OfferedForm


def grounds() -> list[tuple[str, str]]:
    """Return the grounds in the reader's words."""
    return [
        ("nonconformity", _now("nonconformity not corrected in time")),
        ("surveillance_refused", _now("surveillance refused or missed")),
        ("misuse", _now("misuse of certificate or mark")),
        ("own_request", _now("the client's own request")),
        ("fee_unpaid", _now("fee unpaid")),
        ("complaint_upheld", _now("complaint upheld")),
        ("limit_reached", _now("limit of the scheme reached")),
    ]


class GroundsForm(ActionForm):
    """A change with its grounds."""

    stop = True
    grounds = fields.one_of(_("Grounds"))
    note = fields.note(_("Reasons, which the client reads"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer the grounds in the reader's words."""
        super().__init__(*args, **kwargs)
        self.fields["grounds"].choices = grounds()  # type: ignore[attr-defined]


class SuspendForm(GroundsForm):
    """Suspend."""

    verb = _("Suspend the certificate")


class WithdrawCertificateForm(GroundsForm):
    """Withdraw for good."""

    verb = _("Withdraw the certificate")


class ReduceForm(GroundsForm):
    """Take sites out of the scope."""

    verb = _("Reduce the scope")
    sites = forms.MultipleChoiceField(label=_("Sites to take out"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Take the sites the page offers."""
        sites = kwargs.pop("sites")
        super().__init__(*args, **kwargs)
        self.fields["sites"].choices = sites  # type: ignore[attr-defined]


class RestoreForm(ActionForm):
    """Restore a suspended certificate."""

    verb = _("Restore the certificate")
    note = fields.note(_("What was resolved"), required=True)


class TerminateForm(ActionForm):
    """End the certification as its client."""

    verb = _("End the certification")
    stop = True
    note = fields.note()


class IssueCredentialForm(ActionForm):
    """Sign the certificate as a credential."""

    verb = _("Issue the credential")


class RequestTransferForm(OfferedForm):
    """Ask another provider to take the certificate over."""

    verb = _("Move to another provider")
    provider = forms.ChoiceField(
        label=_("New provider"), help_text=_("It may read the file from now on. The certificate keeps its period.")
    )
    reason = fields.note(_("Reason"), required=True)


class AcceptTransferForm(ActionForm):
    """Take a certificate over."""

    verb = _("Take the certificate over")
    note = fields.note(_("What you reviewed"), required=True)


class RefuseTransferForm(ActionForm):
    """Refuse to take it over."""

    verb = _("Refuse to take it over")
    note = fields.note(_("Reason"), required=True)


class CancelTransferForm(ActionForm):
    """Take the request back."""

    verb = _("Cancel the request")
    note = fields.note()
