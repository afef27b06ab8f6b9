-- A fact may be handed to another subject, by a merge of the two or when it is undone, and by nothing else.
create function subjects_fact_moves_with_a_merge() returns trigger language plpgsql as $$
begin
  if new.subject_id <> old.subject_id and not exists (
    select from public.subjects_merge m
    where (m.kept_id = new.subject_id and m.other_id = old.subject_id)
       or (m.other_id = new.subject_id and m.kept_id = old.subject_id)
  ) then
    raise exception 'A fact goes to another subject only when the two are merged or separated again.'
      using errcode = 'check_violation', constraint = 'subjects_fact_moves_with_a_merge', table = tg_table_name;
  end if;
  return new;
end $$;

grant update (subject_id) on subjects_alias to fcms_app;
create trigger subjects_fact_moves_with_a_merge before update of subject_id on subjects_alias
  for each row execute function subjects_fact_moves_with_a_merge();
grant update (subject_id) on subjects_address to fcms_app;
create trigger subjects_fact_moves_with_a_merge before update of subject_id on subjects_address
  for each row execute function subjects_fact_moves_with_a_merge();
grant update (subject_id) on subjects_anumber to fcms_app;
create trigger subjects_fact_moves_with_a_merge before update of subject_id on subjects_anumber
  for each row execute function subjects_fact_moves_with_a_merge();
grant update (subject_id) on subjects_apprehension to fcms_app;
create trigger subjects_fact_moves_with_a_merge before update of subject_id on subjects_apprehension
  for each row execute function subjects_fact_moves_with_a_merge();
grant update (subject_id) on subjects_conviction to fcms_app;
create trigger subjects_fact_moves_with_a_merge before update of subject_id on subjects_conviction
  for each row execute function subjects_fact_moves_with_a_merge();
grant update (subject_id) on subjects_identifier to fcms_app;
create trigger subjects_fact_moves_with_a_merge before update of subject_id on subjects_identifier
  for each row execute function subjects_fact_moves_with_a_merge();
grant update (subject_id) on subjects_photograph to fcms_app;
create trigger subjects_fact_moves_with_a_merge before update of subject_id on subjects_photograph
  for each row execute function subjects_fact_moves_with_a_merge();
grant update (subject_id) on subjects_removalcharge to fcms_app;
create trigger subjects_fact_moves_with_a_merge before update of subject_id on subjects_removalcharge
  for each row execute function subjects_fact_moves_with_a_merge();
