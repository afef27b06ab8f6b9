"""Finds the proofs: tests marked `@pytest.mark.promise("PIA-…")`, read as text and never imported."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Proof:
    """One test that proves one promise: its file below the project's root, and its name."""

    promise: str
    file: str
    name: str

    @property
    def sentence(self) -> str:
        """The test's name as a sentence."""
        words = self.name.rpartition("::")[2].removeprefix("test_").replace("_", " ")
        return f"{words[:1].upper()}{words[1:]}."

    def __str__(self) -> str:
        return f"{self.file}::{self.name}"


def files_of_tests(root: Path = ROOT) -> list[Path]:
    """Every test file: those of the apps and those of `tests/`."""
    return sorted({*root.glob("fcms/**/tests/**/test_*.py"), *root.glob("tests/**/test_*.py")})


@cache
def proofs() -> tuple[Proof, ...]:
    """Every proof of the project, read once."""
    return tuple(found(files_of_tests(), ROOT))


def found(files: Iterable[Path], root: Path) -> Iterator[Proof]:
    """Yield the proofs in `files`, whose paths are told relative to `root`."""
    for file in files:
        source = file.read_text(encoding="utf-8")
        if "promise(" in source:
            yield from _in_module(ast.parse(source), file.relative_to(root).as_posix())


def _in_module(module: ast.Module, file: str) -> Iterator[Proof]:
    shared: list[str] = []
    for node in module.body:
        if isinstance(node, ast.Assign) and any(_named(target, "pytestmark") for target in node.targets):
            marks = node.value.elts if isinstance(node.value, (ast.List, ast.Tuple)) else [node.value]
            shared += _ids(marks)
    yield from _in_body(module.body, file, "", shared)


def _in_body(body: list[ast.stmt], file: str, inside: str, shared: list[str]) -> Iterator[Proof]:
    for node in body:
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            yield from _in_body(node.body, file, f"{node.name}::", [*shared, *_ids(node.decorator_list)])
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith("test_"):
            for promise in dict.fromkeys([*shared, *_ids(node.decorator_list)]):
                yield Proof(promise, file, f"{inside}{node.name}")


def _ids(marks: Iterable[ast.expr]) -> list[str]:
    return [
        argument.value
        for mark in marks
        if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Attribute) and mark.func.attr == "promise"
        for argument in mark.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]


def _named(target: ast.expr, name: str) -> bool:
    return isinstance(target, ast.Name) and target.id == name
