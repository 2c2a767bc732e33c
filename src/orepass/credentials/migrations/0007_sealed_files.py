"""Keys that open what is sealed for a role, and the files that were sealed for them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("credentials", "0006_terms_that_were_checked"),
    ]

    operations = [
        migrations.AddField(
            model_name="key",
            name="role",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.CreateModel(
            name="SealedFile",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("evidence", models.CharField(db_index=True, max_length=64)),
                ("organisation", models.CharField(db_index=True, max_length=24)),
                ("media_type", models.CharField(max_length=80)),
                ("sealed_by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sealed", to="credentials.key"
                    ),
                ),
            ],
        ),
    ]
