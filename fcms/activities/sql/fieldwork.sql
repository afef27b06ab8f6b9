-- A field action moves only along its life, and keeps its number and its case.
create function activities_field_life() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    if new.status <> 'PLANNED' then
      raise exception 'A field action begins by being planned.'
        using errcode = 'check_violation', constraint = 'activities_field_life', table = 'activities_fieldaction';
    end if;
  elsif new.status <> old.status and not activities_field_may_move(old.status, new.status) then
    raise exception 'No move of a field action leads from % to %.', old.status, new.status
      using errcode = 'check_violation', constraint = 'activities_field_life', table = 'activities_fieldaction';
  elsif (new.number, new.case_id) is distinct from (old.number, old.case_id) then
    raise exception 'The number and the case of a field action are given once and kept.'
      using errcode = 'check_violation', constraint = 'activities_field_life', table = 'activities_fieldaction';
  end if;
  return new;
end $$;
create trigger activities_field_life before insert or update on activities_fieldaction
  for each row execute function activities_field_life();

-- Nobody is assigned to an address, starts for it or enters an operation but on an open reading of its gates, made
-- for this and never used before; on the day itself for the start (PIA-1.5-4).
create function activities_field_gates_open() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if new.status not in ('ASSIGNED', 'UNDER_WAY')
     and not (new.operation_name <> '' and (tg_op = 'INSERT' or new.operation_name <> old.operation_name)) then
    return new;
  end if;
  if tg_op = 'UPDATE' and
     (new.status, new.reading_id, new.status_check_id, new.check_hours, new.address_key,
      new.planned_on, new.officer_id, new.operation_name)
     is not distinct from
     (old.status, old.reading_id, old.status_check_id, old.check_hours, old.address_key,
      old.planned_on, old.officer_id, old.operation_name) then
    return new;
  end if;
  if not exists (
    select from activities_gatereading r
    join offices_office o on o.id = new.office_id
    where r.id = new.reading_id and r.open and r.case_id = new.case_id and r.place_key = new.address_key
      and r.moment = case when new.status = 'UNDER_WAY' then 'START' else 'ASSIGN' end
      and (new.status <> 'UNDER_WAY' or (r.read_at at time zone o.time_zone)::date = new.planned_on)
      and not exists (select from activities_fieldactionstep used where used.reading_id = r.id)
      and r.read_at >= coalesce(
        (select max(s.at) from activities_fieldactionstep s where s.field_action_id = new.id), r.read_at)
  ) then
    raise exception 'A field action goes on only when the gates were read now and stood open.'
      using errcode = 'check_violation', constraint = 'activities_field_gates_open', table = 'activities_fieldaction';
  end if;
  return new;
end $$;
create trigger activities_field_gates_open before insert or update on activities_fieldaction
  for each row execute function activities_field_gates_open();

-- Behind each such reading stands a status check that is itself on record: EID, still a fugitive, on this very case,
-- recorded by a named person, at most as many hours old as policy said then, and not contradicted since. It is asked
-- of the checks, not of the reading: no override, no policy and no reading that somebody made up replaces it.
create function activities_field_status_checked() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if new.status not in ('ASSIGNED', 'UNDER_WAY') or tg_op = 'UPDATE' and
     (new.status, new.reading_id, new.status_check_id, new.check_hours)
     is not distinct from (old.status, old.reading_id, old.status_check_id, old.check_hours) then
    return new;
  end if;
  if not exists (
    select from activities_activity a
    join accounts_user u on u.id = a.officer_id
    join offices_office o on o.id = u.office_id
    join activities_gatereading r on r.id = new.reading_id
    where a.id = new.status_check_id and a.case_id = new.case_id and a.recorded_by_id is not null
      and a.type = 'RECORDS_CHECK' and a.check_system = 'EID' and a.check_result = 'STILL_FUGITIVE'
      -- recorded on its own day it is of the moment it was recorded, later of the beginning of its day
      and case when a.acted_on >= (a.recorded_at at time zone o.time_zone)::date then a.recorded_at
               else a.acted_on::timestamp at time zone o.time_zone end
          > r.read_at - make_interval(hours => new.check_hours)
      and not exists (
        select from activities_activity later
        where later.case_id = a.case_id and later.type = 'RECORDS_CHECK' and later.check_system = 'EID'
          and later.check_result in ('NOT_FUGITIVE', 'IN_CUSTODY')
          and (later.acted_on, later.id) > (a.acted_on, a.id))
  ) then
    raise exception 'Nobody goes without a check of EID that the person is still a fugitive, by name and in time.'
      using errcode = 'check_violation', constraint = 'activities_field_status_checked',
            table = 'activities_fieldaction';
  end if;
  return new;
