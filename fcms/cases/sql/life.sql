-- A case's status changes only along the lifecycle, its number never, and it belongs to no sub-office.
create function cases_case_life() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if tg_op = 'UPDATE' then
    if new.status <> old.status and not cases_may_move(old.status, new.status) then
      raise exception 'No move of a case leads from % to %.', old.status, new.status
        using errcode = 'check_violation', constraint = 'cases_case_life', table = 'cases_case';
    end if;
    if new.number <> old.number then
      raise exception 'The number of a case is given once and kept.'
        using errcode = 'check_violation', constraint = 'cases_case_life', table = 'cases_case';
    end if;
    if new.office_id = old.office_id then
      return new;
    end if;
  end if;
  if exists (select from offices_office where id = new.office_id and kind = 'SUB') then
    raise exception 'A case belongs to a field office, not to a sub-office.'
      using errcode = 'check_violation', constraint = 'cases_case_life', table = 'cases_case';
  end if;
  return new;
end $$;
create trigger cases_case_life before insert or update of status, office_id, number on cases_case
  for each row execute function cases_case_life();

-- When a transaction ends, the latest step of each case that it touched says the state and the office of the case.
-- Both triggers ask it in one query of their own and name the schema: a search path set on them would cost more
-- than the query where many cases are entered at once.
create function cases_case_has_its_step() returns trigger language plpgsql as $$
begin
  if exists (
    select from public.cases_case its
    where its.id = new.id and not coalesce(
      (select said.status = its.status and said.office_id = its.office_id
       from public.cases_casestep said where said.case_id = its.id order by said.id desc limit 1), false)
  ) then
    raise exception 'A case changes its state or office only together with a step that says so.'
      using errcode = 'check_violation', constraint = 'cases_case_has_its_step', table = 'cases_case';
  end if;
  return null;
end $$;
create constraint trigger cases_case_has_its_step after insert or update of status, office_id on cases_case
  deferrable initially deferred for each row execute function cases_case_has_its_step();

create function cases_step_has_its_case() returns trigger language plpgsql as $$
begin
  if exists (
    select from public.cases_case its
    where its.id = new.case_id and (its.status <> new.status or its.office_id <> new.office_id)
      and not exists (select from public.cases_casestep later where later.case_id = its.id and later.id > new.id)
  ) then
    raise exception 'A case changes its state or office only together with a step that says so.'
      using errcode = 'check_violation', constraint = 'cases_step_has_its_case', table = 'cases_casestep';
  end if;
  return null;
end $$;
create constraint trigger cases_step_has_its_case after insert on cases_casestep
  deferrable initially deferred for each row execute function cases_step_has_its_case();
