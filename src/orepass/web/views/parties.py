"""Parties: the organisations and sites on record, and how new ones and accreditations come in."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from orepass.party import queries as party
from orepass.party.queries import AccreditationCard, OrganisationCard, SiteCard
from orepass.party.rules.kinds import Activity, OrganisationKind, SiteSize
from orepass.party.rules.provider_standing import Standing, standing_of
from orepass.platform import clock
from orepass.platform.access import Actor, Role
from orepass.scheme import queries as scheme
from orepass.web import vocabulary
from orepass.web.act import Step, work_page
from orepass.web.acting import actor_of, at_work
from orepass.web.components import Column, Mark, Table, day, marked, words
from orepass.web.forms import competence as standings
from orepass.web.forms import parties as forms
from orepass.web.views import councils, registered
from orepass.web.vocabulary import planning
from orepass.web.words import country_text

KEEPERS = (Role.STEWARD, Role.SCHEME_STAFF)
OWN = (Role.OPERATOR, Role.GROUP_MANAGER)
SHOWN = 500
ASKED_LENGTH = 80


@at_work(*KEEPERS, *OWN)
def parties(request: HttpRequest) -> HttpResponse:
    """Show the parties to those who keep the register, and their own sites to everybody who runs some."""
    actor = actor_of(request)
    asked = request.GET.get("q", "")[:ASKED_LENGTH].replace("\0", "").strip()
    keeps = bool(actor.roles.intersection(KEEPERS))
    page = {"asked": asked, "keeps": keeps}
    if not keeps:
        tables = [_sites(party.sites_of(actor.organisation), page="web:site")]
        return work_page(request, "desk/parties.html", page, steps=[_own_site(actor)], tables=tables)
    found = party.search_organisations(asked, limit=SHOWN) if asked else party.organisations(limit=SHOWN)
    sites = party.search_sites(asked, public_only=False, limit=SHOWN) if asked else _declared()
    tables = [
        _organisations(found),
        _sites(sites, page="web:site-work"),
        _accreditations(),
        councils.memberships(found),
        registered.numbers(found),
        registered.anchors(),
    ]
    return work_page(request, "desk/parties.html", page, steps=_steps(actor), tables=tables)


def _declared() -> list[SiteCard]:
    """Return the sites that a party declared; open data is found by searching."""
    return party.search_sites("", source="declared", public_only=False, limit=SHOWN)


def _providers() -> list[OrganisationCard]:
    return party.organisations(kind=OrganisationKind.PROVIDER)


def _steps(actor: Actor) -> list[Step]:
    every = [(str(card.id), card.name) for card in party.organisations(limit=SHOWN)]
    may_assign = every if Role.SCHEME_STAFF in actor.roles else [each for each in every if actor.is_in(each[0])]
    providers = [(str(card.id), card.name) for card in _providers()]
    steps = [
        Step(
            tag="party.organisation.register",
            form=forms.OrganisationForm,
            initial={"kind": OrganisationKind.OPERATOR},
            options={"choices": {"kind": vocabulary.choices(OrganisationKind, vocabulary.organisation_kind)}},
            done=_("The organisation is on record."),
        ),
        Step(
            tag="party.site.register",
            form=forms.SiteForm,
            options={"choices": {"organisation": may_assign, "activities": _activities(), "size": _sizes()}},
            done=_("The site is on record."),
        ),
    ]
    if providers:
        choices = {"provider": providers, "standard": _standards()}
        steps.append(
            Step(
                tag="party.provider.accredit",
                form=forms.AccreditForm,
                options={"choices": choices},
                done=_("The accreditation is on record and counts from its day."),
            )
        )
    return [*steps, *_standing_steps(), *councils.steps(every), *registered.steps(every)]


def _standing_steps() -> list[Step]:
    """Return the changes that the accreditations on record allow today."""
    today = clock.today()
    held: dict[Standing, list[tuple[str, str]]] = {state: [] for state in Standing}
    for provider in _providers():
        for card in party.accreditations_of(provider.id):
            held[standing_of(card.fact, today)].append((str(card.id), f"{provider.name}: {card.standard}"))
    offered = [
        ("party.provider.suspend", standings.SuspendAccreditationForm, held[Standing.APPROVED]),
        ("party.provider.restore", standings.RestoreAccreditationForm, held[Standing.SUSPENDED]),
        (
            "party.provider.withdraw_accreditation",
            standings.WithdrawAccreditationForm,
            [*held[Standing.APPROVED], *held[Standing.SUSPENDED]],
        ),
    ]
    return [
        Step(
            tag=tag,
            form=form,
            options={"choices": {"accreditation": choices}},
            done=_("On record; it counts from the day you named."),
        )
        for tag, form, choices in offered
        if choices
    ]


def _own_site(actor: Actor) -> Step:
    return Step(
        tag="party.site.register",
        form=forms.OwnSiteForm,
        fixed={"organisation": actor.organisation},
        options={"choices": {"activities": _activities(), "size": _sizes()}},
        done=_("The site is on record."),
    )


def _activities() -> list[tuple[str, str]]:
    return vocabulary.choices(Activity, vocabulary.activity)


def _sizes() -> list[tuple[str, str]]:
    return vocabulary.choices(SiteSize, vocabulary.size)


def _standards() -> list[tuple[str, str]]:
    codes = {standard.code for pack in scheme.usable_packs() for standard in pack.standards}
    return [(code, code) for code in sorted(codes)]


def _organisations(found: list[OrganisationCard]) -> Table:
    return Table(
        id="organisations",
        caption=_("Organisations"),
        columns=(Column(_("Organisation")), Column(_("Kind")), Column(_("Country")), Column(_("Identifier"))),
        rows=tuple(
            (
                words(card.name),
                words(vocabulary.organisation_kind(card.kind)),
                words(country_text(card.country, card.country_text)),
                words(card.id),
            )
            for card in found
        ),
        empty=_("No organisation here. Register the first below; people join it by an invitation."),
    )


def _sites(found: list[SiteCard], *, page: str) -> Table:
    names = party.organisation_cards(card.organisation for card in found if card.organisation)
    return Table(
        id="sites",
        caption=_("Sites"),
        columns=(Column(_("Site")), Column(_("Run by")), Column(_("Country")), Column(_("Source"))),
        rows=tuple(
            (
                words(card.name, href=reverse(page, args=[card.id])),
                words(names[card.organisation].name if card.organisation in names else "–"),
                words(country_text(card.country, card.country_text)),
                words(vocabulary.source(card.source)),
            )
            for card in found
        ),
        empty=_("No site here. Register one below; it stays private until it is certified or published."),
    )


def _accreditations() -> Table:
    today = clock.today()
    providers = _providers()
    rows = [(provider, each) for provider in providers for each in party.accreditations_of(provider.id)]
    return Table(
        id="accreditations",
        caption=_("Accreditations of providers"),
        columns=(
            Column(_("Provider")),
            Column(_("Standard")),
            Column(_("Accredited by")),
            Column(_("From"), "day"),
            Column(_("To"), "day"),
            Column(_("Today")),
        ),
        rows=tuple(
            (
                words(provider.name),
                words(each.standard),
                words(each.accreditor, note=each.reference),
                day(each.period.valid_from),
                day(each.period.valid_to),
                marked(_accreditation_mark(each, today)),
            )
            for provider, each in rows
        ),
        empty=_("No provider is accredited yet. Only an accredited provider may certify."),
    )


def _accreditation_mark(card: AccreditationCard, today: date) -> Mark:
    state = standing_of(card.fact, today)
    kinds = {Standing.APPROVED: "active", Standing.SUSPENDED: "suspended", Standing.WITHDRAWN: "failed"}
    return Mark(kinds.get(state, "expired"), planning.standing(state))
