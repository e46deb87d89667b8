from datetime import timedelta

from django.db import migrations, models
from django.db.models import F, Q
from django.utils import timezone


def end_what_was_out_of_use(apps, _schema_editor):
    """Contacts until yesterday may have had it; from today on nobody chooses it, as before."""
    values = apps.get_model("reasons", "DimensionValue").objects
    values.filter(is_active=False).update(valid_until=timezone.localdate() - timedelta(days=1))


def take_out_of_use_what_ended(apps, _schema_editor):
    today = timezone.localdate()
    values = apps.get_model("reasons", "DimensionValue").objects
    values.filter(Q(valid_until__lt=today) | Q(valid_from__gt=today)).update(is_active=False)


class Migration(migrations.Migration):
    dependencies = [
        ("reasons", "0005_tree_changes"),
    ]

    operations = [
        migrations.AddField(
            model_name="dimensionvalue",
            name="valid_from",
            field=models.DateField(blank=True, null=True, verbose_name="valid from"),
        ),
        migrations.AddField(
            model_name="dimensionvalue",
            name="valid_until",
            field=models.DateField(blank=True, null=True, verbose_name="valid until"),
        ),
        migrations.RunPython(end_what_was_out_of_use, take_out_of_use_what_ended),
        migrations.RemoveField(
            model_name="dimensionvalue",
            name="is_active",
        ),
        migrations.AddConstraint(
            model_name="dimensionvalue",
            constraint=models.CheckConstraint(
                condition=Q(valid_until=None)
                | Q(valid_from=None)
                | Q(valid_until__gte=F("valid_from")),
                name="reasons_dimensionvalue_order",
                violation_error_message="The end date lies before the start date.",
            ),
        ),
    ]
