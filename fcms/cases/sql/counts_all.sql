create or replace view counts.cases_steps as
  select step, effective_on, was, status, office_id, from_office_id, reason, stands, count(*) as steps
  from (
    select step, effective_on, was, status, office_id, from_office_id, reason,
           step <> 'REMOVED' or not exists (
             select from cases_casestep later
             where later.case_id = one.case_id and later.id > one.id and later.step = 'REOPENED'
           ) as stands
    from cases_casestep one
  ) of_one
  group by step, effective_on, was, status, office_id, from_office_id, reason, stands;
