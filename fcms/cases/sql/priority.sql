-- What a case scores by the written system (PIA-0-4): the one place where points are made, for one case and for all.
-- The function reads convictions in force, reviewed affiliations with transnational gangs, and nothing else of a person;
-- PostgreSQL itself keeps which columns it reads. `written` is policy/priority.toml with the marks of the offences.
create function cases_priority_of(wanted bigint[], written jsonb, today date)
returns table (case_id bigint, points smallint, parts jsonb)
language sql stable
begin atomic
  with mine as (
    select c.id, c.subject_id from public.cases_case c where c.id = any (wanted)
  ),
  counted as (
    select mine.id,
           coalesce(written -> 'offenses' ->> v.offense_code,
                    case when length(v.offense_code) = 4
                         then written -> 'offenses' ->> left(v.offense_code, 2) end,
                    'other_conviction') as ground,
           v.convicted_on::text as since
    from mine
    join public.subjects_conviction v on v.subject_id = mine.subject_id
    where v.withdrawn_at is null and (v.jurisdiction = 'US' or (written ->> 'foreign_convictions')::boolean)
    union all
    select mine.id, 'transnational_gang', to_char(g.reviewed_on, 'YYYY-MM-DD')
    from mine
    join public.subjects_gangreview g on g.subject_id = mine.subject_id
    join public.subjects_statement s on s.id = g.statement_id
    where g.transnational and g.ended_at is null and today between g.reviewed_on and g.review_by
      and (select count(distinct factor) from unnest(g.basis) factor where written -> 'factors' ? factor::text) >= 2
      and not exists (select 1 from public.subjects_retraction r where r.intake = s.intake)
  ),
  grounds as (
    select counted.id, counted.ground, max(counted.since) as since
    from counted
    where counted.ground in ('transnational_gang', 'child_sex_offense', 'violent_conviction', 'other_conviction')
    group by counted.id, counted.ground
  )
  select mine.id,
         coalesce(sum((written -> 'points' ->> grounds.ground)::smallint), 0)::smallint,
         coalesce(
           jsonb_agg(
             jsonb_build_object('ground', grounds.ground, 'words', written -> 'words' ->> grounds.ground,
                                'on', grounds.since, 'points', (written -> 'points' ->> grounds.ground)::smallint)
             order by (written -> 'points' ->> grounds.ground)::smallint desc, grounds.ground
           ) filter (where grounds.ground is not null),
           '[]'::jsonb)
  from mine left join grounds on grounds.id = mine.id
  group by mine.id;
end;

-- Keeps what `cases_priority_of` says of these cases, and every change of points or version. Returns how many are new
-- or other than before; what is as it was is not touched. A first score of nothing is no change. Nobody else writes these two tables.
create function cases_score(wanted bigint[], written jsonb, today date, reason text) returns integer
language sql security definer set search_path = public, pg_temp
begin atomic
  with fresh as (
    select f.case_id, f.points, f.parts, o.points as before, o.version as before_version
    from public.cases_priority_of(wanted, written, today) f
    left join public.cases_casepriority o on o.case_id = f.case_id
    where o.case_id is null
       or (o.points, o.parts, o.version) is distinct from (f.points, f.parts, (written ->> 'version')::smallint)
  ),
  kept as (
    insert into public.cases_casepriority as old (case_id, points, parts, version, scored_at)
    select fresh.case_id, fresh.points, fresh.parts, (written ->> 'version')::smallint, now()
    from fresh order by fresh.case_id
    on conflict (case_id) do update
      set points = excluded.points, parts = excluded.parts, version = excluded.version, scored_at = excluded.scored_at
      where (old.points, old.parts, old.version) is distinct from (excluded.points, excluded.parts, excluded.version)
    returning old.case_id
  ),
  told as (
    insert into public.cases_prioritychange (case_id, at, before, before_version, after, parts, version, why)
    select fresh.case_id, now(), fresh.before, fresh.before_version, fresh.points, fresh.parts,
           (written ->> 'version')::smallint,
           case when fresh.before_version is null then 'FIRST'
                when fresh.before_version <> (written ->> 'version')::smallint then 'SYSTEM'
                else reason end
    from fresh
    where coalesce(fresh.before, 0) <> fresh.points or fresh.before_version <> (written ->> 'version')::smallint
    order by fresh.case_id
  )
  select count(*)::integer from kept;
end;

revoke execute on function cases_priority_of(bigint[], jsonb, date), cases_score(bigint[], jsonb, date, text) from public;
grant execute on function cases_priority_of(bigint[], jsonb, date), cases_score(bigint[], jsonb, date, text) to fcms_app;
revoke insert, update, delete on cases_casepriority, cases_prioritychange from fcms_app;

-- What reports may count: live cases by the points that they have, and had last under each version before.
create view counts.cases_priorities as
  select c.office_id, c.status, last.version, last.points, count(*) as cases
  from (
    select p.case_id, p.version, p.points from cases_casepriority p
    union all
    select before.case_id, before.version, before.points
    from (
      select distinct on (h.case_id, h.before_version) h.case_id, h.before_version as version, h.before as points
      from cases_prioritychange h
      where h.why = 'SYSTEM'
      order by h.case_id, h.before_version, h.id desc
    ) before
    join cases_casepriority now on now.case_id = before.case_id and now.version <> before.version
  ) last
  join cases_case c on c.id = last.case_id
  where c.status in ('OPEN', 'COLD', 'IN_CUSTODY')
  group by c.office_id, c.status, last.version, last.points;

revoke all on counts.cases_priorities from fcms_app;
grant select on counts.cases_priorities to fcms_counts;
