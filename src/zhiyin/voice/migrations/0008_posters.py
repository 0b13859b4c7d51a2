
import django.db.models.deletion
from django.db import migrations, models

import zhiyin.journal.ids


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_contacts_from_roster'),
        ('voice', '0007_claims'),
    ]

    operations = [
        migrations.CreateModel(
            name='Poster',
            fields=[
                ('id', models.UUIDField(default=zhiyin.journal.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=8, unique=True)),
                ('place', models.CharField(max_length=80)),
                ('topic', models.CharField(blank=True, choices=[('pay', '工资津贴'), ('dismissal', '辞退、解除'), ('injury', '工伤'), ('safety', '安全'), ('living', '吃住行'), ('fund', '社保公积金'), ('career', '评聘晋升'), ('hours', '工时休假'), ('conduct', '作风、违纪'), ('legacy', '历史遗留'), ('other', '别的')], max_length=12)),
                ('made_on', models.DateField()),
                ('ended_on', models.DateField(null=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.employee')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
            ],
            options={
                'ordering': ['-made_on', '-id'],
            },
        ),
    ]
