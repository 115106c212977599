-- Run once, when the database is made. Attached to the role, so that a pooler in between keeps them.
ALTER ROLE portal SET lock_timeout = '5s';
ALTER ROLE portal SET statement_timeout = '60s';
ALTER ROLE portal SET idle_in_transaction_session_timeout = '60s';
