-- What a claim rests on is kept as it was raised. Only its state changes, and its subject when two are merged.
revoke update on cases_citizenshipclaim from fcms_app;
grant update (subject_id, status, asked_at, asked_by_id, advised_at, advised_by_id, advises, advice,
              decided_at, decided_by_id, outcome, reason, withdrawn_at) on cases_citizenshipclaim to fcms_app;

create function cases_claim_life() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if new.status = old.status or (old.status, new.status) in (
    ('RAISED', 'WITH_COUNSEL'), ('WITH_COUNSEL', 'ADVISED'), ('ADVISED', 'WITH_COUNSEL'), ('ADVISED', 'DECIDED'),
    ('RAISED', 'WITHDRAWN'), ('WITH_COUNSEL', 'WITHDRAWN'), ('ADVISED', 'WITHDRAWN'),
    ('DECIDED', 'WITH_COUNSEL'), ('WITHDRAWN', 'WITH_COUNSEL')
  ) then
    return new;
  end if;
  raise exception 'No move of a claim leads from % to %.', old.status, new.status
    using errcode = 'check_violation', constraint = 'cases_claim_life', table = 'cases_citizenshipclaim';
end $$;
create trigger cases_claim_life before update of status on cases_citizenshipclaim
  for each row execute function cases_claim_life();

-- When a transaction ends, the latest step of each claim that it touched says the state of the claim.
create function cases_claim_has_its_step() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if exists (
    select from cases_citizenshipclaim its
    where its.id = new.id and its.status is distinct from
      (select said.status from cases_citizenshipclaimstep said where said.claim_id = its.id order by said.id desc limit 1)
  ) then
    raise exception 'A claim changes its state only together with a step that says so.'
      using errcode = 'check_violation', constraint = 'cases_claim_has_its_step', table = 'cases_citizenshipclaim';
  end if;
  return null;
end $$;
create constraint trigger cases_claim_has_its_step after insert or update of status on cases_citizenshipclaim
  deferrable initially deferred for each row execute function cases_claim_has_its_step();

-- Nobody who was found to be a citizen has a live case: not when it is found, and not afterwards.
create function cases_citizen_has_no_case() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if exists (
    select from cases_citizenshipclaim its join cases_case c on c.subject_id = its.subject_id
    where its.id = new.id and its.status = 'DECIDED' and its.outcome = 'CITIZEN'
      and c.status in ('OPEN', 'COLD', 'IN_CUSTODY')
  ) then
    raise exception 'Somebody who was found to be a citizen has no live case.'
      using errcode = 'check_violation', constraint = 'cases_citizen_has_no_case', table = 'cases_citizenshipclaim';
  end if;
  return null;
end $$;
create constraint trigger cases_citizen_has_no_case after insert or update of status, outcome, subject_id
  on cases_citizenshipclaim deferrable initially deferred
  for each row when (new.status = 'DECIDED' and new.outcome = 'CITIZEN') execute function cases_citizen_has_no_case();

create function cases_no_case_of_a_citizen() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if exists (
    select from new_cases c join cases_citizenshipclaim its on its.subject_id = c.subject_id
    where its.status = 'DECIDED' and its.outcome = 'CITIZEN' and c.status in ('OPEN', 'COLD', 'IN_CUSTODY')
  ) then
    raise exception 'Somebody who was found to be a citizen has no live case.'
      using errcode = 'check_violation', constraint = 'cases_no_case_of_a_citizen', table = 'cases_case';
  end if;
  return null;
end $$;
create trigger cases_no_case_of_a_citizen after insert on cases_case
  referencing new table as new_cases for each statement execute function cases_no_case_of_a_citizen();
create trigger cases_no_case_of_a_citizen_again after update on cases_case
  referencing new table as new_cases for each statement execute function cases_no_case_of_a_citizen();
