"""Write down on movements which book and claim account a lot came into, and what left such an account with it.

Movements say so since they are followed that way; those from before are told it by the entries of the accounts.
"""

import json
from fractions import Fraction

from django.db import migrations


def books_of_movements(apps, schema_editor):
    """Note on each beginning the books of the lot or of what it was made of, and on each dispatch what left them."""
    entries = apps.get_model("custody", "Entry").objects.filter(account__method="book", corrects=None).exclude(lot="")
    rows = entries.values_list("event", "lot", "account", "kind", "amount_mg", "total_mg", "account__yield_ppm")
    received, sold = {}, {}
    for event, lot, account, kind, amount, total, yield_ppm in rows:
        if kind == "receipt":
            received[event, lot] = account
        elif kind == "sale" and total:
            sold[event, lot] = Fraction(-amount, total), yield_ppm
    if not received:
        return
    won = {lot for _, lot in received}
    movements = apps.get_model("custody", "Movement").objects
    names = "pk", "event", "event__campaign", "lot__uri", "move", "origin", "holder", "claim"
    changed = []
    books, makers, made_of = {}, {}, {}
    moves = movements.filter(move__in=["begun", "used", "sent"]).order_by("event", "pk").values_list(*names)
    # Within an event what is used stands before what is begun, as the inputs of a step do in the journal.
    for pk, event, campaign, lot, move, origin, holder, claim in moves.iterator():
        facts = json.loads(claim) if claim else {}
        step = campaign or event
        if move == "used" and lot in books and facts.get("by", "") in {"", makers.get(lot, "")}:
            made_of.setdefault(step, {}).update(dict.fromkeys(books[lot]))
        elif move == "begun":
            makers[lot] = holder
            found = [received[event, lot]] if (event, lot) in received else list(made_of.get(step, ()))
            if found:
                books[lot] = dict.fromkeys((*books.get(lot, ()), *found))
                if not facts.get("book"):
                    changed.append((pk, facts | {"book": " ".join(found)}))
        elif move == "sent" and (event, lot) in sold and not facts.get("left"):
            part, yield_ppm = sold[event, lot]
            if lot in won:
                part = part * 1_000_000 / yield_ppm
            changed.append((pk, facts | {"left": str(min(part, Fraction(1)))}))
    for pk, facts in changed:
        movements.filter(pk=pk).update(claim=json.dumps(facts, separators=(",", ":")))


class Migration(migrations.Migration):
    dependencies = [
        ("custody", "0010_most_that_a_lot_can_hold"),
    ]

    operations = [
        migrations.RunPython(books_of_movements, migrations.RunPython.noop),
    ]
