-- The actor of this transaction, or an exception: a change by nobody is not made.
create function audit_actor(tg_table text) returns text language plpgsql stable as $$
declare who text := current_setting('fcms.actor', true);
begin
  if who is null or who = '' then
    raise exception 'A change of % was refused: nobody is named as its author.', tg_table
      using errcode = 'insufficient_privilege', hint = 'Write through an action, which names who acts.';
  end if;
  return who;
end $$;

-- Statement-level, with transition tables. Arguments: key column, columns whose values are not repeated, columns that do not count as changes.
create function audit_inserted() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  who text := audit_actor(tg_table_name);
  n int; one bigint; seal bytea;
begin
  execute format('select count(*), min(%1$I)::bigint, case when count(*) > 1 then sha256(convert_to(string_agg(%1$I::text, '','' order by %1$I), ''UTF8'')) end from entered', tg_argv[0])
    into n, one, seal;
  if n = 0 then return null; end if;
  insert into audit_change (at, actor, event, reason, "table", "row", operation, rows, digest, transaction)
  values (statement_timestamp(), who, coalesce(current_setting('fcms.event', true), ''), coalesce(current_setting('fcms.reason', true), ''),
          tg_table_name, case when n = 1 then one end, 'I', n, seal, pg_current_xact_id()::text::bigint);
  return null;
end $$;

create function audit_updated() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  who text := audit_actor(tg_table_name);
  quiet text[] := string_to_array(tg_argv[1], ',');
  ignored text[] := string_to_array(tg_argv[2], ',');
begin
  execute format($q$
    insert into audit_change (at, actor, event, reason, "table", "row", operation, fields, rows, transaction)
    select statement_timestamp(), $1, coalesce(current_setting('fcms.event', true), ''), coalesce(current_setting('fcms.reason', true), ''),
           $2, was.%1$I, 'U', diff.fields, 1, pg_current_xact_id()::text::bigint
    from was join becomes on was.%1$I = becomes.%1$I,
    lateral (
      select jsonb_object_agg(o.key, case when o.key = any($3) then '["(sealed)", "(sealed)"]'::jsonb
                                          else jsonb_build_array(o.value, n.value) end) as fields
      from jsonb_each(to_jsonb(was)) o join jsonb_each(to_jsonb(becomes)) n on n.key = o.key
      where o.value is distinct from n.value and o.key <> all($4)
    ) diff
    where diff.fields is not null$q$, tg_argv[0])
    using who, tg_table_name, quiet, ignored;
  return null;
end $$;

create function audit_deleted() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare who text := audit_actor(tg_table_name);
begin
  execute format($q$
    insert into audit_change (at, actor, event, reason, "table", "row", operation, rows, transaction)
    select statement_timestamp(), $1, coalesce(current_setting('fcms.event', true), ''), coalesce(current_setting('fcms.reason', true), ''),
           $2, was.%1$I, 'D', 1, pg_current_xact_id()::text::bigint
    from was$q$, tg_argv[0]) using who, tg_table_name;
  return null;
end $$;

create function audit_watch(watched text, key text, quiet text, ignored text) returns void language plpgsql as $$
begin
  execute format('create trigger audit_inserted after insert on %I referencing new table as entered for each statement execute function audit_inserted(%L, %L)', watched, key, quiet);
  execute format('create trigger audit_updated after update on %I referencing old table as was new table as becomes for each statement execute function audit_updated(%L, %L, %L)', watched, key, quiet, ignored);
  execute format('create trigger audit_deleted after delete on %I referencing old table as was for each statement execute function audit_deleted(%L, %L)', watched, key, quiet);
end $$;

create function audit_unwatch(watched text) returns void language plpgsql as $$
begin
  execute format('drop trigger if exists audit_inserted on %I', watched);
  execute format('drop trigger if exists audit_updated on %I', watched);
  execute format('drop trigger if exists audit_deleted on %I', watched);
end $$;
-- Nobody but the owner may hang these on a table. They run as the owner over whatever types the table has, so on a
-- temporary table of one's own they would forge the trail, or run one's own casts with the owner's rights.
revoke execute on function audit_inserted(), audit_updated(), audit_deleted() from public;
revoke execute on function audit_watch(text, text, text, text), audit_unwatch(text) from public;
