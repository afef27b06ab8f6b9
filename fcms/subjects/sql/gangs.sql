-- A review says what it said: only its end is entered, once, and whose it is follows a merge (PIA-0-4).
create function subjects_gangreview_stays() returns trigger language plpgsql as $$
begin
  if old.ended_at is not null and (new.ended_at, new.ended_by_id, new."end", new.reason)
     is distinct from (old.ended_at, old.ended_by_id, old."end", old.reason) then
    raise exception 'The review has ended already.'
      using errcode = 'check_violation', constraint = 'subjects_gangreview_stays', table = tg_table_name;
  end if;
  return new;
end $$;
create trigger subjects_gangreview_stays before update on subjects_gangreview
  for each row execute function subjects_gangreview_stays();

revoke update on subjects_gangreview from fcms_app;
grant update (subject_id, ended_at, ended_by_id, "end", reason) on subjects_gangreview to fcms_app;
create trigger subjects_fact_moves_with_a_merge before update of subject_id on subjects_gangreview
  for each row execute function subjects_fact_moves_with_a_merge();
