import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reasons', '0003_learned_suggestions'),
    ]

    operations = [
        migrations.AddField(
            model_name='ingestbatch',
            name='trial',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='confirmed_as', to='reasons.ingestbatch'),
        ),
    ]
