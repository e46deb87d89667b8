"""The table of the shared cache, so that `migrate` alone makes a database the product runs on."""

from django.core.management import call_command
from django.db import migrations


def create(apps, schema_editor):
    """Nothing happens where the cache is elsewhere or the table is there already."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE IF EXISTS cache")


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
