"""The search index, and the triggers that note what it no longer knows.

Triggers, because bulk updates, the desk and plain SQL change people too.
"""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

FUNCTIONS = """
CREATE FUNCTION note_search_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO partners_searchchange (what, "row", transaction)
    VALUES (TG_ARGV[0], COALESCE(NEW.id, OLD.id), pg_current_xact_id()::text::bigint);
    RETURN NULL;
END $$;

CREATE FUNCTION forget_search_index() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM partners_searchindexpiece;
    DELETE FROM partners_searchindex;
    RETURN NULL;
END $$;
"""

# Of a person and of a school only these columns matter; of a teacher any might.
TRIGGERS = """
CREATE TRIGGER search_teacher_came_or_went AFTER INSERT OR DELETE ON accounts_teacher
    FOR EACH ROW EXECUTE FUNCTION note_search_change('teacher');
CREATE TRIGGER search_teacher_changed AFTER UPDATE ON accounts_teacher
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)
    EXECUTE FUNCTION note_search_change('teacher');
CREATE TRIGGER search_teachers_emptied AFTER TRUNCATE ON accounts_teacher
    FOR EACH STATEMENT EXECUTE FUNCTION forget_search_index();
CREATE TRIGGER search_person_changed AFTER UPDATE ON accounts_user
    FOR EACH ROW WHEN (
        (OLD.given_name, OLD.family_name, OLD.is_active, OLD.date_joined)
        IS DISTINCT FROM (NEW.given_name, NEW.family_name, NEW.is_active, NEW.date_joined))
    EXECUTE FUNCTION note_search_change('person');
CREATE TRIGGER search_school_changed AFTER UPDATE ON accounts_school
    FOR EACH ROW WHEN (
        (OLD.name, OLD.town, OLD.official_id) IS DISTINCT FROM (NEW.name, NEW.town, NEW.official_id))
    EXECUTE FUNCTION note_search_change('school');
"""

UNDO = """
DROP FUNCTION note_search_change() CASCADE;
DROP FUNCTION forget_search_index() CASCADE;
"""

# Bitmaps are as small as they get: compressing them again only costs time.
STORAGE = "ALTER TABLE partners_searchindexpiece ALTER COLUMN body SET STORAGE EXTERNAL"


class Migration(migrations.Migration):
    dependencies = [("partners", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="SearchIndex",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("form", models.PositiveSmallIntegerField()),
                ("snapshot", models.TextField()),
                ("people", models.PositiveIntegerField()),
                ("size", models.PositiveBigIntegerField()),
                ("checksum", models.CharField(max_length=64)),
            ],
            options={"verbose_name": "search index", "verbose_name_plural": "search indexes"},
        ),
        migrations.CreateModel(
            name="SearchIndexPiece",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("body", models.BinaryField()),
                (
                    "index",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pieces",
                        to="partners.searchindex",
                    ),
                ),
            ],
            options={
                "verbose_name": "piece of a search index",
                "verbose_name_plural": "pieces of search indexes",
                "constraints": [
                    models.UniqueConstraint(fields=("index", "number"), name="search_index_piece_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=10)),
                ("row", models.BigIntegerField()),
                ("transaction", models.BigIntegerField()),
            ],
            options={
                "verbose_name": "change for partner search",
                "verbose_name_plural": "changes for partner search",
                "indexes": [
                    models.Index(fields=["transaction", "what", "row"], name="search_change_new")
                ],
            },
        ),
        migrations.RunSQL(STORAGE, migrations.RunSQL.noop),
        migrations.RunSQL(FUNCTIONS + TRIGGERS, UNDO),
    ]
