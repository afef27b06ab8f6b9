-- What the balance of the backlog is counted from, three times, each without the others: what steps say that they
-- did, where the chain of steps leaves each case, and what the cases themselves say now. A step belongs to the month
-- in which it was recorded, by the clock of headquarters, so that a month that is over never changes and a transfer
-- leaves one office and reaches the other in the same month. Cases that were taken back stay in: their opening was
-- counted, and so is their closing.
create view counts.cases_flows as
  select month, step, was, status, office_id, from_office_id, reason, effective_on < month as late, count(*) as steps
  from (
    select date_trunc('month', at at time zone 'America/New_York')::date as month,
           step, was, status, office_id, from_office_id, reason, effective_on
    from cases_casestep
  ) of_one
  group by 1, 2, 3, 4, 5, 6, 7, 8;

create view counts.cases_standing as
  with chain as (
    select date_trunc('month', at at time zone 'America/New_York')::date as month, status, office_id,
           lag(status) over its as status_before, lag(office_id) over its as office_before
    from cases_casestep
    window its as (partition by case_id order by id)
  )
  select month, office_id, status, sum(n)::bigint as change
  from (
    select month, office_id, status, 1 as n from chain
    union all
    select month, office_before, status_before, -1 from chain where office_before is not null
  ) of_one
  group by 1, 2, 3;

create view counts.cases_now as
  select office_id, status, count(*) as cases from cases_case group by office_id, status;

revoke all on counts.cases_flows, counts.cases_standing, counts.cases_now from fcms_app;
grant select on counts.cases_flows, counts.cases_standing, counts.cases_now to fcms_counts;
