"""Whom this home trusts: issuers, registers that say whose a DID is, and accreditors; each with the grounds."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from orepass.passport import trust
from orepass.passport.trust import TrustedCard
from orepass.platform import clock
from orepass.platform.access import Role
from orepass.web.act import Step, work_page
from orepass.web.acting import at_work
from orepass.web.components import Column, Table, day, words
from orepass.web.forms import trusted as forms


@at_work(Role.STEWARD, Role.SCHEME_STAFF)
def trusted(request: HttpRequest) -> HttpResponse:
    """Show the list, and let those who run the scheme change it."""
    cards = trust.trusted_at(clock.now())
    return work_page(request, "desk/trusted.html", {}, steps=_steps(cards), tables=[_table(cards)])


def _table(cards: list[TrustedCard]) -> Table:
    return Table(
        id="trusted",
        caption=_("Trusted parties"),
        columns=(
            Column(_("Name")),
            Column(_("Trusted for")),
            Column(_("DID or address"), "code"),
            Column(_("Grounds")),
            Column(_("Since"), "day"),
        ),
        rows=tuple(
            (
                words(card.name),
                words(dict(_parts())[card.part]),
                words(card.identifier),
                words(card.grounds),
                day(card.trusted_at.date()),
            )
            for card in cards
        ),
        empty=_("Nobody is on the list: of issuers elsewhere nobody here can say who they are."),
    )


def _parts() -> list[tuple[str, str]]:
    return [
        (trust.ISSUER, _("being who it says it is")),
        (trust.REGISTER, _("saying whose a DID is")),
        (trust.ACCREDITOR, _("accrediting assessors")),
        (trust.SCHEME, _("being a scheme that is recognised here")),
    ]


def _steps(cards: list[TrustedCard]) -> list[Step]:
    steps = [
        Step(
            tag="passport.trust.declare",
            form=forms.TrustForm,
            options={"choices": {"part": _parts()}},
            done=_("It is trusted from now on."),
        )
    ]
    if cards:
        listed = [(card.id, f"{card.name}: {dict(_parts())[card.part]}") for card in cards]
        steps.append(
            Step(
                tag="passport.trust.end",
                form=forms.EndTrustForm,
                options={"choices": {"trusted": listed}},
                done=_("It is trusted no more."),
            )
        )
    return steps
