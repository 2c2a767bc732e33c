"""A file is judged and clocked as its standard is read where the site is."""

from orepass.assurance.models import Application
from orepass.assurance.queries import outcome_for
from orepass.assurance.queries.evaluation import standard_of, terms_of_file
from tests.certification import World


def test_a_file_runs_on_the_numbers_that_hold_in_its_country(world: World) -> None:
    row = Application.objects.get(pk=world.submitted().id)
    assert terms_of_file(row).critical.plan_days == 7
    row.profile = {**row.profile, "country": "ZM"}
    assert terms_of_file(row).critical.plan_days == 14


def test_a_file_is_asked_what_its_country_asks(world: World) -> None:
    row = Application.objects.get(pk=world.submitted().id)
    assert standard_of(row).requirement("ASM.G.legitimacy.M1").due_year == 0
    assert outcome_for(world.operator, row.pk, world.at.date()).overlays == ("drc-asm-cobalt",)
