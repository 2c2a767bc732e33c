from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("passport", "0003_anchored_identities"),
    ]

    operations = [
        migrations.AlterField(
            model_name="passport",
            name="lot",
            field=models.CharField(max_length=255),
        ),
        migrations.AddConstraint(
            model_name="passport",
            constraint=models.UniqueConstraint(fields=("lot", "organisation"), name="passport_of_lot_once"),
        ),
    ]
