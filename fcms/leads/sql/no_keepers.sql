drop view counts.leads_received, counts.leads_steps;
drop trigger leads_step_has_its_lead on leads_leadstep;
drop trigger leads_lead_has_its_step on leads_lead;
drop function leads_step_has_its_lead();
drop function leads_lead_has_its_step();
drop function leads_refuse_without_a_step();
drop function leads_disagree_with_their_steps(bigint[]);
