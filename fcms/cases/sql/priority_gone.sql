drop view counts.cases_priorities;
drop function cases_score(bigint[], jsonb, date, text);
drop function cases_priority_of(bigint[], jsonb, date);
grant insert, update on cases_casepriority, cases_prioritychange to fcms_app;
