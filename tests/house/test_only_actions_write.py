"""Only actions write; views never name a model. Read from the code itself, so that nobody has to remember."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WRITING = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete"}
SQL = ("insert into ", "update ", "delete from ", "copy ", "truncate ")
ROOMS_THAT_WRITE = {"actions", "bulk"}
"""`bulk` does for many what an action does for one, and only actions call it."""

ALSO_WRITE = {
    "fcms/exchange/intake/staging.py": "rows and findings of an intake, before anything is applied",
    "fcms/exchange/intake/setchecks.py": "findings that compare rows with one another",
    "fcms/exchange/sources": "the apply of each partner's kind, called by the action that applies an intake",
    "fcms/database": "the database's own files, roles and keys; no record",
    "fcms/operations": "synthetic people, by COPY, in a demonstration",
}
"""Where else something is written, and what."""

NOT_RECORDS = {
    ("fcms/subjects/photographs.py", "canvas.save"),
    ("fcms/subjects/rules.py", "found.kept.update"),
}
"""Calls that look like writing a record and are not."""


def sources() -> list[Path]:
    """The Python files of the program, tests and migrations left out."""
    return sorted(
        file for file in (ROOT / "fcms").rglob("*.py") if not {"tests", "migrations"} & set(file.parts)
    )


def writes(source: str) -> Iterator[tuple[int, str]]:
    """The calls in `source` that write a record, with their lines."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            called = ast.unparse(node.func)
            updates = node.func.attr == "update" and node.keywords and not node.args
            if node.func.attr in WRITING or updates:
                yield node.lineno, called
            elif node.func.attr in {"execute", "executemany", "copy"} and node.args:
                statement = ast.unparse(node.args[0]).lstrip("f'\"rb(").strip("\\n ").lower()
                if statement.startswith(SQL):
                    yield node.lineno, f"{called}({statement[:30]}…)"


def may_write(file: Path) -> bool:
    """Whether a file is a room that writes."""
    name = file.relative_to(ROOT).as_posix()
    return file.stem in ROOMS_THAT_WRITE or any(name.startswith(place) for place in ALSO_WRITE)


def test_only_actions_write():
    found = [
        f"{file.relative_to(ROOT)}:{line} {called}"
        for file in sources()
        if not may_write(file)
        for line, called in writes(file.read_text(encoding="utf-8"))
        if (file.relative_to(ROOT).as_posix(), called) not in NOT_RECORDS
    ]
    assert found == []


def test_a_write_outside_actions_is_noticed():
    planted = """
def view(request, lead):
    lead.save()
    Lead.objects.filter(pk=1).update(status="CLOSED")
    {}.update({"a": 1})
    cursor.execute("update leads_lead set status = 'CLOSED'")
    cursor.execute("select 1")
"""
    assert [line for line, _ in writes(planted)] == [3, 4, 6]


def imported(source: str) -> Iterator[str]:
    """The modules that `source` imports, as written."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            yield f"{'.' * node.level}{node.module or ''}"
            yield from (
                f"{'.' * node.level}{node.module or ''}.{name.name}".replace("..", ".") for name in node.names
            )
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def test_no_view_names_a_model():
    found = [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in sources()
        if file.stem == "views" or "views" in file.parts
        for name in imported(file.read_text(encoding="utf-8"))
        if name.rpartition(".")[2] == "models" and not name.startswith("django")
    ]
    assert found == []


def test_rules_know_no_database_and_no_clock():
    """A rule may name a type of value that lives beside a model; it may not ask the database or the time."""
    rules = {file: file.read_text(encoding="utf-8") for file in sources() if file.stem == "rules"}
    found = [
        f"{file.relative_to(ROOT)}: {name}"
        for file, source in rules.items()
        for name in [*imported(source), *asked(source)]
        if name in {"time", "django.utils.timezone", "objects"} or name.startswith("django.db")
    ]
    assert rules
    assert found == []


def asked(source: str) -> Iterator[str]:
    """The attributes that `source` reads."""
    yield from (node.attr for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute))
