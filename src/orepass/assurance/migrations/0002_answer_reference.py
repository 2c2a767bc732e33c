"""An answer may rest on the credit of another scheme's certificate."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the reference."""

    dependencies = [("assurance", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="answer",
            name="reference",
            field=models.CharField(blank=True, default="", max_length=24),
            preserve_default=False,
        )
    ]
