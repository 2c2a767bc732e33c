"""A person's own page: whom they act for, what they declared about clients, invitations, and their log-in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from orepass.assurance import queries as assurance
from orepass.party import queries as party
from orepass.platform.access import Actor, Role
from orepass.platform.people import memberships_of, person_for
from orepass.web.act import Step, work_page
from orepass.web.acting import CHOSEN, actor_of, at_work
from orepass.web.components import Column, Table, day, words
from orepass.web.forms import person as forms
from orepass.web.roles import role_words


@at_work()
def person(request: HttpRequest) -> HttpResponse:
    """Show a person what is held about them and for whom they act."""
    actor = actor_of(request)
    held = memberships_of(actor.pseudonym)
    names = party.organisation_cards(held)
    page = {
        "person": person_for(actor, actor.pseudonym),
        "memberships": [
            {
                "organisation": organisation,
                "name": names[organisation].name if organisation in names else organisation,
                "roles": ", ".join(sorted(role_words(role) for role in roles)),
                "current": organisation == actor.organisation,
            }
            for organisation, roles in held.items()
        ],
    }
    steps = [_declare(actor), _invite(actor)] if actor.organisation else []
    return work_page(request, "desk/person.html", page, steps=steps, tables=[_interests(actor)])


def _declare(actor: Actor) -> Step:
    files = assurance.applications_for(actor, limit=500).items
    clients = party.organisation_cards(card.client for card in files)
    return Step(
        tag="party.person.declare_interest",
        form=forms.DeclareInterestForm,
        fixed={"person": actor.pseudonym},
        options={"clients": sorted(((card.id, card.name) for card in clients.values()), key=lambda pair: pair[1])},
        done=_("Declared. It counts from the day you named."),
    )


def _invite(actor: Actor) -> Step:
    mine = sorted(Role if Role.STEWARD in actor.roles else actor.roles)
    return Step(
        tag="platform.invitation.send",
        form=forms.InviteForm,
        fixed={"organisation": actor.organisation},
        options={"roles": [(str(role), role_words(role)) for role in mine]},
        done=_("The letter is on its way; it is good for 14 days."),
    )


def _interests(actor: Actor) -> Table:
    kinds = dict(forms.interest_kinds())
    found = party.interests_of(actor.pseudonym)
    names = party.organisation_cards(card.client for card in found)
    return Table(
        id="interests",
        caption=_("What you declared about clients"),
        columns=(Column(_("Client")), Column(_("Tie")), Column(_("From"), "day"), Column(_("Ended before"), "day")),
        rows=tuple(
            (
                words(names[card.client].name if card.client in names else card.client),
                words(kinds.get(str(card.kind), str(card.kind))),
                day(card.period.valid_from),
                day(card.period.valid_before),
            )
            for card in found
        ),
        empty=_("Nothing yet. Whoever evaluates or decides first declares that nothing ties them to the client."),
    )


@at_work()
@require_POST
def act_for(request: HttpRequest) -> HttpResponse:
    """Choose the organisation to act for; only one's own can be chosen."""
    chosen = request.POST.get("organisation", "")
    if chosen in memberships_of(actor_of(request).pseudonym):
        request.session[CHOSEN] = chosen
        messages.success(request, _("You act for another organisation now."), "done")
    return redirect("web:dashboard")


@at_work()
def invitation(request: HttpRequest, code: str) -> HttpResponse:
    """Let the invited person join."""
    step = Step(
        tag="platform.invitation.accept",
        form=forms.AcceptInvitationForm,
        fixed={"code": code},
        done=_("You have joined. Choose on your page whom you act for."),
        next_href=reverse("web:person"),
    )
    return work_page(request, "desk/invitation.html", {}, steps=[step])
