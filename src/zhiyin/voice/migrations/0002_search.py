from django.db import migrations

SQLITE = "CREATE VIRTUAL TABLE voice_search USING fts5(demand_id UNINDEXED, grams, tokenize='unicode61')"
POSTGRES = [
    "CREATE TABLE voice_search (demand_id uuid PRIMARY KEY, grams tsvector NOT NULL)",
    "CREATE INDEX voice_search_grams ON voice_search USING gin (grams)",
]


def create(apps, schema_editor):
    statements = POSTGRES if schema_editor.connection.vendor == "postgresql" else [SQLITE]
    for statement in statements:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE voice_search")


class Migration(migrations.Migration):
    dependencies = [("voice", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
