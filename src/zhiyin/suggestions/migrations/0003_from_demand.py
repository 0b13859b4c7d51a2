
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('suggestions', '0002_attachments'),
    ]

    operations = [
        migrations.AddField(
            model_name='suggestion',
            name='from_demand',
            field=models.UUIDField(null=True, unique=True),
        ),
    ]
