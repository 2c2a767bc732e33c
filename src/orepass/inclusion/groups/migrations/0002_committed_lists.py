import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assurance", "0001_initial"), ("groups", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="MemberList",
            fields=[
                ("id", models.CharField(max_length=24, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("entries", models.JSONField(default=list)),
                ("committed", models.JSONField(default=dict)),
                ("content_digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=64)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="assurance.application"
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lists", to="groups.group"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "constraints": [models.UniqueConstraint(fields=("group", "number"), name="member_list_number_once")],
            },
        ),
        migrations.AddField(
            model_name="draw",
            name="member_list",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="draw",
                to="groups.memberlist",
            ),
        ),
        migrations.CreateModel(
            name="DrawAddition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=64)),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="additions", to="groups.draw"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="groups.member"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("draw", "member"), name="draw_addition_once")],
            },
        ),
    ]
