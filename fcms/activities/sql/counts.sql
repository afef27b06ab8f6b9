-- What reports may count (PIA-1.1-8): fugitive arrests by arresting office, team, day and criminality at arrest.
-- Two arrests of a person within a day are one arrest: the first.
create view counts.activities_arrests as
  select arrest.office_id, arrest.team_id, arrest.arrested_on, arrest.criminal, arrest.targeted, count(*) as arrests
  from activities_arrest arrest
  join cases_case of_one on of_one.id = arrest.case_id
  where not exists (
    select from cases_case of_same
    join activities_arrest other on other.case_id = of_same.id
    where of_same.subject_id = of_one.subject_id
      and other.arrested_on between arrest.arrested_on - 1 and arrest.arrested_on
      and (other.arrested_on, other.id) < (arrest.arrested_on, arrest.id)
  )
  group by arrest.office_id, arrest.team_id, arrest.arrested_on, arrest.criminal, arrest.targeted;

revoke all on counts.activities_arrests from fcms_app;
grant select on counts.activities_arrests to fcms_counts;
