import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_contacts'),
        ('workspace', '0001_initial'),
    ]

    operations = [
        migrations.RenameModel(
            old_name='OfficerNotice',
            new_name='Notice',
        ),
        migrations.CreateModel(
            name='NoticeSettings',
            fields=[
                ('employee', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='notice_settings', serialize=False, to='people.employee')),
                ('quiet_from', models.PositiveSmallIntegerField(default=21)),
                ('quiet_until', models.PositiveSmallIntegerField(default=7)),
                ('digest_hour', models.PositiveSmallIntegerField(null=True)),
                ('digest_on', models.DateField(null=True)),
                ('language', models.CharField(default='zh-hans', max_length=8)),
                ('codes_on', models.DateField(null=True)),
                ('codes', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('digest_hour__isnull', False)), fields=['digest_hour'], name='digest_wished')],
                'constraints': [models.CheckConstraint(condition=models.Q(('quiet_from__lte', 23), ('quiet_until__lte', 23)), name='quiet_hours_of_a_day')],
            },
        ),
        migrations.CreateModel(
            name='NoticeSwitch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=32)),
                ('channel', models.CharField(choices=[('mail', '邮箱'), ('wecom', '企业微信'), ('dingtalk', '钉钉')], max_length=8)),
                ('on', models.BooleanField()),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notice_switches', to='people.employee')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('employee', 'what', 'channel'), name='notice_switch_once')],
            },
        ),
        migrations.CreateModel(
            name='Outgoing',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('channel', models.CharField(max_length=16)),
                ('what', models.CharField(max_length=32)),
                ('count', models.PositiveIntegerField(default=1)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('sent', 'Sent'), ('given_up', 'Given Up')], default='waiting', max_length=8)),
                ('next_at', models.DateTimeField(null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('problem', models.CharField(blank=True, max_length=120)),
                ('ended_on', models.DateField(null=True)),
                ('employee', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.employee')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['next_at'], name='outgoing_waiting'), models.Index(fields=['state', 'ended_on'], name='outgoing_ended'), models.Index(condition=models.Q(('state', 'waiting')), fields=['employee', 'channel'], name='outgoing_of_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('next_at__isnull', False), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('ended_on__isnull', False), ('next_at__isnull', True)), _connector='OR'), name='outgoing_ended_has_no_time')],
            },
        ),
    ]
