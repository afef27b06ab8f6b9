-- The keys under which one door is written: the given one, and those of the same standard writing. A writing that could
-- not be taken apart, or has no ZIP code, is like no other.
create function fcms_same_door(given text) returns setof text language sql stable parallel safe as $$
  select given
  union
  select other.key from subjects_standardaddress one
  join subjects_standardaddress other
    on other.street = one.street and other.zip = one.zip and other.unit = one.unit
  where one.key = given and one.street <> '' and one.zip <> ''
$$;

-- The record of a door, the first that was opened; null where there is none.
create function activities_record_at(given text) returns bigint language sql stable parallel safe as $$
  select min(r.id) from fcms_same_door(given) door join activities_addressrecord r on r.key = door
$$;
