import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# By the ledger's own function: a review is no more to be changed than the lines that it is about.
APPEND_ONLY = """
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON referrals_accessreview
        FOR EACH ROW EXECUTE FUNCTION refuse_to_change_the_ledger();
"""
REMOVE = "DROP TRIGGER append_only ON referrals_accessreview;"


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0002_where_units_are_told'),
        ('audit', '0002_stamped_by_the_database'),
        ('referrals', '0005_sharing'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AccessReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=10)),
                ('entry', models.BigIntegerField(help_text='The line of the ledger by which the finding is known again.')),
                ('about', models.BigIntegerField(help_text='Whose access, as the ledger names them.')),
                ('outcome', models.CharField(choices=[('in_order', 'In order'), ('follow_up', 'To be followed up')], max_length=20)),
                ('note', models.TextField()),
                ('reviewed_at', models.DateTimeField()),
                ('agency', models.ForeignKey(help_text='Whose auditor.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('reviewed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['reviewed_at', 'pk'],
                'indexes': [models.Index(fields=['agency', 'entry'], name='reviews_of_a_finding')],
                'constraints': [models.CheckConstraint(condition=models.Q(('note', ''), _negated=True), name='a_review_says_something'), models.CheckConstraint(condition=models.Q(('about', models.F('reviewed_by')), _negated=True), name='nobody_reviews_their_own_access')],
            },
        ),
        migrations.RunSQL(APPEND_ONLY, REMOVE),
    ]
