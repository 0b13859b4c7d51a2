
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('voice', '0008_posters'),
    ]

    operations = [
        migrations.AddField(
            model_name='exclusion',
            name='recused',
            field=models.BooleanField(default=False),
        ),
    ]
