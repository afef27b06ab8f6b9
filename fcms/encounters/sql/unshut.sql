drop view counts.encounters_arrests, counts.encounters_removals;
drop function encounters_seen(text, date), encounters_note_removal(text, date);
drop trigger encounters_unchanging on encounters_statisticalarrest;
drop function encounters_unchanging();
grant select, insert, update on encounters_statisticalarrest to fcms_app;
