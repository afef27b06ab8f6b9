-- A transfer is decided once, and stays as it was proposed.
create function cases_transfer_decided_once() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if old.status <> 'WAITING' then
    raise exception 'A transfer is decided once.'
      using errcode = 'check_violation', constraint = 'cases_transfer_decided_once', table = 'cases_casetransfer';
  end if;
  if (new.case_id, new.from_office_id, new.to_office_id, new.reason, new.proposed_at, new.proposed_by_id)
     is distinct from
     (old.case_id, old.from_office_id, old.to_office_id, old.reason, old.proposed_at, old.proposed_by_id) then
    raise exception 'A transfer is kept as it was proposed.'
      using errcode = 'check_violation', constraint = 'cases_transfer_decided_once', table = 'cases_casetransfer';
  end if;
  return new;
end $$;
create trigger cases_transfer_decided_once before update on cases_casetransfer
  for each row execute function cases_transfer_decided_once();
