-- Roles of a ledger on a PostgreSQL server, with no more rights than each needs.
--
-- 1. As administrator: make the database (UTF-8) and its owner, and let the owner open the ledger once, which makes its tables:
--        CREATE ROLE ledger_owner LOGIN;
--        CREATE DATABASE ledger OWNER ledger_owner ENCODING 'UTF8' TEMPLATE template0;
--        complaint-desk verify --database postgresql+psycopg://ledger_owner@server/ledger
-- 2. As administrator, in that database: run this script; again after each new version of the program, since
--    only the owner may bring the tables up to date.
-- 3. Per person:  CREATE ROLE wang LOGIN IN ROLE complaint_desk;    auditors: IN ROLE complaint_desk_auditor
--
-- A desk may add to the journal, and neither change nor remove what stands in it. So may an auditor, who writes nothing else:
-- the journal tells of their exports and of whom they were shown.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'complaint_desk') THEN
        CREATE ROLE complaint_desk NOLOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'complaint_desk_auditor') THEN
        CREATE ROLE complaint_desk_auditor NOLOGIN;
    END IF;
END
$$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO complaint_desk, complaint_desk_auditor;

GRANT SELECT ON ALL TABLES IN SCHEMA public TO complaint_desk, complaint_desk_auditor;
GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO complaint_desk;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO complaint_desk;

-- Whoever signs in or reveals leaves an entry, and a missed password is counted: of an auditor, too.
GRANT INSERT ON journal TO complaint_desk_auditor;
GRANT UPDATE (misses, missed_at) ON staff TO complaint_desk_auditor;
REVOKE UPDATE, DELETE ON journal FROM complaint_desk;
REVOKE DELETE ON number_sequence, letter_sequence FROM complaint_desk;
REVOKE INSERT, UPDATE, DELETE ON alembic_version, ledger_fact FROM complaint_desk;
