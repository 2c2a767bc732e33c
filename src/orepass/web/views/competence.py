"""A provider's people: what each is competent for, what showed it, and until when."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from orepass.party import queries as party
from orepass.party.queries import CompetenceCard
from orepass.party.rules.competence import Field, competent
from orepass.platform import clock
from orepass.platform.access import Actor, Role
from orepass.platform.people import people_with_role
from orepass.web import vocabulary
from orepass.web.act import Step, work_page
from orepass.web.acting import actor_of, at_work
from orepass.web.components import Column, Mark, Table, day, marked, words
from orepass.web.forms import competence as forms
from orepass.web.marks import verdict_mark
from orepass.web.people import names_of
from orepass.web.vocabulary import planning


@at_work(Role.AUDITOR, Role.CERTIFIER)
def people(request: HttpRequest) -> HttpResponse:
    """Show the competence records of the house to its certifiers, and to everybody else their own."""
    actor = actor_of(request)
    cards = party.competences_for(actor)
    keeps = Role.CERTIFIER in actor.roles
    page = {"keeps": keeps, "empty_house": not cards}
    steps = _steps(actor, cards) if keeps else []
    return work_page(request, "desk/people.html", page, steps=steps, tables=[_table(cards)])


def _steps(actor: Actor, cards: list[CompetenceCard]) -> list[Step]:
    roles = (Role.AUDITOR, Role.CERTIFIER)
    house = sorted({who for role in roles for who in people_with_role(role, actor.organisation)})
    names = names_of([*house, *(card.person for card in cards)])
    steps = [
        Step(
            tag="party.person.record_competence",
            form=forms.RecordCompetenceForm,
            options={
                "choices": {
                    "person": [(who, names[who]) for who in house],
                    "field": vocabulary.choices(Field, planning.competence_field),
                }
            },
            done=_("On record. It counts when a team is put together."),
        )
    ]
    running = [(str(card.id), f"{names[card.person]}: {_of(card)}") for card in cards if card.ended_from is None]
    if running:
        steps.append(
            Step(
                tag="party.person.end_competence",
                form=forms.EndCompetenceForm,
                options={"choices": {"competence": running}},
                done=_("Taken back from that day; what was done before stands."),
            )
        )
    return steps


def _table(cards: list[CompetenceCard]) -> Table:
    names = names_of(card.person for card in cards)
    return Table(
        id="competence",
        caption=_("Competence on record"),
        columns=(
            Column(_("Person")),
            Column(_("Competent in")),
            Column(_("Shown by")),
            Column(_("From"), "day"),
            Column(_("To"), "day"),
            Column(_("Today")),
        ),
        rows=tuple(
            (
                words(names.get(card.person, card.person)),
                words(_of(card), note=planning.competence_field(card.field)),
                words(card.shown_by),
                day(card.period.valid_from),
                day(card.period.valid_to),
                marked(_mark(card)),
            )
            for card in cards
        ),
        empty=_("Nothing is on record yet. A team is put together from people whose competence is shown."),
    )


def _of(card: CompetenceCard) -> str:
    return vocabulary.mineral(card.of) if card.field is Field.MINERAL else card.of


def _mark(card: CompetenceCard) -> Mark:
    return verdict_mark(competent([card.fact], card.field, card.of, clock.today()))
