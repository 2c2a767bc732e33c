from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('custody', '0004_closings'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='journalevent',
            index=models.Index(condition=models.Q(('happening', 'transforms')), fields=['site', '-happened_at'], name='custody_event_steps'),
        ),
        migrations.AddIndex(
            model_name='movement',
            index=models.Index(condition=models.Q(('origin', True)), fields=['site', 'at'], name='custody_movement_origin'),
        ),
    ]
