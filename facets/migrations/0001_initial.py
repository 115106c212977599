"""Builds, their pieces, and the notes of what has changed since.

The triggers themselves belong to the tables they watch. Triggers, because bulk updates, the desk and
plain SQL change rows too.
"""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

FUNCTIONS = """
CREATE FUNCTION note_facet_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO facets_change (what, "row", transaction)
    VALUES (TG_ARGV[0], COALESCE(NEW.id, OLD.id), pg_current_xact_id()::text::bigint);
    RETURN NULL;
END $$;

CREATE FUNCTION note_facet_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO facets_change (what, "row", transaction)
    SELECT TG_ARGV[0], id, pg_current_xact_id()::text::bigint FROM changed;
    RETURN NULL;
END $$;

CREATE FUNCTION forget_facet_builds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM facets_buildpiece p USING facets_build b
    WHERE p.build_id = b.id AND b.source = TG_ARGV[0];
    DELETE FROM facets_build WHERE source = TG_ARGV[0];
    RETURN NULL;
END $$;
"""
UNDO = """
DROP FUNCTION note_facet_change() CASCADE;
DROP FUNCTION note_facet_changes() CASCADE;
DROP FUNCTION forget_facet_builds() CASCADE;
"""
# Bitmaps are as small as they get: compressing them again only costs time.
STORAGE = "ALTER TABLE facets_buildpiece ALTER COLUMN body SET STORAGE EXTERNAL"


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Build",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=20)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("form", models.PositiveSmallIntegerField()),
                ("snapshot", models.TextField()),
                ("rows", models.PositiveIntegerField()),
                ("size", models.PositiveBigIntegerField()),
                ("checksum", models.CharField(max_length=64)),
            ],
            options={"verbose_name": "search index", "verbose_name_plural": "search indexes"},
        ),
        migrations.CreateModel(
            name="BuildPiece",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("body", models.BinaryField()),
                (
                    "build",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pieces",
                        to="facets.build",
                    ),
                ),
            ],
            options={
                "verbose_name": "piece of a search index",
                "verbose_name_plural": "pieces of search indexes",
                "constraints": [
                    models.UniqueConstraint(fields=("build", "number"), name="facets_piece_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=10)),
                ("row", models.BigIntegerField()),
                ("transaction", models.BigIntegerField()),
            ],
            options={
                "verbose_name": "change for search",
                "verbose_name_plural": "changes for search",
                "indexes": [
                    models.Index(fields=["transaction", "what", "row"], name="facets_change_new")
                ],
            },
        ),
        migrations.RunSQL(STORAGE, migrations.RunSQL.noop),
        migrations.RunSQL(FUNCTIONS, UNDO),
    ]
