"""Facts are read from the journal by subject, or by the keys under which the engine lists them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("institutions", "0004_second_sheet"),
    ]

    operations = [
        migrations.CreateModel(
            name="FactKey",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "kind", "key", "seq", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=64)),
                ("key", models.CharField(max_length=200)),
                ("seq", models.BigIntegerField()),
            ],
        ),
        migrations.DeleteModel(name="EvidenceRow"),
        migrations.RemoveConstraint(model_name="obligationrow", name="obligation_once"),
        migrations.RemoveIndex(model_name="obligationrow", name="obligation_of_unit"),
        migrations.RemoveIndex(model_name="obligationrow", name="obligation_of_rule"),
        migrations.AddIndex(
            model_name="obligationrow", index=models.Index(fields=["key", "rule"], name="obligation_of_key")
        ),
        migrations.AddIndex(
            model_name="obligationrow",
            index=models.Index(fields=["unit_id", "due_on"], name="obligation_of_unit"),
        ),
        migrations.AddIndex(
            model_name="obligationrow",
            index=models.Index(fields=["rule", "due_on", "id"], name="obligation_of_rule"),
        ),
    ]
