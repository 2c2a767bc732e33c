"""Movements from before books were noted on them are told by the accounts, as if they had been noted on the day."""

import json
from importlib import import_module

import pytest
from django.apps import apps

from orepass.custody.models import Movement
from tests.actions.custody.conftest import Chain
from tests.actions.custody.test_book_and_claim_ledgers import InTheJournal
from tests.book_ledgers import STORIES, told

NOTED = ("book", "left")
WITH_LEDGERS = [
    "half of it sold as certified",
    "what was made of it at the mine",
    "a third is sent, and all of it received",
]


def noted() -> list[tuple[int, str, str]]:
    facts = ((row.pk, json.loads(row.claim or "{}")) for row in Movement.objects.order_by("pk"))
    return [(pk, found.get("book", ""), found.get("left", "0")) for pk, found in facts]


@pytest.mark.parametrize("story", WITH_LEDGERS)
def test_what_is_noted_afterwards_is_what_was_noted_on_the_day(chain: Chain, story: str) -> None:
    told(InTheJournal(chain), STORIES[story])
    before = noted()
    assert any(book for _, book, _ in before)
    for row in Movement.objects.exclude(claim=""):
        kept = {name: value for name, value in json.loads(row.claim).items() if name not in NOTED}
        Movement.objects.filter(pk=row.pk).update(claim=json.dumps(kept))
    assert not any(book for _, book, _ in noted())
    migration = import_module("orepass.custody.migrations.0011_books_of_movements")
    migration.books_of_movements(apps, None)
    assert noted() == before
    migration.books_of_movements(apps, None)
    assert noted() == before
