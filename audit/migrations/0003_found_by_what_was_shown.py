import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0002_stamped_by_the_database'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='entry',
            index=django.contrib.postgres.indexes.GinIndex(fields=['shown'], name='entry_by_shown'),
        ),
    ]
