"""The words of a comment that names somebody stay with those who ask."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the mark; what was answered before was shown in full."""

    dependencies = [("engagement", "0003_standard_development")]

    operations = [migrations.AddField("consultationcomment", "withheld", models.BooleanField(default=False))]
