-- What the program may do with non-fugitive arrests: enter one, read all but the A-Number, set a removal date once.
revoke all on encounters_statisticalarrest from fcms_app;
grant select (id, arrested_on, city, state, office_id, team_id, criminal, removed_on), insert
  on encounters_statisticalarrest to fcms_app;
grant update (removed_on) on encounters_statisticalarrest to fcms_app;

-- Never updated for a change of status (PIA-1.1-4): this binds the owner too.
create function encounters_unchanging() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if old.removed_on is not null or new.removed_on is null
     or to_jsonb(old) - 'removed_on' is distinct from to_jsonb(new) - 'removed_on' then
    raise exception 'A non-fugitive arrest is never changed. Only its date of removal is entered, once.'
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger encounters_unchanging before update on encounters_statisticalarrest
  for each row execute function encounters_unchanging();

-- Whether an arrest of the same A-Number within a day is counted already: two such rows are one arrest. Asked only
-- while counting; whoever counts the same A-Number meanwhile waits for the end of this transaction.
create function encounters_seen(seeking text, day date) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform audit_actor('encounters_statisticalarrest');
  if current_setting('fcms.event', true) is distinct from 'non-fugitive arrest counted' then
    raise exception 'Non-fugitive arrests are not searched. This is asked only while one is counted.'
      using errcode = 'insufficient_privilege';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('encounters ' || seeking, 0));
  return exists (
    select from encounters_statisticalarrest where a_number = seeking and arrested_on between day - 1 and day + 1
  );
end $$;

-- Sets the date of removal on the latest arrest before it, where none is set. Returns how many were set: 0 or 1.
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

revoke execute on function encounters_seen(text, date), encounters_note_removal(text, date) from public;
grant execute on function encounters_seen(text, date), encounters_note_removal(text, date) to fcms_app;

-- What reports may count (PIA-1.1-8): numbers by office, team, day and criminality; nothing of a person.
create view counts.encounters_arrests as
  select office_id, team_id, arrested_on, criminal, count(*) as arrests
  from encounters_statisticalarrest one
  where not exists (
    select from encounters_statisticalarrest other
    where other.a_number = one.a_number and other.arrested_on between one.arrested_on - 1 and one.arrested_on
      and (other.arrested_on, other.id) < (one.arrested_on, one.id)
  )
  group by office_id, team_id, arrested_on, criminal;

create view counts.encounters_removals as
  select office_id, team_id, removed_on, criminal, count(*) as removals
  from encounters_statisticalarrest where removed_on is not null
  group by office_id, team_id, removed_on, criminal;

revoke all on counts.encounters_arrests, counts.encounters_removals from fcms_app;
grant select on counts.encounters_arrests, counts.encounters_removals to fcms_counts;
