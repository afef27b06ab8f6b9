"""What keeps a promise: a named thing where the house already keeps its rules.

Each app lists its own as `KEEPERS` in its module `keepers.py`. The witness joins them with the promises and
the proofs, and `verify.py` asks whether the named thing is really there.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps


class KeeperKind(Enum):
    """Where a rule is kept, and so how its name is written."""

    CONSTRAINT = "database constraint"  # the constraint's name
    TRIGGER = "trigger"  # the trigger's name
    PRIVILEGE = "database privilege"  # "fcms_app may not UPDATE audit_change"
    CONTRACT = "import contract"  # the contract's id in .importlinter
    POLICY = "policy"  # "policy/roles.toml"
    CLASSIFICATION = "classification"  # "subjects.Subject", or "subjects.Subject.sex"
    CHECK = "system check"  # the dotted path of the function
    RULE = "rule"  # the dotted path of the rule, action, query, view or lifecycle
    PEOPLE = "people"  # who


@dataclass(frozen=True, slots=True)
class Keeper:
    """One thing that keeps one promise. `sentence` says what it does, for a privacy reviewer."""

    promise: str
    kind: str
    name: str
    sentence: str

    def __post_init__(self) -> None:
        try:
            KeeperKind(self.kind)
        except ValueError:
            known = ", ".join(kind.value for kind in KeeperKind)
            raise ValueError(
                f"{self.name}: {self.kind!r} is no kind of keeper. Use one of: {known}."
            ) from None


def declared() -> tuple[Keeper, ...]:
    """Every keeper that the apps of FCMS declare, app by app."""
    found: list[Keeper] = []
    for app in apps.get_app_configs():
        if app.name.startswith("fcms.") and find_spec(f"{app.name}.keepers"):
            found += import_module(f"{app.name}.keepers").KEEPERS
    return tuple(found)


KEEPERS = [
    Keeper(
        "PIA-1.7-1",
        "system check",
        "fcms.pia.classification.every_field_is_classified",
        "The program does not start with a field that is neither an item of the inventory nor declared plain.",
    ),
    Keeper(
        "PIA-9.3-1",
        "rule",
        "fcms.pia.technology.unwanted",
        "No dependency that recognises faces, tracks places, scrapes sites or predicts behaviour may be locked.",
    ),
    Keeper(
        "PIA-1.1-9",
        "import contract",
        "reports-only-count",
        "Reports can import only the tallies of an app that knows persons, and tallies return numbers.",
    ),
    Keeper(
        "PIA-5.1-2",
        "import contract",
        "non-fugitive-arrests-never-leave",
        "The part of the program that sends anything cannot import non-fugitive arrests.",
    ),
    Keeper(
        "PIA-5.1-2",
        "import contract",
        "disclosures-cannot-see-encounters",
        "The accounting of disclosures cannot reach non-fugitive arrests, directly or through another app.",
    ),
    Keeper(
        "PIA-1.1-4",
        "import contract",
        "non-fugitive-arrests-stay-unlinked",
        "The app of non-fugitive arrests imports no subject, case or lead, so no record can be linked.",
    ),
    Keeper(
        "PIA-2.1-4",
        "import contract",
        "reports-only-count",
        "Reports read non-fugitive arrests only as counts.",
    ),
]
