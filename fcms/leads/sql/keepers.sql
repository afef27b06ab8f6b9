-- A lead changes its state only by a move of its life (the trigger's arguments are those moves, as NEW>ROUTED), and
-- its number never.
create function leads_lead_life() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if new.status <> old.status and not (old.status || '>' || new.status) = any (tg_argv) then
    raise exception 'No move of a lead leads from % to %.', old.status, new.status
      using errcode = 'check_violation', constraint = 'leads_lead_life', table = 'leads_lead';
  end if;
  if new.number <> old.number then
    raise exception 'The number of a lead is given once and kept.'
      using errcode = 'check_violation', constraint = 'leads_lead_life', table = 'leads_lead';
  end if;
  return new;
end $$;

-- The latest step of each lead says who holds the lead and in which state. Names stand with their schema, so that a
-- temporary table cannot take their place.
create function leads_disagree_with_their_steps(ones bigint[]) returns boolean language sql stable as $$
  select exists (
    select from public.leads_lead its left join lateral (
        select status, office_id, team_id, officer_id, outcome
        from public.leads_leadstep where lead_id = its.id order by at desc, id desc limit 1) said on true
    where its.id = any (ones) and (said.status, said.office_id, said.team_id, said.officer_id, said.outcome)
          is distinct from (its.status, its.office_id, its.team_id, its.officer_id, its.outcome))
$$;

create function leads_refuse_without_a_step() returns void language plpgsql as $$
begin
  raise exception 'A lead changes its state or holder only together with a step that says so.'
    using errcode = 'check_violation', constraint = 'leads_lead_has_its_step', table = 'leads_lead';
end $$;

-- A lead that was entered or changed is asked when the transaction ends: its step follows it.
create function leads_lead_has_its_step() returns trigger language plpgsql as $$
begin
  if public.leads_disagree_with_their_steps(array[new.id]) then
    perform public.leads_refuse_without_a_step();
  end if;
  return null;
end $$;
create constraint trigger leads_lead_has_its_step
  after insert or update of status, office_id, team_id, officer_id, outcome on leads_lead
  deferrable initially deferred for each row execute function leads_lead_has_its_step();

-- Steps follow their leads, so all that one statement brings are asked at once.
create function leads_step_has_its_lead() returns trigger language plpgsql as $$
begin
  if public.leads_disagree_with_their_steps(
       (select array_agg(distinct lead_id) from entered where step <> 'RECEIVED')) then
    perform public.leads_refuse_without_a_step();
  end if;
  return null;
end $$;
create trigger leads_step_has_its_lead after insert on leads_leadstep
  referencing new table as entered for each statement execute function leads_step_has_its_lead();

-- What reports may count (PIA-1.1-7, PIA-1.1-9): states and offices by day; no name, number or place of a person.
-- A step counts on the day that the office which holds the lead after it had; without an office, headquarters.
create view counts.leads_received as select id as lead_id, received_on from leads_lead;

create view counts.leads_steps as
  select id, lead_id, at, step, status, office_id,
         (at at time zone coalesce((select time_zone from offices_office where id = office_id), 'America/New_York'))::date
           as day
  from leads_leadstep;

revoke all on counts.leads_received, counts.leads_steps from fcms_app;
grant select on counts.leads_received, counts.leads_steps to fcms_counts;
