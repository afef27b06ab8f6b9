-- Rows of an extract about people who are nobody here go `days` after the decision, and leave their number (PIA-1.3-1).
-- Nobody here: no subject was confirmed for the row. Decided: every candidate was rejected, or there never was one;
-- or the extract was applied or undone without one confirmed. The age is taken from the rows and the clock of the
-- database, whoever calls. What a refused extract left of its candidates goes at once. Returns the rows by extract.
create function exchange_forget_nobody(days int) returns table (of_intake bigint, of_rows bigint)
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if days < 1 then
    raise exception 'Rows about nobody are kept a day at least.' using errcode = 'invalid_parameter_value';
  end if;
  perform set_config('fcms.purge', 'on', true);
  delete from exchange_matchstep s using exchange_match m join exchange_intake i on i.id = m.intake_id
  where s.match_id = m.id and i.status = 'REFUSED';
  delete from exchange_match m using exchange_intake i where i.id = m.intake_id and i.status = 'REFUSED';
  drop table if exists pg_temp.nobody;
  create temp table nobody on commit drop as
  select r.id, r.intake_id, r.file, r.row
  from exchange_linking l
  join exchange_intake i on i.id = l.intake_id
  join exchange_stagedrow r on r.intake_id = l.intake_id and r.file = any(l.files)
  left join lateral (
    select bool_or(m.decision = 'CONFIRMED') as confirmed, bool_or(m.decision = '') as waiting,
           max(m.decided_at) as decided_at
    from exchange_match m where m.intake_id = r.intake_id and m.file = r.file and m.row = r.row
  ) m on true
  where l.forgets and m.confirmed is not true
    and case when i.status = 'APPLIED' then i.applied_at
             when i.status = 'UNDONE' then i.undone_at
             when i.status = 'REVIEW' and r.state in ('CLEAN', 'WARNING') and not l.stale and m.waiting is not true
               then greatest(l.at, m.decided_at) end < now() - make_interval(days => days);
  delete from exchange_matchstep s using exchange_match m join nobody n using (intake_id, file, "row")
  where s.match_id = m.id;
  delete from exchange_match m using nobody n
  where m.intake_id = n.intake_id and m.file = n.file and m.row = n.row;
  delete from exchange_finding f using nobody n
  where f.intake_id = n.intake_id and f.file = n.file and f.row = n.row;
  delete from exchange_stagedrow r using nobody n where r.id = n.id;
  perform set_config('fcms.purge', '', true);
  return query
    update exchange_linking l set forgotten = l.forgotten + n.rows
    from (select intake_id, count(*) as rows from nobody group by intake_id) n
    where l.intake_id = n.intake_id
    returning l.intake_id, n.rows;
end $$;
