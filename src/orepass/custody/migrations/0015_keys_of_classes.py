"""Classes are found by their GS1 key, in whatever form it is told: lots recorded before are given theirs too.

Two lots that were recorded under two names of one key stay two: each began by events of its own, so that together they
are as much as one that began twice.
"""

from django.db import migrations, models
from django.db.models import Q

from orepass.custody.rules.epcis.spelling import class_key


def keyed(apps, schema_editor):
    """Write down the key of every class that has one."""
    lots = apps.get_model("custody", "Lot").objects
    told = Q(uri__startswith="urn:epc:class:") | Q(uri__startswith="urn:epc:idpat:") | Q(uri__contains="/01/")
    for number, uri in lots.filter(told).values_list("sequence", "uri").iterator():
        if key := class_key(uri):
            lots.filter(sequence=number).update(class_key=key)


class Migration(migrations.Migration):
    """Add the column by which classes are found, and fill it."""

    dependencies = [("custody", "0014_words_of_hand_overs")]
    operations = [
        migrations.AddField(
            model_name="lot", name="class_key", field=models.CharField(blank=True, default="", max_length=200)
        ),
        migrations.RunPython(keyed, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="lot",
            index=models.Index(condition=~Q(class_key=""), fields=["class_key"], name="custody_lot_class"),
        ),
    ]
