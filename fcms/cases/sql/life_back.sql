drop trigger cases_step_has_its_case on cases_casestep;
drop trigger cases_case_has_its_step on cases_case;
drop trigger cases_case_life on cases_case;
drop function cases_step_has_its_case();
drop function cases_case_has_its_step();
drop function cases_case_life();
