from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_contacts'),
    ]

    operations = [
        migrations.AddField(
            model_name='contact',
            name='proved',
            field=models.BooleanField(default=True),
        ),
    ]
