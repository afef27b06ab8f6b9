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

-- When a transaction ends, the latest step of each lead that it touched says who holds the lead and in which state.
create function leads_agrees_with_its_step(one bigint) returns void
language plpgsql set search_path = public, pg_temp as $$
begin
  perform from leads_lead its left join lateral (
    select status, office_id, team_id, officer_id, outcome from leads_leadstep
    where lead_id = its.id order by at desc, id desc limit 1
  ) said on true
  where its.id = one and (its.status, its.office_id, its.team_id, its.officer_id, its.outcome)
    is distinct from (said.status, said.office_id, said.team_id, said.officer_id, said.outcome);
  if found then
    raise exception 'A lead changes its state or holder only together with a step that says so.'
      using errcode = 'check_violation', constraint = 'leads_lead_has_its_step', table = 'leads_lead';
  end if;
end $$;

create function leads_lead_has_its_step() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  perform leads_agrees_with_its_step(new.id);
  return null;
end $$;
create constraint trigger leads_lead_has_its_step
  after insert or update of status, office_id, team_id, officer_id, outcome on leads_lead
  deferrable initially deferred for each row execute function leads_lead_has_its_step();

create function leads_step_has_its_lead() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  perform leads_agrees_with_its_step(new.lead_id);
  return null;
end $$;
create constraint trigger leads_step_has_its_lead after insert on leads_leadstep
  deferrable initially deferred for each row when (new.step <> 'RECEIVED')
  execute function leads_step_has_its_lead();

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
