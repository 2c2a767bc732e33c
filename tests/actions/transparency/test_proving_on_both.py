"""What a proof reads is right however often it was asked, in transactions and after lost ones, on both databases."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import Error, connection, transaction
from django.db.transaction import TransactionManagementError

from orepass.kernel.digest import digest
from orepass.project import settings
from orepass.transparency import queries
from orepass.transparency.actions import place_queued, queue_leaf

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
COUNT = 300
OFTEN = 8
"""More times than the driver waits until it has a plan kept."""

KEPT = "SELECT statement FROM pg_prepared_statements WHERE statement LIKE '%%transparency_%%'"


@pytest.fixture(autouse=True)
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> None:
    monkeypatch.setenv("OREPASS_HOME", str(tmp_path))
    with transaction.atomic():
        for number in range(COUNT):
            queue_leaf(kind="a.b.c", subject=f"crt-{number}", content_digest=digest(number), at=AT)


def proofs_hold() -> bool:
    found = [(number, queries.inclusion_proof(f"crt-{number}")) for number in range(0, COUNT, COUNT // OFTEN)]
    return all(proof.holds() and proof.index == number for number, proof in found)


def plans_kept() -> int:
    with connection.cursor() as cursor:
        cursor.execute(KEPT)
        return len(cursor.fetchall())


def test_proofs_hold_without_a_transaction_and_within_one() -> None:
    assert proofs_hold()
    with transaction.atomic():
        assert proofs_hold()
    assert proofs_hold()


def test_proof_within_a_transaction_sees_what_the_transaction_queued() -> None:
    assert proofs_hold()
    with transaction.atomic():
        queue_leaf(kind="a.b.c", subject="crt-new", content_digest=digest("new"), at=AT)
        place_queued()
        assert queries.inclusion_proof("crt-new").index == COUNT
        assert queries.inclusion_proof("crt-7").holds()


def ask_and_lose_the_transaction() -> None:
    with transaction.atomic():
        assert proofs_hold()
        transaction.set_rollback(True)


def test_proofs_hold_after_a_transaction_was_lost() -> None:
    ask_and_lose_the_transaction()
    assert proofs_hold()
    with transaction.atomic():
        ask_and_lose_the_transaction()
        assert proofs_hold()


def test_broken_transaction_answers_no_proof_but_says_that_it_is_broken() -> None:
    def ask_after_an_error() -> None:
        with pytest.raises(Error), connection.cursor() as cursor:
            cursor.execute("SELECT nothing FROM nowhere")
        transaction.set_rollback(True)
        queries.inclusion_proof("crt-7")

    with pytest.raises(TransactionManagementError), transaction.atomic():
        ask_after_an_error()
    assert proofs_hold()


def test_proofs_hold_on_a_new_connection() -> None:
    assert proofs_hold()
    if connection.vendor == "postgresql":
        connection.close()
    assert proofs_hold()


def test_server_keeps_two_plans_unless_its_connections_are_lent() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's driver keeps statements by itself")
    assert proofs_hold()
    assert plans_kept() >= 2, "of the entry and of its tiles"
    connection.close()
    connection.ensure_connection()
    connection.connection.prepare_threshold = None  # as OREPASS_DATABASE_POOLED sets it
    assert proofs_hold()
    assert plans_kept() == 0
    connection.close()


@pytest.mark.any_database
def test_lent_connections_keep_nothing_on_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    named = "postgresql://orepass@localhost/orepass"
    own = settings._database(named)
    monkeypatch.setattr(settings, "POOLED", True)
    lent = settings._database(named)
    assert (own["OPTIONS"]["prepare_threshold"], own["DISABLE_SERVER_SIDE_CURSORS"]) == (5, False)
    assert (lent["OPTIONS"]["prepare_threshold"], lent["DISABLE_SERVER_SIDE_CURSORS"]) == (None, True)
