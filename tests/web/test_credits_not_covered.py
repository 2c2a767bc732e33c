"""A credit that production does not cover any more is marked on the page of credits and stands in the inbox."""

import pytest

from orepass.platform import clock
from tests.actions.custody.conftest import Chain
from tests.actions.custody.test_credits_not_covered import Book
from tests.beginnings import Teller, Told
from tests.web.conftest import Browse
from tests.web.test_custody_pages import cells, page

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Chain]:
    return tell(Chain)


def test_credit_that_is_not_covered_is_marked_and_waits_in_the_inbox(told: Told[Chain], logged_in: Browse) -> None:
    chain = told.again()
    book = Book(chain)
    with clock.frozen_at(chain.at):
        client = logged_in(chain.miner)
        assert ["may be used" in row for row in cells(page(client, "book-credits"), "credits")] == [True, True]
        assert "Cover credits" not in page(client, "inbox")
        book.never_was()
        assert ["not covered by production" in row for row in cells(page(client, "book-credits"), "credits")] == [
            True,
            True,
        ]
        html = page(client, "inbox")
        assert "Cover credits by production again" in html
        assert "20\u202fkg Co" in html
