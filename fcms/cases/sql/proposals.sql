-- News is decided once, and what was proposed stays as it was proposed.
create function cases_proposal_decided_once() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if old.status <> 'WAITING' then
    raise exception 'News about a case is decided once.'
      using errcode = 'check_violation', constraint = 'cases_proposal_decided_once', table = 'cases_proposal';
  end if;
  if (new.case_id, new.road, new.effective_on, new.summary, new.evidence, new.reference, new.source, new.system,
      new.as_of, new.intake, new.file, new.row, new.proposed_at)
     is distinct from
     (old.case_id, old.road, old.effective_on, old.summary, old.evidence, old.reference, old.source, old.system,
      old.as_of, old.intake, old.file, old.row, old.proposed_at) then
    raise exception 'News about a case is kept as it was proposed.'
      using errcode = 'check_violation', constraint = 'cases_proposal_decided_once', table = 'cases_proposal';
  end if;
  return new;
end $$;
create trigger cases_proposal_decided_once before update on cases_proposal
  for each row execute function cases_proposal_decided_once();
