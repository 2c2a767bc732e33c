"""Make the one row that holds the end of the record."""

from django.db import migrations


def make_head(apps, _schema_editor):
    apps.get_model("platform", "RecordHead").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("platform", "0001_initial")]
    operations = [migrations.RunPython(make_head, migrations.RunPython.noop)]
