drop view counts.activities_gates;
drop trigger activities_field_recorded_is_done on activities_activity;
drop trigger activities_checked_was_under_way on activities_activity;
drop function activities_checked_was_under_way();
drop function activities_field_done_is_recorded() cascade;
drop function activities_field_status_checked() cascade;
drop function activities_field_gates_open() cascade;
drop function activities_field_life() cascade;
