-- A removal that an extract reported says in which extract, so that it goes when the extract is undone. No row of the
-- extract is named: from here nobody is found (PIA-1.1-4). The column is read by these functions alone.
create or replace function encounters_unchanging() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if to_jsonb(old) - 'removed_on' - 'removed_in' is not distinct from to_jsonb(new) - 'removed_on' - 'removed_in' and (
       old.removed_on is null and new.removed_on is not null
       or old.removed_in is not null and new.removed_on is null and new.removed_in is null
          and current_setting('fcms.event', true) = 'non-fugitive removals taken back') then
    return new;
  end if;
  raise exception 'A non-fugitive arrest is never changed. Only its date of removal is entered, once.'
    using errcode = 'restrict_violation';
end $$;

drop function encounters_note_removal(text, date);
-- Sets the date of removal on the latest arrest before it, where none is set. Returns how many were set: 0 or 1.
create function encounters_note_removal(removed text, day date, told_by text default '') returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare n integer;
begin
  perform audit_actor('encounters_statisticalarrest');
  perform pg_advisory_xact_lock(hashtextextended('encounters ' || removed, 0));
  update encounters_statisticalarrest set removed_on = day, removed_in = nullif(told_by, '')
  where removed_on is null and id = (
    select id from encounters_statisticalarrest where a_number = removed and arrested_on <= day
    order by arrested_on desc, id desc limit 1
  );
  get diagnostics n = row_count;
  return n;
end $$;

-- Takes the removals back that an extract brought, when it is undone. Returns how many.
create function encounters_take_back(told_by text) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare n integer;
begin
  perform audit_actor('encounters_statisticalarrest');
  if current_setting('fcms.event', true) is distinct from 'non-fugitive removals taken back' or told_by = '' then
    raise exception 'Removals are taken back only when the extract that brought them is undone.'
      using errcode = 'insufficient_privilege';
  end if;
  update encounters_statisticalarrest set removed_on = null, removed_in = null where removed_in = told_by;
  get diagnostics n = row_count;
  return n;
end $$;

revoke execute on function encounters_note_removal(text, date, text), encounters_take_back(text) from public;
grant execute on function encounters_note_removal(text, date, text), encounters_take_back(text) to fcms_app;
