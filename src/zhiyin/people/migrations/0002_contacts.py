import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('mail', '邮箱'), ('wecom', '企业微信'), ('dingtalk', '钉钉')], max_length=8)),
                ('address', models.BinaryField()),
                ('mark', models.CharField(max_length=64)),
                ('bound_on', models.DateField()),
                ('failing_since', models.DateField(null=True)),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='people.employee')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('employee', 'channel'), name='contact_one_of_channel'), models.UniqueConstraint(condition=models.Q(('channel', 'mail'), _negated=True), fields=('channel', 'mark'), name='contact_of_one_person')],
            },
        ),
    ]
