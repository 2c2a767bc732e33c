"""Movements remember what a claim hangs on."""

from typing import Any, ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """One text on each movement; what was recorded before carries no claim until it is followed anew."""

    dependencies: ClassVar[list[Any]] = [("custody", "0005_plausibility")]

    operations: ClassVar[list[Any]] = [
        migrations.AddField("movement", "claim", models.TextField(blank=True, default=""), preserve_default=False),
    ]
