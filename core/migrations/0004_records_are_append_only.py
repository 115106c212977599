"""Records are written once. An erasure may empty their details; nothing else changes or deletes one."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION core_activity_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND current_setting('portal.erasing', true) = 'on'
        AND NEW.details = '{}'::jsonb
        AND (NEW.id, NEW.at, NEW.by_id, NEW.verb, NEW.target_type_id, NEW.target_id)
            IS NOT DISTINCT FROM
            (OLD.id, OLD.at, OLD.by_id, OLD.verb, OLD.target_type_id, OLD.target_id)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Records are never changed or deleted.' USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER core_activity_append_only BEFORE UPDATE OR DELETE ON core_activity
FOR EACH ROW EXECUTE FUNCTION core_activity_is_append_only();
"""
BACKWARDS = """
DROP TRIGGER core_activity_append_only ON core_activity;
DROP FUNCTION core_activity_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0003_loaded_row")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
