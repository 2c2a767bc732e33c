"""Entries keep of which credential the names were held against its contexts when it was signed here."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('credentials', '0005_names_on_the_log'),
    ]

    operations = [
        migrations.AddField(
            model_name='statusentry',
            name='terms_digest',
            field=models.CharField(blank=True, max_length=64),
        ),
    ]
