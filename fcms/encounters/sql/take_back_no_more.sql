drop function encounters_take_back(text);
drop function encounters_note_removal(text, date, text);
create function encounters_note_removal(removed text, day date) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare n integer;
begin
  perform audit_actor('encounters_statisticalarrest');
  perform pg_advisory_xact_lock(hashtextextended('encounters ' || removed, 0));
  update encounters_statisticalarrest set removed_on = day
  where removed_on is null and id = (
    select id from encounters_statisticalarrest where a_number = removed and arrested_on <= day
    order by arrested_on desc, id desc limit 1
  );
  get diagnostics n = row_count;
  return n;
end $$;
revoke execute on function encounters_note_removal(text, date) from public;
grant execute on function encounters_note_removal(text, date) to fcms_app;
create or replace function encounters_unchanging() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if old.removed_on is not null or new.removed_on is null
     or to_jsonb(old) - 'removed_on' is distinct from to_jsonb(new) - 'removed_on' then
    raise exception 'A non-fugitive arrest is never changed. Only its date of removal is entered, once.'
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
