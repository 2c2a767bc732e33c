"""Keep a provider whose standing is suspended or withdrawn from what it may no longer do (domain rules A8)."""

from datetime import datetime

from orepass.assurance.models import Application
from orepass.assurance.queries.transfers import provider_today
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Conflict
from orepass.kernel.text import marked as _
from orepass.party.queries import standing_of_provider
from orepass.scheme.rules.lifecycle import PROVIDER_MAY


class ProviderNotApproved(Conflict):
    """The provider's accreditation does not allow this step."""

    code = "assurance.provider.not_approved"
    message = _("The provider is {state} for {standard} today and may not do this: {step}.")
    what_to_do = _(
        "Suspended, a provider finishes what it audited and watches over its certificates; withdrawn, its clients move "
        "their certificates to another provider."
    )


def require_provider_may(row: Application, step: str, at: datetime) -> None:
    """Refuse what a suspended or withdrawn provider may not do; who was never approved is stopped by the decision.

    Raises:
        ProviderNotApproved: the standing does not allow the step.
    """
    state = standing_of_provider(provider_today(row), row.standard, day_of(at))
    if state in PROVIDER_MAY and step not in PROVIDER_MAY[state]:
        raise ProviderNotApproved(where=row.pk, state=state, standard=row.standard, step=step)
