from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reasons', '0002_registration_workspace'),
    ]

    operations = [
        migrations.CreateModel(
            name='LearnedSuggestions',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('learned_at', models.DateTimeField()),
                ('content', models.BinaryField()),
                ('digest', models.CharField(max_length=64)),
                ('example_count', models.PositiveIntegerField()),
                ('reason_count', models.PositiveIntegerField()),
                ('top1', models.FloatField()),
                ('top3', models.FloatField()),
            ],
        ),
    ]
