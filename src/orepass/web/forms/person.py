"""Forms of a person: organisation acted for, interests, invitation, erasure."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from orepass.web.act import ActionForm
from orepass.web.forms import fields


def interest_kinds() -> list[tuple[str, str]]:
    """Return the kinds of interest in the reader's words."""
    return [
        ("none", _now("no tie to this client")),
        ("consulted", _now("I consulted for this client")),
        ("employed", _now("I was employed by this client")),
        ("owns", _now("I own a part of it")),
        ("related", _now("I am related to someone there")),
    ]


class DeclareInterestForm(ActionForm):
    """Declare a tie to a client, or that there is none."""

    verb = _("Declare")
    client = forms.ChoiceField(label=_("Client"))
    kind = fields.one_of(_("My tie"), hint=_("Only a declaration clears you; silence does not."))
    valid_from = fields.day(_("From"))
    valid_before = fields.day(_("Ended before"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Take the clients the page offers."""
        clients = kwargs.pop("clients")
        super().__init__(*args, **kwargs)
        self.fields["client"].choices = clients  # type: ignore[attr-defined]
        self.fields["kind"].choices = interest_kinds()  # type: ignore[attr-defined]


class AcceptInvitationForm(ActionForm):
    """Join the organisation that sent the letter."""

    verb = _("Join")


class InviteForm(ActionForm):
    """Invite a person into the organisation acted for."""

    verb = _("Send the invitation")
    email = forms.EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Take the roles the person may give."""
        roles = kwargs.pop("roles")
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
