"""``orepass scheme applies`` and ``compare`` say what page and API say, from the same place."""

import json
from typing import Any

import pytest
from django.test import Client

from orepass.platform.models import Record
from tests.cli.conftest import Run

SAID = ("activities=extraction", "size=asm", "minerals=cobalt,gold", "flags.tailings=unknown")
QUERY = "activities=extraction&size=asm&minerals=cobalt&minerals=gold&flags.tailings=unknown"


def told(run: Run, *words: str) -> Any:
    ran = run("scheme", *words, "--json")
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def test_command_and_address_give_the_same_answer(run: Run) -> None:
    by_command = told(run, "applies", "cera-4in1", *SAID)
    by_address = Client().get(f"/api/v1/standards/cera-4in1/what-applies?{QUERY}").json()
    assert by_command == by_address
    assert by_command["standards"][0]["entry"] is True


def test_comparison_by_command_and_by_address_is_the_same(run: Run) -> None:
    by_command = told(run, "compare", "cera-4in1:ASM", "cera-4in1:CPS", "--size", "asm", "--at", "2026-11-22")
    address = "/api/v1/standards/compare?a=cera-4in1:ASM&b=cera-4in1:CPS&size=asm&on=2026-11-22"
    assert by_command == Client().get(address).json()
    assert by_command["basis"] == "table"


def test_people_read_the_list_with_what_is_still_to_be_said(run: Run) -> None:
    ran = run("scheme", "applies", "cera-4in1", *SAID)
    assert ran.code == 0
    assert "for you, begin here" in ran.out
    assert "Not said yet" in ran.out
    assert "an estimate" in ran.out
    everything_else = run("scheme", "applies", "quarry-basics", "activities=extraction", "size=small")
    assert everything_else.code == 0


def test_people_read_the_comparison_with_its_weakest_link(run: Run) -> None:
    ran = run("scheme", "compare", "cera-4in1:ASM", "cera-4in1:CPS")
    assert ran.code == 0
    assert "by table" in ran.out
    assert "Nobody has decided on this table yet" in ran.out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("applies", "cera-4in1", "asm"), "scheme.saying.pair"),
        (("applies", "cera-4in1", "colour=red"), "scheme.saying.not_asked"),
        (("applies", "cera-4in1", "size=huge"), "scheme.saying.word"),
        (("compare", "cera-4in1", "cera-4in1:CPS"), "register.compare.side"),
        (("compare", "cera-4in1:CPS", "cera-4in1:CPS"), "register.compare.same"),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_kept(run: Run, words: tuple[str, ...], code: str) -> None:
    before = Record.objects.count()
    ran = run("scheme", *words, "--json")
    assert ran.code == 2
    assert json.loads(ran.out)["error"]["code"] == code
    assert Record.objects.count() == before


def test_hostile_text_in_the_address_is_refused(db: None) -> None:
    answer = Client().get("/api/v1/standards/cera-4in1/what-applies?size=%00")
    assert answer.status_code == 422
    assert answer.json()["code"] == "api.text"
