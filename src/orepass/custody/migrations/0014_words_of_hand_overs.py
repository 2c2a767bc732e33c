"""Write down on movements in which word a hand-over was told: one that is shipped and departs goes out once.

Movements say so since parts of a lot are followed that way; those from before are told it by their events.
"""

import json

from django.db import migrations

TOLD_AGAIN = ("departing", "arriving", "accepting")


def words_of_hand_overs(apps, schema_editor):
    """Note the word on each dispatch and receipt that was told in another one than shipping and receiving."""
    movements = apps.get_model("custody", "Movement").objects
    told = movements.filter(move__in=["sent", "received"], event__business_step__in=TOLD_AGAIN)
    rows = told.order_by().values_list("event", "event__business_step", "claim").distinct()
    # The lots of one event mostly say the same of their claim: they are written down together.
    for event, word, claim in list(rows):
        facts = json.loads(claim) if claim else {}
        if not facts.get("word"):
            text = json.dumps(facts | {"word": word}, separators=(",", ":"))
            movements.filter(event=event, move__in=["sent", "received"], claim=claim).update(claim=text)


class Migration(migrations.Migration):
    """Fill in what later movements carry from the day they are told."""

    dependencies = [("custody", "0013_keys_of_tags")]
    operations = [migrations.RunPython(words_of_hand_overs, migrations.RunPython.noop)]
