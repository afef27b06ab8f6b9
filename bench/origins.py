"""Which group of names a written name sounds like, so that a figure can be told for each group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from fcms.operations.synthetic.names import ORIGINS
from fcms.subjects.names import fold

OTHER = "none for sure"
_GIVEN: dict[str, set[str]] = {}
_FAMILY: dict[str, set[str]] = {}
for _origin in ORIGINS:
    for _name in (*_origin.male, *_origin.female):
        _GIVEN.setdefault(fold(_name), set()).add(_origin.places[0])
    for _start in _origin.starts:
        for _end in _origin.ends:
            _FAMILY.setdefault(fold(_start + _end), set()).add(_origin.places[0])


def group_of(family: str, given: str) -> str:
    """The group whose surname or, where that is misspelt, whose given name this is; named by its first country."""
    for known, words in ((_FAMILY, [family, *family.replace("-", " ").split()]), (_GIVEN, [given])):
        for word in words:
            if len(found := known.get(fold(word), set())) == 1:
                return next(iter(found))
    return OTHER


def told(rows: Iterable[tuple[str, bool, bool, bool]]) -> list[str]:
    """Precision by group, from (group, proposed, rightly so, a subject that was not found) of each row."""
    counted: dict[str, Counter[str]] = {}
    for group, proposed, right, missed in rows:
        one = counted.setdefault(group, Counter())
        one.update(rows=1, proposed=proposed, right=right, missed=missed)
    lines = []
    for group, one in sorted(counted.items(), key=lambda pair: -pair[1]["rows"]):
        precision = one["right"] / one["proposed"] if one["proposed"] else 1.0
        lines.append(
            f"{group:<14}{one['rows']:>8,} rows{one['proposed']:>8,} proposed, precision {precision:.4f},"
            f" {one['missed']:,} subjects not found"
        )
    return lines
