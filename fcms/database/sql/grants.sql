-- What the restricted role may do: read, add and change rows of every table that the owner makes from now on and
-- made before. Not delete (a table says so with AllowDelete), not truncate, and no change of any table's shape.
revoke all on schema public from public;
revoke create on schema public from fcms_app;
grant usage on schema public to fcms_app;
alter default privileges in schema public grant select, insert, update on tables to fcms_app;
alter default privileges in schema public grant usage, select on sequences to fcms_app;
grant select, insert, update on all tables in schema public to fcms_app;
grant usage, select on all sequences in schema public to fcms_app;
grant execute on all functions in schema public to fcms_app;
revoke insert, update on django_migrations from fcms_app;

-- What only counts may be read through: views in a schema of their own, for a role that sees nothing else.
create schema if not exists counts;
revoke all on schema counts from public;
grant usage on schema counts to fcms_counts;
alter default privileges in schema counts grant select on tables to fcms_counts;
