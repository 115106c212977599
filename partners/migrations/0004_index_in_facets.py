"""The search index is kept by `facets` now. It is derived: nothing is moved, it is built again."""

from django.db import migrations

GONE = """
DROP FUNCTION note_search_change() CASCADE;
DROP FUNCTION forget_search_index() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("partners", "0003_dismissal"), ("facets", "0001_initial")]

    operations = [
        migrations.RunSQL(GONE),
        migrations.DeleteModel(name="SearchIndexPiece"),
        migrations.DeleteModel(name="SearchIndex"),
        migrations.DeleteModel(name="SearchChange"),
    ]
