"""Keep the evidence of each party as its own, whoever stored the same bytes before."""

from typing import Any

from django.db import migrations, models


def of_each_party(apps: Any, _editor: Any) -> None:
    """Keep whose each file was until now."""
    made = apps.get_model("platform", "EvidenceFile")
    for row in apps.get_model("platform", "Evidence").objects.all().iterator():
        fields = ("sha256", "organisation", "stored_by", "stored_at", "name", "media_type", "size")
        told = {name: getattr(row, name) for name in fields}
        made.objects.create(party=row.organisation or row.stored_by, **told)


class Migration(migrations.Migration):
    """A row for each party in the place of one for each file."""

    dependencies = [("platform", "0002_record_head")]

    operations = [
        migrations.CreateModel(
            name="EvidenceFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("party", models.CharField(max_length=64)),
                ("organisation", models.CharField(db_index=True, max_length=24)),
                ("stored_by", models.CharField(max_length=64)),
                ("stored_at", models.DateTimeField()),
                ("name", models.CharField(max_length=200)),
                ("media_type", models.CharField(max_length=80)),
                ("size", models.BigIntegerField()),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.AddConstraint(
            model_name="evidencefile",
            constraint=models.UniqueConstraint(fields=("sha256", "party"), name="evidence_of_a_party_once"),
        ),
        migrations.RunPython(of_each_party, migrations.RunPython.noop),
        migrations.DeleteModel(name="Evidence"),
    ]
