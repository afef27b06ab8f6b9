"""Which subjects a row is compared with at all: those who share a number, a day of birth or most of a name."""

from __future__ import annotations

TOKENS = """
create table name_tokens as
select unique_id, ref, born_year, born_month, born_day, born, token, gkey, left(gkey, 1) as initial
from (select *, unnest(list_distinct(fkeys)) as token from compared) where token <> '';
create table rare_names as
select token, gkey, count(*) as bearers from name_tokens where unique_id > 0 and gkey is not null
group by token, gkey having count(*) <= 40;
"""
"""Each surname of each name, as it is heard; and the names so rare that they need no date."""

_CHUNK = """
with chunk as (select * from compared where unique_id < 0 and ref >= {first} and ref < {last}),
     tokens as (select * from name_tokens where unique_id < 0 and ref >= {first} and ref < {last}),
     held as (select * from compared where unique_id > 0),
     held_tokens as (select * from name_tokens where unique_id > 0)
"""


def _same(kind: str) -> str:
    return f"""
  select c.unique_id as join_key_l, h.unique_id as join_key_r
  from (select unique_id, unnest({kind}) as number from chunk) c
  join (select unique_id, unnest({kind}) as number from held) h using (number)"""


SAME_NUMBER = f"""
create or replace table pairs_of_numbers as {_CHUNK}
select distinct join_key_l, join_key_r, '0' as match_key
from ({" union all ".join(map(_same, ("a", "fbi", "sid", "ssn")))})
"""
"""The pairs of the rows from `first` to before `last` that share a number."""

ALIKE = f"""
create or replace table pairs_alike as {_CHUNK}
select distinct join_key_l, join_key_r, '0' as match_key from (
  -- the same full day of birth, and a name that begins alike
  select c.unique_id as join_key_l, h.unique_id as join_key_r from chunk c join held h on h.born = c.born
  where left(c.gkey, 1) = left(h.gkey, 1) or left(c.fkey, 1) = left(h.fkey, 1) or list_has_any(c.fkeys, h.fkeys)
  union all
  -- a surname and the given name as they are heard, and the year, or the day and the month
  select c.unique_id, h.unique_id from tokens c join held_tokens h
    on h.token = c.token and h.gkey = c.gkey and h.born_year = c.born_year
  union all
  select c.unique_id, h.unique_id from tokens c join held_tokens h
    on h.token = c.token and h.gkey = c.gkey and h.born_month = c.born_month and h.born_day = c.born_day
  union all
  -- a surname, the initial and the year: a given name that was mistyped
  select c.unique_id, h.unique_id from tokens c join held_tokens h
    on h.token = c.token and h.initial = c.initial and h.born_year = c.born_year
    and (c.born_month is null or h.born_month is null or h.born_month = c.born_month or h.born_day = c.born_day)
  union all
  -- a name so rare that it needs no date
  select c.unique_id, h.unique_id from tokens c join rare_names using (token, gkey)
  join held_tokens h on h.token = c.token and h.gkey = c.gkey
) where (join_key_l, join_key_r) not in (select (join_key_l, join_key_r) from pairs_of_numbers)
"""
"""The pairs that are alike in name or date, each once, as Splink takes them."""
