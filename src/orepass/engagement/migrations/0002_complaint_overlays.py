"""A complaint keeps which interpretations its clocks run on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the interpretations; complaints from before there were any run on none."""

    dependencies = [("engagement", "0001_initial")]

    operations = [migrations.AddField("complaint", "overlays", models.JSONField(default=list))]
