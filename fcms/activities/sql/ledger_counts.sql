-- What reports may count of visits (PIA-2.3-1): by office of the team, day, outcome, and where the lead came from.
create view counts.activities_visits as
  select visit.office_id, visit.acted_on as visited_on, visit.visit_outcome as outcome,
         coalesce(lead.source_kind, '') as source,
         case when lead.source_kind = 'COMMERCIAL_AGGREGATOR' then coalesce(answer.vendor, lead.source_agency) else '' end
           as vendor,
         count(*) as visits
  from activities_activity visit
  left join leads_lead lead on lead.id = visit.lead_id
  left join leads_vendoranswer answer on answer.lead_id = lead.id
  where visit.type = 'VISIT'
  group by 1, 2, 3, 4, 5;

revoke all on counts.activities_visits from fcms_app;
grant select on counts.activities_visits to fcms_counts;
