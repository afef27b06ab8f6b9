-- The twin of subjects/addresses.py: address_key. A test compares the two.
create function fcms_address_line(line text) returns text language sql immutable parallel safe as $$
  select btrim(regexp_replace(
    translate(coalesce(line, ''),
      'ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöùúûüýabcdefghijklmnopqrstuvwxyz',
      'AAAAAACEEEEIIIINOOOOOUUUUYAAAAAACEEEEIIIINOOOOOUUUUYABCDEFGHIJKLMNOPQRSTUVWXYZ') collate "C",
    '[^A-Z0-9]+', ' ', 'g'), ' ')
$$;

create function fcms_address_key(line_1 text, line_2 text, zip text) returns text language sql immutable parallel safe as $$
  select md5(fcms_address_line(line_1) || '|' ||
             case when coalesce(line_2, '') = '' then '' else fcms_address_line(line_2) end || '|' ||
             case when zip ~ '^[0-9]{5}$' then zip else left(fcms_address_line(zip), 5) end)
$$;
