"""The words of schools, kept by triggers: registers bring hundreds of thousands in one statement."""

import core.search
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

# Sorted, so that two who bring the same new words wait for each other instead of both failing.
NOTE = """
    INSERT INTO accounts_schoolword (country_id, word)
    SELECT DISTINCT country_id, word FROM {schools}, unnest(f_words(text_normal)) AS word
    WHERE length(word) > 2 AND word !~ '[0-9]'
    ORDER BY country_id, word
    ON CONFLICT DO NOTHING;
"""
TRIGGERS = f"""
CREATE FUNCTION note_school_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {NOTE.format(schools="changed")}
    RETURN NULL;
END $$;
CREATE TRIGGER school_words_came AFTER INSERT ON accounts_school
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION note_school_words();
CREATE TRIGGER school_words_changed AFTER UPDATE ON accounts_school
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION note_school_words();
"""
UNDO = "DROP FUNCTION note_school_words() CASCADE"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_open_groups"), ("contacts", "0001_initial"), ("core", "0005_words_of_a_text")]

    operations = [
        migrations.CreateModel(
            name="SchoolWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.TextField()),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contacts.country",
                    ),
                ),
            ],
            options={
                "verbose_name": "word of a school",
                "verbose_name_plural": "words of schools",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["word"], name="school_word_trgm", opclasses=["gin_trgm_ops"]
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("country", "word"), name="school_word_once")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="school",
            index=django.contrib.postgres.indexes.GinIndex(
                core.search.WordsOf("text_normal"), name="school_words"
            ),
        ),
        migrations.RunSQL(TRIGGERS, UNDO),
        migrations.RunSQL(NOTE.format(schools="accounts_school"), migrations.RunSQL.noop),
    ]
