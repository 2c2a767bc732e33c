"""The form by which the credit of one input is shared out among the products of a step."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orepass.platform.access import Actor
from orepass.web.forms import fields
from orepass.web.forms.offered import OfferedForm


class ShareOutForm(OfferedForm):
    """Share the credit of an input out among the accounts of its products."""

    verb = _("Share credit out among products")
    amount_kg = forms.DecimalField(label=_("Amount in kg"), min_value=0, max_digits=14, decimal_places=6)
    on = fields.day(_("Day"))
    basis = fields.one_of(_("Shared out by"))
    reason = fields.note(_("What for"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Ask for a number of each product that the page offers, by its account."""
        self.products: dict[str, str] = kwargs.pop("products")
        super().__init__(*args, **kwargs)
        for account, label in self.products.items():
            self.fields[account] = forms.DecimalField(
                label=label,
                min_value=0,
                max_digits=14,
                decimal_places=6,
                required=False,
                help_text=_("Its kg, its kg of metal or its value; empty when it takes no part."),
            )
        self.order_fields(["amount_kg", "on", "basis", *self.products, "reason"])

    def inputs(self, actor: Actor) -> dict[str, Any]:
        """Gather the numbers of the products."""
        filled = super().inputs(actor)
        numbers = {account: filled.pop(account) for account in self.products if account in filled}
        return filled | {"products": [{"account": account, "number": number} for account, number in numbers.items()]}
