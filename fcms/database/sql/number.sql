-- A human number such as L26-004512-5: prefix, two digits of the year, serial (six digits or more), and a Luhn check
-- digit over the digits of year and serial. fcms/lib/numbers.py is its twin.
create function fcms_number(prefix text, year int, serial bigint) returns text
language sql immutable strict parallel safe as $$
    with body as (
        select lpad((year % 100)::text, 2, '0') as yy,
               lpad(serial::text, greatest(6, length(serial::text)), '0') as digits
    ), doubled as (
        select substr(reverse(yy || digits), place, 1)::int * (1 + place % 2) as value
        from body, generate_series(1, length(yy || digits)) as place
    )
    select prefix || yy || '-' || digits || '-' ||
           ((10 - (select sum(value / 10 + value % 10) from doubled) % 10) % 10)::text
    from body
$$;
