"""Give every group the salt of its register's digest."""

from typing import Any

from django.db import migrations, models

from orepass.kernel.identifier import random_bits


def salted(apps: Any, _editor: Any) -> None:
    """Give a salt of its own to each group that has none."""
    groups = apps.get_model("groups", "Group").objects
    for group in groups.filter(salt=""):
        group.salt = f"{random_bits(128):032x}"
        group.save(update_fields=["salt"])


class Migration(migrations.Migration):
    dependencies = [("groups", "0004_outgrowers_and_distances")]
    operations = [
        migrations.AddField("group", "salt", models.CharField(default="", max_length=32), preserve_default=False),
        migrations.RunPython(salted, migrations.RunPython.noop),
    ]
