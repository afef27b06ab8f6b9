"""No other field can change a priority: asked of every column of every model that knows a subject or a case."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import connection, models
from psycopg import sql

from fcms.cases.models import Case
from fcms.database import roles
from fcms.lib.priority import system
from fcms.pia.classification import models_of_fcms
from fcms.subjects.models import Retraction, Statement, Subject

GROUNDS = {
    "cases_case": {"id", "subject_id"},
    "subjects_conviction": {"subject_id", "offense_code", "convicted_on", "jurisdiction", "withdrawn_at"},
    "subjects_gangreview": {
        *("subject_id", "statement_id", "transnational", "basis", "reviewed_on", "review_by", "ended_at"),
    },
    "subjects_statement": {"id", "intake"},
    "subjects_retraction": {"intake"},
}
"""All that the score of a case is made of. `convicted_on` is shown and changes nothing; whose a record is, says where
it counts; the intake says whether what a source said was taken back."""

READ = """
    select c.relname, a.attname from pg_depend d
    join pg_class c on c.oid = d.refobjid
    join pg_attribute a on a.attrelid = c.oid and a.attnum = d.refobjsubid
    where d.classid = 'pg_proc'::regclass and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0
      and d.objid = %s::regprocedure
"""
ONE, SCORER = "cases_priority_of(bigint[],jsonb,date)", "cases_score(bigint[],jsonb,date,text)"
KEEPS = {"cases_casepriority", "cases_prioritychange"}

Owner = psycopg.Connection[Any]

pytestmark = [pytest.mark.django_db, pytest.mark.promise("PIA-0-4")]


@pytest.fixture
def owner() -> Iterator[Owner]:
    """The owner's own connection to this database; nothing it does lasts."""
    with psycopg.connect(**roles.owner(connection.settings_dict["NAME"])) as found:
        found.execute("set lock_timeout = '10s'")
        yield found
        found.rollback()


def read_by(asked: Any, function: str) -> dict[str, set[str]]:
    """The columns that PostgreSQL says a function reads, by table."""
    found: dict[str, set[str]] = {}
    for table, column in asked.execute(READ, [function]).fetchall():
        found.setdefault(table, set()).add(column)
    return found


# --- what PostgreSQL says that it reads


def test_keeper_the_database_knows_which_columns_a_score_is_made_of(owner: Owner):
    assert read_by(owner, ONE) == GROUNDS


def test_keeper_the_function_that_keeps_scores_reads_nothing_of_a_person(owner: Owner):
    assert read_by(owner, SCORER).keys() <= KEEPS


def test_a_function_that_reads_another_column_is_noticed(owner: Owner):
    body = owner.execute("select pg_get_functiondef(%s::regprocedure)", [ONE]).fetchone()[0]  # type: ignore[index]
    assert "v.jurisdiction" in body
    owner.execute(body.replace("v.jurisdiction", "coalesce(v.summary, v.jurisdiction)").encode())
    assert read_by(owner, ONE) != GROUNDS


@pytest.mark.parametrize("table", sorted(KEEPS))
@pytest.mark.parametrize("privilege", ["INSERT", "UPDATE", "DELETE"])
def test_keeper_the_program_itself_cannot_write_a_score(table: str, privilege: str):
    with connection.cursor() as cursor:
        cursor.execute("select current_user, has_table_privilege(%s, %s)", [table, privilege])
        assert cursor.fetchone() == ("fcms_app", False)


# --- what happens when a column changes


def knows_a_person(model: type[models.Model]) -> bool:
    """Whether a model is a subject, a case, or names one, or what was said of one."""
    named = {field.related_model for field in model._meta.concrete_fields if field.is_relation}
    return model in (Subject, Case, Statement) or bool(named & {Subject, Case, Statement})


MODELS = sorted(
    (model for model in models_of_fcms() if knows_a_person(model) and model._meta.db_table not in KEEPS),
    key=lambda model: model._meta.db_table,
)


def test_every_fact_of_a_person_is_among_them():
    tables = {model._meta.db_table for model in MODELS}
    facts = "anumber alias identifier address removalcharge apprehension conviction photograph gangreview"
    assert {f"subjects_{name}" for name in facts.split()} <= tables
    assert {"subjects_subject", "cases_case", "leads_lead", "activities_activity"} <= tables
    assert set(GROUNDS) - tables == {"subjects_retraction"}


