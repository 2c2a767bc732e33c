"""Entries keep this home's own identifier of the credential; those that bear an address of ours have it from there."""

import re

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_OURS = re.compile(r"https?://[^/?#]+/credentials/(crd-[0-9A-HJKMNP-TV-Z]{12}[0-9A-Z])\Z")


def named(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    entries = apps.get_model("credentials", "StatusEntry").objects.filter(subject__contains="/credentials/crd-")
    for entry in entries.iterator():
        found = _OURS.match(entry.subject)
        if found:
            entry.name = found[1]
            entry.save(update_fields=["name"])


class Migration(migrations.Migration):

    dependencies = [
        ('credentials', '0004_brought_contexts'),
    ]

    operations = [
        migrations.AddField(
            model_name='statusentry',
            name='name',
            field=models.CharField(blank=True, max_length=24),
        ),
        migrations.RunPython(named, migrations.RunPython.noop),
    ]
