-- What is recorded as done with its checks came from a field action under way, on the reading that let it start, and
-- was done by the officer whom that let through; how the gates stood is never written anew. What was taken over from
-- before there were gates is entered by no person.
create or replace function activities_checked_was_under_way() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if tg_op = 'UPDATE' then
    if (new.gates, new.field_action_id, new.reading_id) is distinct from
       (old.gates, old.field_action_id, old.reading_id)
       or new.gates in ('OPEN', 'OVERRIDDEN') and (new.type, new.case_id, new.acted_on, new.address_key, new.officer_id)
          is distinct from (old.type, old.case_id, old.acted_on, old.address_key, old.officer_id) then
      raise exception 'How the gates stood, where and when, is kept as it was recorded.'
        using errcode = 'check_violation', constraint = 'activities_checked_was_under_way',
              table = 'activities_activity';
    end if;
    return new;
  end if;
  if new.gates = 'TAKEN_OVER' and new.recorded_by_id is not null then
    raise exception 'Only what was done before there were gates is taken over, and no person enters it.'
      using errcode = 'check_violation', constraint = 'activities_checked_was_under_way',
            table = 'activities_activity';
  end if;
  if new.gates in ('OPEN', 'OVERRIDDEN') and not exists (
    select from activities_fieldaction f
    join activities_gatereading r on r.id = f.reading_id
    where f.id = new.field_action_id and f.status = 'UNDER_WAY' and f.case_id = new.case_id
      and f.planned_on = new.acted_on and f.address_key = new.address_key
      and f.officer_id = new.officer_id
      and r.id = new.reading_id and r.open and r.moment = 'START' and r.overridden = (new.gates = 'OVERRIDDEN')
  ) then
    raise exception 'Only a field action that started through its gates is recorded as done with its checks.'
      using errcode = 'check_violation', constraint = 'activities_checked_was_under_way',
            table = 'activities_activity';
  end if;
  return new;
end $$;
