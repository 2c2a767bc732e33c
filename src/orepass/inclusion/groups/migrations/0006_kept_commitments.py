"""Keep what each commitment of a register bound, under a salt of its own."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("groups", "0005_salted_registers")]
    operations = [
        migrations.CreateModel(
            name="RegisterCommitment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("members", models.PositiveIntegerField()),
                ("said", models.TextField()),
                ("content_digest", models.CharField(max_length=64, unique=True)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=64)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="commitments", to="groups.group"
                    ),
                ),
            ],
            options={"ordering": ["pk"]},
        ),
    ]