def unguarded(owner: Owner, table: str) -> None:
    """Let any value stand in a table, for this transaction."""
    owner.execute(sql.SQL("alter table {} disable trigger user").format(sql.Identifier(table)))
    found = owner.execute(
        "select conname from pg_constraint where conrelid = %s::regclass and contype in ('c', 'f', 'u', 'x')",
        [table],
    ).fetchall()
    for (name,) in found:
        owner.execute(
            sql.SQL("alter table {} drop constraint if exists {} cascade").format(
                sql.Identifier(table), sql.Identifier(name)
            )
        )
    unique = owner.execute(
        "select indexrelid::regclass::text from pg_index where indrelid = %s::regclass and indisunique"
        " and not indisprimary and not exists (select from pg_constraint where conindid = indexrelid)",
        [table],
    ).fetchall()
    for (name,) in unique:
        owner.execute(f"drop index {name}".encode())


VALUES: dict[str, tuple[str, str]] = {
    "bool": ("true", "false"),
    "date": ("'1999-09-09'", "'2031-01-01'"),
    "timestamptz": ("'1999-09-09'", "'2031-01-01'"),
    "jsonb": ("""'{"a": 1}'""", """'["gang", "violent"]'"""),
    "bytea": ("'\\x01'", "'\\x02'"),
    "numeric": ("1", "2"),
    "float8": ("1", "2"),
}


def values_for(kind: str, length: int) -> tuple[str, str]:
    """Two values of a type, as SQL."""
    if kind.startswith("_"):
        return "'{}'", "'{1,2}'"
    if kind in ("int2", "int4", "int8"):
        return "1", "2"
    if kind in VALUES:
        return VALUES[kind]
    text = "VIOLENT GANG 13A 36B TRANSNATIONAL"
    return f"'{text[:length]}'", f"'{'X' * min(length, 3)}'"


COLUMNS = """
    select attname, t.typname, case when atttypmod > 4 then atttypmod - 4 else 20 end
    from pg_attribute a join pg_type t on t.oid = a.atttypid
    where attrelid = %s::regclass and attnum > 0 and not attisdropped and attgenerated = ''
    order by attnum
"""


def put(owner: Owner, table: str, given: dict[str, str]) -> None:
    """Write one row of SQL values; every column that is not given gets one of its type."""
    columns = {name: values_for(kind, length)[0] for name, kind, length in owner.execute(COLUMNS, [table])}
    columns |= {name: value for name, value in given.items() if name in columns}
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    owner.execute(
        sql.SQL("insert into {} ({}) overriding system value values ({})").format(
            sql.Identifier(table), names, sql.SQL(", ".join(columns.values()))
        )
    )


KEY = "7000001"
BASE: dict[str, dict[str, str]] = {
    "subjects_subject": {"id": KEY, "merged_into_id": "null", "withdrawn_at": "null"},
    "subjects_statement": {"id": KEY, "subject_id": KEY, "intake": "'I26-7'"},
    "cases_case": {"id": KEY, "subject_id": KEY, "statement_id": KEY, "status": "'OPEN'"},
    "subjects_conviction": {
        "id": KEY,
        "subject_id": KEY,
        "statement_id": KEY,
        "withdrawn_at": "null",
        "offense_code": "'13A'",
        "jurisdiction": "'US'",
        "convicted_on": "'2004-03'",
    },
    "subjects_gangreview": {
        "id": KEY,
        "subject_id": KEY,
        "statement_id": KEY,
        "transnational": "true",
        "basis": "'{COURT_FINDING,CONVICTION}'",
        "reviewed_on": "'2026-01-01'",
        "review_by": "'2030-12-31'",
        "ended_at": "null",
    },
}
"""A case with a violent conviction and a reviewed affiliation: both can be lost, and two grounds can come."""


def points(owner: Owner) -> int:
    written = json.loads(system().as_json) | {"foreign_convictions": False}
    found = owner.execute(
        f"select points from cases_priority_of(array[{KEY}], %s::jsonb, '2026-11-23')".encode(),
        [json.dumps(written)],
    ).fetchone()
    assert found is not None
    return int(found[0])


