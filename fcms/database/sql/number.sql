-- A human number such as L26-004512-5: prefix, two digits of the year, serial (six digits or more), and a Luhn check
-- digit over the digits of year and serial. fcms/lib/numbers.py is its twin. Every record asks for one, a million of
-- them in a large load, so the digits are taken by arithmetic and not as a set of rows.
create function fcms_number(prefix text, year int, serial bigint) returns text
language plpgsql immutable strict parallel safe as $$
declare
    yy text := lpad((year % 100)::text, 2, '0');
    digits text := lpad(serial::text, greatest(6, length(serial::text)), '0');
    rest bigint := (yy || digits)::bigint;
    total int := 0;
begin
    while rest > 0 loop -- from the right, every other digit counts double, and 10 to 18 by the sum of their digits
        total := total + (array[0, 2, 4, 6, 8, 1, 3, 5, 7, 9])[rest % 10 + 1] + rest / 10 % 10;
        rest := rest / 100;
    end loop;
    return prefix || yy || '-' || digits || '-' || (10 - total % 10) % 10;
end $$;
