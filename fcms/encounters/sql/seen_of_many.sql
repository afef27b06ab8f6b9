-- Which of many arrests, by their place in the arrays, are counted already: what encounters_seen answers for one, asked
-- only while counting. One lock on the table stands for a lock for each A-Number, of which the server has too few for
-- a takeover; whoever counts meanwhile waits for the end of this transaction.
create function encounters_seen_of_many(seeking text[], days date[]) returns setof integer
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform audit_actor('encounters_statisticalarrest');
  if current_setting('fcms.event', true) is distinct from 'non-fugitive arrest counted' then
    raise exception 'Non-fugitive arrests are not searched. This is asked only while one is counted.'
      using errcode = 'insufficient_privilege';
  end if;
  lock table encounters_statisticalarrest in share row exclusive mode;
  return query
    select one.place::integer from unnest(seeking, days) with ordinality as one (a_number, day, place)
    where exists (
      select from encounters_statisticalarrest held
      where held.a_number = one.a_number and held.arrested_on between one.day - 1 and one.day + 1
    );
end $$;

-- Sets dates of removal as encounters_note_removal does for one, under the same lock. Returns how many were set.
create function encounters_note_removals(removed text[], days date[]) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare n integer;
begin
  perform audit_actor('encounters_statisticalarrest');
  lock table encounters_statisticalarrest in share row exclusive mode;
  update encounters_statisticalarrest one set removed_on = said.day
  from (
    select distinct on (held.id) held.id, given.day
    from unnest(removed, days) as given (a_number, day)
    join lateral (
      select id, removed_on from encounters_statisticalarrest
      where a_number = given.a_number and arrested_on <= given.day
      order by arrested_on desc, id desc limit 1
    ) held on held.removed_on is null
    order by held.id, given.day
  ) said
  where said.id = one.id;
  get diagnostics n = row_count;
  return n;
end $$;
revoke execute on function encounters_seen_of_many(text[], date[]), encounters_note_removals(text[], date[])
  from public;
grant execute on function encounters_seen_of_many(text[], date[]), encounters_note_removals(text[], date[])
  to fcms_app;
