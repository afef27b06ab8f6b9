grant update on subjects_gangreview to fcms_app;
drop trigger subjects_fact_moves_with_a_merge on subjects_gangreview;
drop trigger subjects_gangreview_stays on subjects_gangreview;
drop function subjects_gangreview_stays();