@pytest.fixture
def base(owner: Owner) -> int:
    for table, given in BASE.items():
        unguarded(owner, table)
        put(owner, table, given)
    scored = points(owner)
    assert scored == 80
    return scored


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_no_other_column_changes_the_score(owner: Owner, base: int, model: type[models.Model]):
    table = model._meta.db_table
    if table not in BASE:
        unguarded(owner, table)
        key = model._meta.pk
        assert key is not None
        about = dict.fromkeys(("subject_id", "case_id", "statement_id", "kept_id", "other_id"), KEY)
        put(owner, table, {**about, key.column: KEY})
        assert points(owner) == base, f"A row of {table} changes the score."
    tried = 0
    for name, kind, length in owner.execute(COLUMNS, [table]).fetchall():
        if name in GROUNDS.get(table, ()) or name == (model._meta.pk and model._meta.pk.column):
            continue
        for value in (*values_for(kind, length), "null"):
            with owner.transaction():
                column = sql.Identifier(name)
                owner.execute(
                    sql.SQL("alter table {} alter column {} drop not null").format(
                        sql.Identifier(table), column
                    )
                )
                owner.execute(
                    sql.SQL("update {} set {} = {}").format(sql.Identifier(table), column, sql.SQL(value))
                )
                assert points(owner) == base, f"{table}.{name} = {value} changes the score."
        tried += 1
    assert tried >= len(model._meta.concrete_fields) - len(GROUNDS.get(table, ())) - 1


@pytest.mark.parametrize(
    ("table", "change", "expected"),
    [
        ("subjects_conviction", "offense_code = '36B'", 80),
        ("subjects_conviction", "offense_code = '23C'", 60),
        ("subjects_conviction", "offense_code = '30D'", 40),
        ("subjects_conviction", "withdrawn_at = now()", 40),
        ("subjects_conviction", "jurisdiction = 'FOREIGN'", 40),
        ("subjects_conviction", "subject_id = 1", 40),
        ("subjects_conviction", "convicted_on = '1980'", 80),
        ("subjects_gangreview", "transnational = false", 40),
        ("subjects_gangreview", "basis = '{COURT_FINDING}'", 40),
        ("subjects_gangreview", "basis = '{COURT_FINDING,COURT_FINDING}'", 40),
        ("subjects_gangreview", "basis = '{COURT_FINDING,TATTOO}'", 40),
        ("subjects_gangreview", "reviewed_on = '2026-11-24'", 40),
        ("subjects_gangreview", "review_by = '2026-11-22'", 40),
        ("subjects_gangreview", "review_by = '2026-11-23'", 80),
        ("subjects_gangreview", "ended_at = now()", 40),
        ("subjects_gangreview", "subject_id = 1", 40),
        ("cases_case", "subject_id = 1", 0),
    ],
)
def test_only_the_listed_grounds_do(owner: Owner, base: int, table: str, change: str, expected: int):
    owner.execute(f"update {table} set {change}".encode())
    assert points(owner) == expected


def test_what_a_retracted_source_said_of_a_gang_counts_no_more(owner: Owner, base: int):
    unguarded(owner, Retraction._meta.db_table)
    put(owner, Retraction._meta.db_table, {"id": KEY, "intake": "'I26-7'"})
    assert points(owner) == 40


def test_what_a_source_says_of_a_gang_counts_nothing_by_itself(owner: Owner, base: int):
    owner.execute("update subjects_gangreview set ended_at = now()")
    owner.execute("update subjects_subject set gang_affiliation = 'A gang that acts in many countries'")
    assert points(owner) == 40


def test_arrests_charges_and_more_of_the_same_add_nothing(owner: Owner, base: int):
    for table in ("subjects_apprehension", "subjects_removalcharge", "subjects_conviction"):
        if table not in BASE:
            unguarded(owner, table)
        put(owner, table, {**BASE["subjects_conviction"], "id": "7000002"})
    assert points(owner) == base


def test_models_are_asked_of_all_apps():
    assert {model._meta.app_label for model in MODELS} >= {"subjects", "cases", "leads", "activities"}
    assert all(model in set(apps.get_models()) for model in MODELS)
