"""What the database itself does for the ledger. Made by the second migration.

In SQL of our own, because triggers made by django-pgtrigger have a switch that any session may set.
"""

MAKE = """
    CREATE FUNCTION refuse_to_change_the_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'The ledger is append-only';
    END $$;

    -- Whoever writes an entry says neither its number nor when it was written. `at`, the time of the act, is theirs.
    CREATE FUNCTION stamp_the_entry() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
    BEGIN
        NEW.id := nextval(pg_get_serial_sequence(TG_RELID::regclass::text, 'id'));
        NEW.written_at := clock_timestamp();
        RETURN NEW;
    END $$;

    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_entry
        FOR EACH ROW EXECUTE FUNCTION refuse_to_change_the_ledger();
    CREATE TRIGGER no_truncate BEFORE TRUNCATE ON audit_entry
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_the_ledger();
    -- Not "always", as the others are: a replica keeps the numbers and times of what it copies.
    CREATE TRIGGER stamp BEFORE INSERT ON audit_entry
        FOR EACH ROW EXECUTE FUNCTION stamp_the_entry();
    ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER append_only, ENABLE ALWAYS TRIGGER no_truncate;
"""

REMOVE = """
    DROP TRIGGER append_only ON audit_entry;
    DROP TRIGGER no_truncate ON audit_entry;
    DROP TRIGGER stamp ON audit_entry;
    DROP FUNCTION refuse_to_change_the_ledger();
    DROP FUNCTION stamp_the_entry();
"""

# Also draws the number after the transaction has its own, so that whoever seals can wait for every lower number.
MAKE_FOR_SEALS = """
    CREATE OR REPLACE FUNCTION stamp_the_entry() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
    BEGIN
        PERFORM pg_current_xact_id();
        NEW.id := nextval(pg_get_serial_sequence(TG_RELID::regclass::text, 'id'));
        NEW.written_at := clock_timestamp();
        RETURN NEW;
    END $$;

    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_seal
        FOR EACH ROW EXECUTE FUNCTION refuse_to_change_the_ledger();
    CREATE TRIGGER no_truncate BEFORE TRUNCATE ON audit_seal
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_the_ledger();
    ALTER TABLE audit_seal ENABLE ALWAYS TRIGGER append_only, ENABLE ALWAYS TRIGGER no_truncate;
"""

REMOVE_FOR_SEALS = """
    DROP TRIGGER append_only ON audit_seal;
    DROP TRIGGER no_truncate ON audit_seal;
"""
