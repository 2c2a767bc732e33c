"""Tags are found by their look, and bags by their GS1 key: what was written down before is written down so too."""

from django.db import migrations
from django.db.models import Q

from orepass.custody.rules.epcis.spelling import bag_key, tag_key

KEY_MAX = 200


def keyed(apps, schema_editor):
    """Write the key of every bag that began, where it differs from what stands there."""
    movement = apps.get_model("custody", "Movement")
    told = ~Q(tag="") | Q(instance=True, lot__uri__startswith="urn:epc:id:") | Q(instance=True, lot__uri__contains="/00/")
    told |= Q(instance=True, lot__uri__contains="/01/")
    for row in movement.objects.filter(told, move="begun").select_related("lot").iterator():
        key = (tag_key(row.tag) if row.tag else bag_key(row.lot.uri))[:KEY_MAX]
        if key != row.tag:
            movement.objects.filter(pk=row.pk).update(tag=key)


class Migration(migrations.Migration):
    """Rewrite the column by which tags are found."""

    dependencies = [("custody", "0012_product_words")]
    operations = [migrations.RunPython(keyed, migrations.RunPython.noop)]