end $$;
create trigger activities_field_status_checked before insert or update on activities_fieldaction
  for each row execute function activities_field_status_checked();

-- What is recorded as done with its checks came from a field action under way, on the reading that let it start; how
-- the gates stood is never written anew. What was taken over from before there were gates is entered by no person.
create function activities_checked_was_under_way() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if tg_op = 'UPDATE' then
    if (new.gates, new.field_action_id, new.reading_id) is distinct from
       (old.gates, old.field_action_id, old.reading_id)
       or new.gates in ('OPEN', 'OVERRIDDEN') and (new.type, new.case_id, new.acted_on, new.address_key)
          is distinct from (old.type, old.case_id, old.acted_on, old.address_key) then
      raise exception 'How the gates stood, where and when, is kept as it was recorded.'
        using errcode = 'check_violation', constraint = 'activities_checked_was_under_way',
              table = 'activities_activity';
    end if;
    return new;
  end if;
  if new.gates = 'TAKEN_OVER' and new.recorded_by_id is not null then
    raise exception 'Only what was done before there were gates is taken over, and no person enters it.'
      using errcode = 'check_violation', constraint = 'activities_checked_was_under_way',
            table = 'activities_activity';
  end if;
  if new.gates in ('OPEN', 'OVERRIDDEN') and not exists (
    select from activities_fieldaction f
    join activities_gatereading r on r.id = f.reading_id
    where f.id = new.field_action_id and f.status = 'UNDER_WAY' and f.case_id = new.case_id
      and f.planned_on = new.acted_on and f.address_key = new.address_key
      and r.id = new.reading_id and r.open and r.moment = 'START' and r.overridden = (new.gates = 'OVERRIDDEN')
  ) then
    raise exception 'Only a field action that started through its gates is recorded as done with its checks.'
      using errcode = 'check_violation', constraint = 'activities_checked_was_under_way',
            table = 'activities_activity';
  end if;
  return new;
end $$;
create trigger activities_checked_was_under_way before insert or update on activities_activity
  for each row execute function activities_checked_was_under_way();

-- A field action is done exactly when something was recorded from it, which the end of the transaction sees.
create function activities_field_done_is_recorded() returns trigger language plpgsql as $$
begin
  if exists (
    select from public.activities_fieldaction f
    where f.id = case when tg_table_name = 'activities_fieldaction' then (to_jsonb(new) ->> 'id')::bigint
                      else (to_jsonb(new) ->> 'field_action_id')::bigint end
      and (f.status = 'DONE') <> exists (select from public.activities_activity a where a.field_action_id = f.id)
  ) then
    raise exception 'A field action is done when, and only when, something was recorded from it.'
      using errcode = 'check_violation', constraint = 'activities_field_done_is_recorded',
            table = 'activities_fieldaction';
  end if;
  return null;
end $$;
create constraint trigger activities_field_done_is_recorded after insert or update of status on activities_fieldaction
  deferrable initially deferred for each row execute function activities_field_done_is_recorded();
create constraint trigger activities_field_recorded_is_done after insert on activities_activity
  deferrable initially deferred for each row when (new.field_action_id is not null)
  execute function activities_field_done_is_recorded();

-- What reports may count: visits, surveillances and arrests by office, day, and how their gates stood.
create view counts.activities_gates as
  select office_id, type, gates, acted_on, count(*) as activities
  from activities_activity where gates <> '' group by office_id, type, gates, acted_on;
revoke all on counts.activities_gates from fcms_app;
grant select on counts.activities_gates to fcms_counts;
