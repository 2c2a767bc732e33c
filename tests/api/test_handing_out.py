"""Files through the API: anybody takes a standard, the parties take their own answers, what comes back is saved."""

import base64
import io
import json

import openpyxl
import pytest
from django.test import Client

from orepass.assurance.queries import case_for
from orepass.platform import clock
from orepass.platform.workbooks import TYPE
from tests.api.reading import client_for
from tests.certification import PACK, World

pytestmark = pytest.mark.django_db
V1 = "/api/v1/"
FIRST = "ASM.G.legitimacy.C1"


def test_a_standard_is_handed_to_anybody_as_workbook_form_and_oscal() -> None:
    with clock.frozen_at(World().at):
        nobody = Client()
        book = nobody.get(f"{V1}standards/{PACK}/files/workbook")
        form = nobody.get(f"{V1}standards/{PACK}/ASM/files/xlsform?size=asm&minerals=gold,tin")
        assert {answer["Content-Type"] for answer in (book, form)} == {TYPE}
        assert openpyxl.load_workbook(io.BytesIO(form.content)).sheetnames == ["survey", "choices", "settings"]
        profile = nobody.get(f"{V1}standards/{PACK}/ASM/oscal/profile?size=asm&language=fr").json()
        assert ("size", "asm") in {(one["name"], one["value"]) for one in profile["profile"]["metadata"]["props"]}
        assert "catalog" in nobody.get(f"{V1}standards/{PACK}/ASM/oscal/catalog").json()
        wrong = nobody.get(f"{V1}standards/{PACK}/ASM/files/self-assessment?size=vast")
        assert (wrong.status_code, wrong.json()["code"]) == (422, "scheme.saying.word")
        assert nobody.get(f"{V1}standards/{PACK}/ASM/files/poem").status_code == 422


@pytest.mark.parametrize(("language", "status"), [("es", 200), ("zz", 422), ("sw", 422)])
def test_the_table_of_events_is_handed_out_in_a_language_that_it_has(language: str, status: int) -> None:
    assert Client().get(f"{V1}events/template?language={language}").status_code == status


def test_the_parties_take_their_answers_and_bring_them_back() -> None:
    world = World()
    file = world.contracted()
    address = f"{V1}applications/{file}/files/self-assessment"
    with clock.frozen_at(world.at):
        own, stranger = client_for(world.operator), client_for(world.outsider)
        assert stranger.get(address).status_code == 404
        assert Client().get(address).status_code == 401
        book = openpyxl.load_workbook(io.BytesIO(own.get(address).content))
        book["answers"]["J2"] = "fully met"
        out = io.BytesIO()
        book.save(out)
        body = {"application": file, "content_base64": base64.b64encode(out.getvalue()).decode()}
        done = own.post(f"{V1}actions/assurance.answer.import_sheet", json.dumps(body), content_type="application/json")
        assert (done.status_code, done.json()["created"]) == (200, 1)
        results = own.get(f"{V1}applications/{file}/oscal").json()["assessment-results"]["results"][0]
        assert [one["title"] for one in results["observations"]] == [f"{FIRST}, answered by the client"]
        assert stranger.get(f"{V1}applications/{file}/oscal").status_code == 404
    assert [card.requirement for card in case_for(world.operator, file).answers] == [FIRST]
