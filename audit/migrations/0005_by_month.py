from django.db import migrations

from audit import partitions


class Migration(migrations.Migration):
    """Not turned back: lines are moved, and that is done once."""

    dependencies = [
        ('audit', '0004_sealed'),
    ]

    operations = [
        migrations.RunSQL(partitions.MOVE),
    ]
