"""The text of the assessment as printed, and as paragraphs that a page can show."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

TEXT = Path(__file__).parent / "text" / "pia-2009.txt"

_PAGE_FURNITURE = re.compile(
    r"AILA InfoNet Doc\. No\. 090801465\. \(Posted 08/14/09\)"
    r"|Privacy Impact Assessment\nICE, Fugitive Case Management System\nPage \d+"
)
_CHAPTER = re.compile(r"Section (\d)\.0 (.+)")
_QUESTION = re.compile(r"\d\.\d")
_TITLED = (
    "Abstract",
    "Overview",
    "Background",
    "Typical Transaction",
    "Responsible Officials",
    "Approval Signature",
)
_FULL_LINE, _LAST_LINE = 75, 92
"""A printed line shorter than the first ends its paragraph; one that ends a sentence, shorter than the second."""


@dataclass(slots=True)
class Part:
    """A titled part of the assessment: a section, one of its questions, or a heading of the overview."""

    anchor: str
    title: str
    level: int
    paragraphs: list[str] = field(default_factory=list)

    @property
    def is_list_of_lines(self) -> bool:
        """Whether it is a block of short lines, such as names and offices, rather than text."""
        return len(self.paragraphs) > 1 and all(len(line) < _FULL_LINE for line in self.paragraphs)


def normalised(text: str) -> str:
    """Return `text` with every run of white space as one space."""
    return " ".join(text.split())


@cache
def printed() -> str:
    """The whole text as it was read from the printed pages."""
    return TEXT.read_text(encoding="utf-8")


@cache
def _words() -> str:
    return normalised(printed())


def says(quotation: str) -> bool:
    """Say whether the assessment holds these words, one after the other, white space aside."""
    return normalised(quotation) in _words()


@cache
def parts() -> tuple[Part, ...]:
    """The text in titled parts, page headings and page stamps left out, lines joined to paragraphs."""
    blocks = re.split(r"\n\s*\n", _PAGE_FURNITURE.sub("", printed()))
    found = [Part("title", "Title page", 2)]
    question = ""
    for block in (block.strip() for block in blocks):
        if _QUESTION.fullmatch(block):
            question = block
        elif question:
            found.append(Part(f"section-{question}", f"{question} {normalised(block)}", 3))
            question = ""
        else:
            _read_block(block, found)
    return tuple(part for part in found if part.paragraphs or part.level == 2)


def _read_block(block: str, found: list[Part]) -> None:
    unfinished: list[str] = []

    def finish() -> None:
        if unfinished:
            found[-1].paragraphs.append(" ".join(unfinished))
            unfinished.clear()

    for line in (line.strip() for line in block.splitlines()):
        chapter = _CHAPTER.fullmatch(line)
        if chapter or line in _TITLED:
            finish()
            anchor = f"section-{chapter[1]}" if chapter else line.lower().replace(" ", "-")
            found.append(Part(anchor, line, 2))
        elif line not in {"•", ""}:
            unfinished.append(line)
            ends_sentence = line.endswith((".", ":")) and not line.endswith("U.S.")
            if len(line) < (_LAST_LINE if ends_sentence else _FULL_LINE):
                finish()
    finish()
