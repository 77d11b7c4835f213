from django.db import migrations

# What is of one case and of nobody else: its rows, whatever points at them, and what was before in the tables of
# versions, also of rows that are gone. Found from the keys that the database itself knows, so that a new table is among
# them. Whoever serves may not delete most of this, so it runs as the owner of the database.
MAKE = r"""
    CREATE FUNCTION rows_of_a_case(case_key bigint) RETURNS TABLE (in_table text, key_column text, keys bigint[])
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    DECLARE
        person bigint;
        meeting bigint;
        found jsonb;
        pending jsonb;
        parent text;
        parent_keys bigint[];
        child record;
        more bigint[];
        conditions text;
    BEGIN
        SELECT person_id, encounter_id INTO person, meeting FROM public.referrals_referral WHERE id = case_key;
        IF person IS NULL THEN
            RETURN;
        END IF;
        found := jsonb_build_object(
            'public.referrals_referral', jsonb_build_array(case_key),
            'public.victims_person', jsonb_build_array(person)
        );
        -- Others may have been found with them.
        IF EXISTS (SELECT FROM public.referrals_referral WHERE encounter_id = meeting AND id <> case_key) THEN
            meeting := NULL;
        ELSE
            found := found || jsonb_build_object('public.referrals_encounter', jsonb_build_array(meeting));
        END IF;
        pending := found;
        WHILE pending <> '{}' LOOP
            SELECT key, ARRAY(SELECT jsonb_array_elements_text(value)::bigint) INTO parent, parent_keys
            FROM jsonb_each(pending) LIMIT 1;
            pending := pending - parent;
            FOR child IN
                SELECT points.conrelid::regclass::text AS name, via.attname AS via, own.attname AS own
                FROM pg_constraint AS points
                JOIN pg_attribute AS via ON via.attrelid = points.conrelid AND via.attnum = points.conkey[1]
                JOIN pg_index AS key ON key.indrelid = points.conrelid AND key.indisprimary
                JOIN pg_attribute AS own ON own.attrelid = points.conrelid AND own.attnum = key.indkey[0]
                WHERE points.contype = 'f' AND points.confrelid = parent::regclass
            LOOP
                EXECUTE format(
                    'SELECT array_agg(%I) FROM %s WHERE %I = ANY ($1) AND NOT %I = ANY ($2)',
                    child.own, child.name, child.via, child.own
                ) INTO more USING parent_keys,
                    ARRAY(SELECT jsonb_array_elements_text(coalesce(found -> child.name, '[]'))::bigint);
                IF more IS NOT NULL THEN
                    found := found || jsonb_build_object(child.name, coalesce(found -> child.name, '[]') || to_jsonb(more));
                    pending := pending
                        || jsonb_build_object(child.name, coalesce(pending -> child.name, '[]') || to_jsonb(more));
                END IF;
            END LOOP;
        END LOOP;
        RETURN QUERY
            SELECT each.key, own.attname::text, ARRAY(SELECT jsonb_array_elements_text(each.value)::bigint)
            FROM jsonb_each(found) AS each
            JOIN pg_index AS key ON key.indrelid = each.key::regclass AND key.indisprimary
            JOIN pg_attribute AS own ON own.attrelid = key.indrelid AND own.attnum = key.indkey[0];
        FOR child IN
            SELECT versions.attrelid::regclass::text AS name, left(versions.attrelid::regclass::text, -5) AS of_table
            FROM pg_attribute AS versions JOIN pg_class AS named ON named.oid = versions.attrelid
            WHERE versions.attname = 'pgh_obj_id' AND named.relkind = 'r'
        LOOP
            SELECT string_agg(format('%I = %L', attname, CASE attname
                WHEN 'person_id' THEN person WHEN 'encounter_id' THEN meeting ELSE case_key END), ' OR ')
            INTO conditions FROM pg_attribute
            WHERE attrelid = child.name::regclass AND child.name ~ '^public\.(referrals|victims)_'
              AND attname IN ('referral_id', 'only_for_id', 'person_id', 'encounter_id');
            EXECUTE format(
                'SELECT array_agg(pgh_id) FROM %s WHERE pgh_obj_id = ANY ($1) OR %s', child.name, coalesce(conditions, 'false')
            ) INTO more USING ARRAY(SELECT jsonb_array_elements_text(coalesce(found -> child.of_table, '[]'))::bigint);
            IF more IS NOT NULL THEN
                RETURN QUERY SELECT child.name, 'pgh_id'::text, more;
            END IF;
        END LOOP;
    END $$;

    -- Only what two people have agreed on, and nothing that is held. Returns how many rows of each table are gone.
    CREATE FUNCTION erase_case(asked bigint) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    DECLARE
        approved record;
        found record;
        gone jsonb := '{}';
    BEGIN
        SELECT * INTO approved FROM public.referrals_erasure
        WHERE id = asked AND approved_at IS NOT NULL AND approved_by_id <> asked_by_id
          AND refused_at IS NULL AND erased_at IS NULL FOR UPDATE;
        IF approved IS NULL THEN
            RAISE EXCEPTION 'Nothing is erased that two people have not agreed on';
        END IF;
        IF EXISTS (SELECT FROM public.referrals_legalhold WHERE referral_id = approved.case_key AND ended_at IS NULL) THEN
            RAISE EXCEPTION 'Nothing is erased that is held';
        END IF;
        -- All keys first: what is found by a row is not found any more without it.
        FOR found IN SELECT * FROM public.rows_of_a_case(approved.case_key) LOOP
            EXECUTE format('DELETE FROM %s WHERE %I = ANY ($1)', found.in_table, found.key_column) USING found.keys;
            gone := gone || jsonb_build_object(
                substr(found.in_table, 8), cardinality(found.keys));
        END LOOP;
        DELETE FROM public.agencies_keptform WHERE position(approved.reference IN path) > 0;
        DELETE FROM public.audit_recordkey WHERE reference = approved.reference;
        SET CONSTRAINTS ALL IMMEDIATE;
        UPDATE public.referrals_erasure SET erased_at = clock_timestamp(), rows = gone WHERE id = asked;
        RETURN gone;
    END $$;

    CREATE FUNCTION keep_the_tombstone() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' OR OLD.erased_at IS NOT NULL THEN
            RAISE EXCEPTION 'What was erased is said for ever';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER tombstone BEFORE UPDATE OR DELETE ON referrals_erasure
        FOR EACH ROW EXECUTE FUNCTION keep_the_tombstone();
"""
REMOVE = """
    DROP TRIGGER tombstone ON referrals_erasure;
    DROP FUNCTION keep_the_tombstone();
    DROP FUNCTION erase_case(bigint);
    DROP FUNCTION rows_of_a_case(bigint);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('referrals', '0014_retention'),
        ('audit', '0005_by_month'),
        ('agencies', '0002_where_units_are_told'),
        ('victims', '0001_the_person'),
    ]

    operations = [
        migrations.RunSQL(MAKE, REMOVE),
    ]
