
import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('voice', '0006_hot_problems'),
    ]

    operations = [
        migrations.AddField(
            model_name='answer',
            name='lacks_conditions',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='demand',
            name='legacy',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='demand',
            name='split_from',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='split_off', to='voice.demand'),
        ),
        migrations.AlterField(
            model_name='answer',
            name='result',
            field=models.CharField(choices=[('support', '支持'), ('partly', '部分支持'), ('explain', '合理，暂无条件，说明理由'), ('not_support', '现行政策没有规定，说明理由')], max_length=12),
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('place', models.PositiveSmallIntegerField()),
                ('text', models.TextField()),
                ('demand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to='voice.demand')),
                ('split_into', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='split_off_as', to='voice.demand')),
            ],
            options={
                'ordering': ['place'],
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('result', models.CharField(choices=[('support', '支持'), ('partly', '部分支持'), ('explain', '合理，暂无条件，说明理由'), ('not_support', '现行政策没有规定，说明理由')], max_length=12)),
                ('reason', models.TextField()),
                ('basis', models.TextField()),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='voice.answer')),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='voice.claim')),
            ],
            options={
                'ordering': ['claim__place'],
            },
        ),
        migrations.CreateModel(
            name='LegacyPaper',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('place', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=120)),
                ('number', models.CharField(blank=True, max_length=60)),
                ('dated', models.CharField(max_length=40)),
                ('says', models.TextField()),
                ('text_salt', models.CharField(max_length=32)),
                ('demand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='legacy_papers', to='voice.demand')),
            ],
            options={
                'ordering': ['place'],
            },
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.UniqueConstraint(fields=('demand', 'place'), name='claim_one_place'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.UniqueConstraint(fields=('claim', 'answer'), name='finding_once_an_answer'),
        ),
        migrations.AddConstraint(
            model_name='legacypaper',
            constraint=models.UniqueConstraint(fields=('demand', 'place'), name='legacy_paper_one_place'),
        ),
    ]
