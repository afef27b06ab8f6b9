drop function cases_no_case_of_a_citizen() cascade;
drop function cases_citizen_has_no_case() cascade;
drop function cases_claim_has_its_step() cascade;
drop function cases_claim_life() cascade;
grant update on cases_citizenshipclaim to fcms_app;
