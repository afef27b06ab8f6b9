-- The trigger of AppendOnly tables. It binds whoever may write, the owner too.
create function fcms_append_only() returns trigger language plpgsql as $$
declare
    owner name := (select pg_get_userbyid(relowner) from pg_class where oid = tg_relid);
begin
    if tg_op = 'DELETE' and current_user = owner and current_setting('fcms.purge', true) = 'on' then
        return old;
    end if;
    raise exception 'Rows of % are only ever added: % is refused.', tg_table_name, lower(tg_op)
        using errcode = 'restrict_violation';
end
$$;
