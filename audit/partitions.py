"""The ledger is kept by month, in partitions of PostgreSQL by the time of the act. Made by the fifth migration.

A line of a month without a partition goes to the default one: late or missing partitions lose nothing. But a month
of which lines lie there cannot get its own any more, so they are made ahead, and an alarm says when one is missing.
"""

from datetime import UTC, date, datetime, timedelta

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

MOVE = """
    ALTER TABLE audit_entry RENAME TO audit_entry_before;
    CREATE TABLE audit_entry (LIKE audit_entry_before INCLUDING DEFAULTS INCLUDING CONSTRAINTS) PARTITION BY RANGE (at);
    CREATE TABLE audit_entry_default PARTITION OF audit_entry DEFAULT;
    CREATE TRIGGER no_truncate BEFORE TRUNCATE ON audit_entry_default
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_the_ledger();
    ALTER TABLE audit_entry_default ENABLE ALWAYS TRIGGER no_truncate;

    -- Returns its name, or nothing where it is there already or its lines lie in the default partition.
    CREATE FUNCTION make_month_of_the_ledger(first timestamp) RETURNS text
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '5s' AS $$
    DECLARE
        month text := to_char(first, '"audit_entry_"YYYY"_"MM');
        next timestamp := first + interval '1 month';
    BEGIN
        IF to_regclass('public.' || month) IS NOT NULL
           OR EXISTS (SELECT FROM public.audit_entry_default WHERE at >= first AND at < next) THEN
            RETURN NULL;
        END IF;
        EXECUTE format('CREATE TABLE public.%I PARTITION OF public.audit_entry FOR VALUES FROM (%L) TO (%L)',
            month, first || '+00', next || '+00');
        -- Those for each row are inherited; those for a statement are not.
        EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON public.%I '
            'FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_to_change_the_ledger()', month);
        EXECUTE format('ALTER TABLE public.%I ENABLE ALWAYS TRIGGER no_truncate', month);
        RETURN month;
    END $$;
    REVOKE EXECUTE ON FUNCTION make_month_of_the_ledger FROM PUBLIC;

    -- For whoever serves, who may make no table: this month and the two after it.
    CREATE FUNCTION make_months_of_the_ledger() RETURNS SETOF text
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
        SELECT made FROM generate_series(0, 2) AS ahead,
            public.make_month_of_the_ledger(
                date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => ahead)
            ) AS made
        WHERE made IS NOT NULL
    $$;

    SELECT make_months_of_the_ledger();
    SELECT make_month_of_the_ledger(month) FROM (
        SELECT DISTINCT date_trunc('month', at AT TIME ZONE 'UTC') AS month FROM audit_entry_before
    ) AS written;
    INSERT INTO audit_entry SELECT * FROM audit_entry_before;

    DO $$
    DECLARE
        indexes text[] := ARRAY(
            SELECT pg_get_indexdef(indexrelid) FROM pg_index
            WHERE indrelid = 'audit_entry_before'::regclass AND NOT indisprimary
        );
        reached bigint := nextval(pg_get_serial_sequence('audit_entry_before', 'id'));
        made text;
    BEGIN
        DROP TABLE audit_entry_before;
        FOREACH made IN ARRAY indexes LOOP
            EXECUTE replace(made, 'audit_entry_before', 'audit_entry');
        END LOOP;
        CREATE SEQUENCE audit_entry_id_seq OWNED BY audit_entry.id;
        PERFORM setval('audit_entry_id_seq', reached);
    END $$;
    ALTER TABLE audit_entry ADD PRIMARY KEY (id, at);

    -- In a partition, the sequence is not found by the table.
    CREATE OR REPLACE FUNCTION stamp_the_entry() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
    BEGIN
        PERFORM pg_current_xact_id();
        NEW.id := nextval('public.audit_entry_id_seq');
        NEW.written_at := clock_timestamp();
        RETURN NEW;
    END $$;
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_entry
        FOR EACH ROW EXECUTE FUNCTION refuse_to_change_the_ledger();
    CREATE TRIGGER no_truncate BEFORE TRUNCATE ON audit_entry
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_the_ledger();
    CREATE TRIGGER stamp BEFORE INSERT ON audit_entry
        FOR EACH ROW EXECUTE FUNCTION stamp_the_entry();
    ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER append_only, ENABLE ALWAYS TRIGGER no_truncate;
"""

MADE = "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'audit_entry'::regclass"


def make_months_ahead() -> list[str]:
    """The names of those that were missing and are made. Raises OperationalError where a lock is not had in time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT make_months_of_the_ledger()")
        return [name for (name,) in cursor.fetchall()]


def months_missing(own: BaseDatabaseWrapper, now: datetime) -> list[str]:
    """Of this month and the next, as "2026-11"."""
    with own.cursor() as cursor:
        cursor.execute(MADE)
        made = {name for (name,) in cursor.fetchall()}
    first = now.astimezone(UTC).date().replace(day=1)
    return [f"{month:%Y-%m}" for month in (first, _next(first)) if f"audit_entry_{month:%Y_%m}" not in made]


def _next(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
