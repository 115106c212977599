"""What the searches of teachers and of schools have to know of."""

from django.db import migrations

# Of a person only these columns matter; of a teacher any might.
TEACHERS = """
CREATE TRIGGER facet_teacher_came_or_went AFTER INSERT OR DELETE ON accounts_teacher
    FOR EACH ROW EXECUTE FUNCTION note_facet_change('teacher');
CREATE TRIGGER facet_teacher_changed AFTER UPDATE ON accounts_teacher
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)
    EXECUTE FUNCTION note_facet_change('teacher');
CREATE TRIGGER facet_teachers_emptied AFTER TRUNCATE ON accounts_teacher
    FOR EACH STATEMENT EXECUTE FUNCTION forget_facet_builds('teachers');
CREATE TRIGGER facet_person_changed AFTER UPDATE ON accounts_user
    FOR EACH ROW WHEN (
        (OLD.given_name, OLD.family_name, OLD.is_active, OLD.date_joined)
        IS DISTINCT FROM (NEW.given_name, NEW.family_name, NEW.is_active, NEW.date_joined))
    EXECUTE FUNCTION note_facet_change('person');
"""
# Registers bring hundreds of thousands in one statement: what came or went is noted once for all.
SCHOOLS = """
CREATE TRIGGER facet_schools_came AFTER INSERT ON accounts_school
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION note_facet_changes('school');
CREATE TRIGGER facet_schools_went AFTER DELETE ON accounts_school
    REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION note_facet_changes('school');
CREATE TRIGGER facet_school_changed AFTER UPDATE ON accounts_school
    FOR EACH ROW WHEN (
        (OLD.name, OLD.town, OLD.official_id, OLD.status, OLD.country_id, OLD.territory_id, OLD.levels)
        IS DISTINCT FROM
        (NEW.name, NEW.town, NEW.official_id, NEW.status, NEW.country_id, NEW.territory_id, NEW.levels))
    EXECUTE FUNCTION note_facet_change('school');
CREATE TRIGGER facet_schools_emptied AFTER TRUNCATE ON accounts_school
    FOR EACH STATEMENT EXECUTE FUNCTION forget_facet_builds('schools');
"""
# Which schools have somebody who can be found.
STAFF = """
CREATE FUNCTION note_facet_staff() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO facets_change (what, "row", transaction)
    SELECT DISTINCT 'staff', school, pg_current_xact_id()::text::bigint
    FROM unnest(ARRAY[OLD.school_id, NEW.school_id]) AS school WHERE school IS NOT NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER facet_staff_came_or_went AFTER INSERT OR DELETE ON accounts_teacher
    FOR EACH ROW EXECUTE FUNCTION note_facet_staff();
CREATE TRIGGER facet_staff_changed AFTER UPDATE ON accounts_teacher
    FOR EACH ROW WHEN (
        (OLD.school_id, OLD.status, OLD.hidden_at)
        IS DISTINCT FROM (NEW.school_id, NEW.status, NEW.hidden_at))
    EXECUTE FUNCTION note_facet_staff();
CREATE TRIGGER facet_staff_emptied AFTER TRUNCATE ON accounts_teacher
    FOR EACH STATEMENT EXECUTE FUNCTION forget_facet_builds('schools');
"""
UNDO = """
DROP FUNCTION note_facet_staff() CASCADE;
DROP TRIGGER facet_staff_emptied ON accounts_teacher;
DROP TRIGGER facet_teacher_came_or_went ON accounts_teacher;
DROP TRIGGER facet_teacher_changed ON accounts_teacher;
DROP TRIGGER facet_teachers_emptied ON accounts_teacher;
DROP TRIGGER facet_person_changed ON accounts_user;
DROP TRIGGER facet_schools_came ON accounts_school;
DROP TRIGGER facet_schools_went ON accounts_school;
DROP TRIGGER facet_school_changed ON accounts_school;
DROP TRIGGER facet_schools_emptied ON accounts_school;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_block"), ("facets", "0001_initial")]

    operations = [migrations.RunSQL(TEACHERS + SCHOOLS + STAFF, UNDO)]
