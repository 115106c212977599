"""The immutable function behind indexes over whole words.

Its cost is told to PostgreSQL as high as it is when a table is read through, and it keeps a query in
one process, so that the index is chosen and answers at once.
"""

from django.db import migrations

PUNCTUATION = "\t\u00a0!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~¡¿«»„“”‘’–—·"
CREATE = """
CREATE FUNCTION f_words(text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL UNSAFE STRICT COST 1000
RETURN string_to_array(translate($1, '{punctuation}', '{blanks}'), ' ');
""".format(punctuation=PUNCTUATION.replace("'", "''"), blanks=" " * len(PUNCTUATION))


class Migration(migrations.Migration):
    dependencies = [("core", "0004_records_are_append_only")]
    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION f_words(text)")]
