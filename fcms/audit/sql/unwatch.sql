drop function audit_watch(text, text, text, text);
drop function audit_unwatch(text);
drop function audit_inserted();
drop function audit_updated();
drop function audit_deleted();
drop function audit_actor(text);
