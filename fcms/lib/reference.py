"""Documents that are generated from the code: each app declares its own in its module `reference.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Writer = Callable[[], str]

_WRITERS: dict[str, Writer] = {}

NOTE = "<!-- Generated from the code by `make fix`; `make check` compares it. Do not edit. -->"


def document(path: str) -> Callable[[Writer], Writer]:
    """Make a function the writer of the document at `path`, relative to the project's root.

    The function returns the Markdown text. Use it as `@document("docs/reference/access.md")`.
    """

    def decorate(writer: Writer) -> Writer:
        if path in _WRITERS:
            raise ValueError(f"{path} has two writers.")
        _WRITERS[path] = writer
        return writer

    return decorate


def documents() -> Mapping[str, Writer]:
    """The writers of all documents declared so far, by path."""
    return dict(sorted(_WRITERS.items()))


def generate(path: str) -> str:
    """Return the text of the document at `path`, with the note that says where it comes from."""
    title, _, rest = _WRITERS[path]().strip().partition("\n")
    return f"{title}\n\n{NOTE}\n{rest.rstrip()}\n"


def table(headings: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table; a bar within a cell is escaped."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
