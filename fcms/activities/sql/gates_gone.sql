drop view counts.activities_gate_overrides, counts.activities_gate_readings;
drop function activities_gateoverride_stands() cascade;
