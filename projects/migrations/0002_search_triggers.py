"""What the search of projects has to know of."""

from django.db import migrations

TRIGGERS = """
CREATE TRIGGER facet_project_came_or_went AFTER INSERT OR DELETE ON projects_project
    FOR EACH ROW EXECUTE FUNCTION note_facet_change('project');
CREATE TRIGGER facet_project_changed AFTER UPDATE ON projects_project
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)
    EXECUTE FUNCTION note_facet_change('project');
CREATE TRIGGER facet_projects_emptied AFTER TRUNCATE ON projects_project
    FOR EACH STATEMENT EXECUTE FUNCTION forget_facet_builds('projects');
"""
UNDO = """
DROP TRIGGER facet_project_came_or_went ON projects_project;
DROP TRIGGER facet_project_changed ON projects_project;
DROP TRIGGER facet_projects_emptied ON projects_project;
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial"), ("facets", "0001_initial")]

    operations = [migrations.RunSQL(TRIGGERS, UNDO)]
