-- Run once, by a superuser, on a new server: psql -f deployment/roles.sql
-- The owner's role is for migrate, grant_rights, load_reference and relist. The other one serves, and cannot change
-- the ledger: its rights come from grant_rights, after every migration.
\set ON_ERROR_STOP on
\set owner_password `cat "$OWNER_PASSWORD_FILE"`
\set application_password `cat "$APPLICATION_PASSWORD_FILE"`
CREATE ROLE msreferrals_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE msreferrals_app LOGIN PASSWORD :'application_password';
CREATE DATABASE referrals OWNER msreferrals_owner;
REVOKE ALL ON DATABASE referrals FROM PUBLIC;
GRANT CONNECT ON DATABASE referrals TO msreferrals_app;
