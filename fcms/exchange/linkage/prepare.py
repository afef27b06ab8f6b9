"""Names and dates brought into the form in which they are compared, in the SQL of DuckDB. No Django here."""

from __future__ import annotations

import duckdb

from fcms.subjects.names import PARTICLES, SUFFIXES

UNKNOWN = ("FNU", "LNU", "UNKNOWN", "NMN", "NONE", "NN")
"""What clerks write where a name is not known."""


def _listed(words: frozenset[str] | tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in sorted(words))


def _one_for_two(text: str) -> str:
    for letter in "LSTNMRPFBDKGIUA":
        text = f"replace({text}, '{letter}{letter}', '{letter}')"
    return text


_SOUNDS = "part"
for _two, _one in (("PH", "F"), ("OU", "U"), ("OO", "U"), ("EE", "I"), ("CK", "K"), ("QU", "K")):
    _SOUNDS = f"replace({_SOUNDS}, '{_two}', '{_one}')"
_SOFT = f"regexp_replace({_SOUNDS}, 'C([^EIY]|$)', 'K\\1', 'g')"
_HEARD = _one_for_two(f"replace(translate({_SOFT}, 'YQZJW', 'IKSIV'), 'H', '')")
"""A part of a name as it is heard: y as i, h dropped, ph as f, doubled letters once."""

# Letters with a stroke have no accent to take off; apostrophes join a name, all other signs divide it.
MACROS = f"""
create macro folded(name) as trim(regexp_replace(regexp_replace(upper(strip_accents(
    replace(replace(translate(lower(name), 'øłđðı', 'olddi'), 'ß', 'ss'), 'æ', 'ae'))),
    '[''’`´ʼ‘.]', '', 'g'), '[^\\p{{L}}\\p{{N}}]+', ' ', 'g'));
create macro parts_of(name) as list_filter(string_split(folded(name), ' '),
    lambda part: part not in ('', {_listed(UNKNOWN)}, {_listed(SUFFIXES)}));
create macro telling(parts) as case when len(list_filter(parts, lambda part: part not in ({_listed(PARTICLES)}))) > 0
    then list_filter(parts, lambda part: part not in ({_listed(PARTICLES)})) else parts end;
create macro heard(part) as {_HEARD};
"""

SPOKEN = """
create table spoken as
with told as (
  select name, telling(parts_of(name)) as parts
  from (select family as name from names union select given from names union select middle from names
        union select family from rows union select given from rows union select middle from rows)
  where name is not null
)
select name, parts, list_transform(parts, lambda part: heard(part)) as keys,
       heard(array_to_string(parts, '')) as key
from told where len(parts) > 0
"""
"""Each name that is written anywhere, once: its parts, and how they are heard."""

NAMES = """
create table compared as
with keyed as (
  select s.*, f.parts as fams, f.keys as fkeys, f.key as fkey, g.parts[1] as given1, g.keys[1] as gkey,
         list_concat(g.parts, m.parts) as gives, m.parts[1] as middle1,
         case when length(birth) = 10 and right(birth, 5) = '01-01' then null else birth end as known
  from {source} s left join spoken f on f.name = s.family left join spoken g on g.name = s.given
  left join spoken m on m.name = s.middle
)
select unique_id, ref, variant, alias, array_to_string(fams, ' ') as family, fams, fams[1] as family1, fkeys, fkey,
       given1, gkey, gives, middle1, try_cast(left(birth, 4) as smallint) as born_year,
       case when length(known) >= 7 then try_cast(substr(known, 6, 2) as tinyint) end as born_month,
       case when length(known) = 10 then try_cast(substr(known, 9, 2) as tinyint) end as born_day,
       case when length(known) = 10 then known end as born,
       case when sex in ('M', 'F', 'X') then sex end as sex, a, fbi, sid, ssn
from keyed
"""
"""Both sides as they are compared: a date of 1 January keeps its year only."""

SOURCE = """(
  select n as unique_id, subject as ref, 'written' as variant, alias, family, given, middle, birth, sex,
         a, fbi, sid, ssn
  from (select row_number() over (order by name.subject, name.alias) as n, name.*, ids.* exclude (subject)
        from names name left join identities ids on ids.subject = name.subject)
  union all
  select -2 * row - 1, row, 'written', 0, family, given, middle, birth, sex, a, fbi, sid, ssn from rows_read
  union all
  select -2 * row - 2, row, 'swapped', 0, given, family, middle, birth, sex, a, fbi, sid, ssn from rows_read
  where family is not null and given is not null
)"""

IDENTITIES = """
create table identities as
select subject, list(value order by value) filter (kind = 'A') as a,
       list(value order by value) filter (kind = 'FBI') as fbi,
       list(value order by value) filter (kind = 'SID') as sid,
       list(value order by value) filter (kind = 'SSN') as ssn
from numbers group by subject
"""

ROWS_READ = """
create table rows_read as
select row, family, given, middle, birth, sex,
       case when a is not null then [a] end as a, case when fbi is not null then [fbi] end as fbi,
       case when sid is not null then [sid] end as sid, case when ssn is not null then [ssn] end as ssn
from rows
"""

UNSEEN = 200
"""Bearers of names that no subject has, added to those there are: a name borne once among few is not thereby common."""

FREQUENCIES = f"""
create table borne_family as
select family, count(*) / (sum(count(*)) over () + {UNSEEN}) as tf_family
from compared where unique_id > 0 and alias = 0 and family is not null group by family;
create table borne_family1 as
select part as family1,
       count(*) / ((select count(*) from compared where unique_id > 0 and alias = 0) + {UNSEEN}) as tf_family1
from (select unnest(list_distinct(fams)) as part from compared where unique_id > 0 and alias = 0) group by part;
create table borne_given1 as
select given1, count(*) / (sum(count(*)) over () + {UNSEEN}) as tf_given1
from compared where unique_id > 0 and alias = 0 and given1 is not null group by given1;
"""


def prepare(con: duckdb.DuckDBPyConnection) -> int:
    """From the tables that were read (names, numbers, rows) make `compared`; return how many subjects there are."""
    con.execute(MACROS)
    con.execute(IDENTITIES)
    con.execute(ROWS_READ)
    con.execute(SPOKEN)
    con.execute(NAMES.format(source=SOURCE))
    con.execute(FREQUENCIES)
    return int(con.execute("select count(distinct subject) from names").fetchall()[0][0])
