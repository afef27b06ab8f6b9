-- A reading says it is open exactly when none of its answers is shut, and overridden when one of them was overridden.
alter table activities_gatereading add constraint activities_gatereading_open_as_answered check (
  open = (jsonb_array_length(answers) > 0 and not jsonb_path_exists(answers, '$[*] ? (@.state == "SHUT")'))
  and overridden = (open and jsonb_path_exists(answers, '$[*] ? (@.state == "OVERRIDDEN")')));

-- No reading is open without the status check having been open of itself (PIA-1.5-4).
alter table activities_gatereading add constraint activities_gatereading_has_its_check check (
  not open or jsonb_path_exists(answers, '$[*] ? (@.code == "G-STATUS" && @.state == "OPEN")'));

-- An override stays as it was given; it is withdrawn once.
create function activities_gateoverride_stands() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if old.withdrawn_at is not null
     or (new.id, new.case_id, new.place_key, new.gate, new.sentence, new.reason, new.office_id, new.given_at,
         new.given_on, new.given_by_id, new.until)
        is distinct from
        (old.id, old.case_id, old.place_key, old.gate, old.sentence, old.reason, old.office_id, old.given_at,
         old.given_on, old.given_by_id, old.until) then
    raise exception 'An override stays as it was given, and is withdrawn once.'
      using errcode = 'check_violation', constraint = 'activities_gateoverride_stands',
            table = 'activities_gateoverride';
  end if;
  return new;
end $$;
create trigger activities_gateoverride_stands before update on activities_gateoverride
  for each row execute function activities_gateoverride_stands();

-- What reports may count: overrides by office, gate and day; readings by office, moment, day and answer.
create view counts.activities_gate_overrides as
  select office_id, gate, given_on, withdrawn_at is not null as withdrawn, count(*) as overrides
  from activities_gateoverride group by office_id, gate, given_on, withdrawn_at is not null;
create view counts.activities_gate_readings as
  select office_id, moment, read_on, open, overridden, count(*) as readings
  from activities_gatereading group by office_id, moment, read_on, open, overridden;

revoke all on counts.activities_gate_overrides, counts.activities_gate_readings from fcms_app;
grant select on counts.activities_gate_overrides, counts.activities_gate_readings to fcms_counts;
