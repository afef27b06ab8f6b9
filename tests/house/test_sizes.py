"""Long functions and long files: asked about at 40 and 400 lines, refused at 80 and 600."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ASK_FUNCTION, REFUSE_FUNCTION = 40, 80
ASK_FILE, REFUSE_FILE = 400, 600


def sources() -> list[Path]:
    """Every Python file that a person wrote."""
    folders = ("fcms", "config", "scripts", "bench", "tests")
    files = (file for folder in folders for file in (ROOT / folder).rglob("*.py"))
    return sorted(file for file in files if "migrations" not in file.parts)


def functions(file: Path) -> Iterator[tuple[str, int]]:
    """The functions of a file with their length in lines, decorators left out."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_function_is_longer_than_eighty_lines():
    measured = [
        (f"{file.relative_to(ROOT)}:{name}", size) for file in sources() for name, size in functions(file)
    ]
    long = sorted((entry for entry in measured if entry[1] > ASK_FUNCTION), key=lambda entry: -entry[1])
    print("\n".join(f"{size:4} lines  {name}" for name, size in long))
    assert [entry for entry in long if entry[1] > REFUSE_FUNCTION] == []


def test_no_file_is_longer_than_six_hundred_lines():
    measured = [
        (str(file.relative_to(ROOT)), len(file.read_text(encoding="utf-8").splitlines()))
        for file in sources()
    ]
    long = sorted((entry for entry in measured if entry[1] > ASK_FILE), key=lambda entry: -entry[1])
    print("\n".join(f"{size:4} lines  {name}" for name, size in long))
    assert [entry for entry in long if entry[1] > REFUSE_FILE] == []


def test_a_long_function_is_measured(tmp_path):
    file = tmp_path / "long.py"
    file.write_text("@decorated\ndef f():\n" + "    x = 1\n" * 99)
    assert list(functions(file)) == [("f", 100)]
