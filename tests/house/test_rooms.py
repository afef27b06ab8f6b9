"""Every app has only known rooms, so that a reader knows where a thing must be; no drawer for odds and ends."""

from __future__ import annotations

from pathlib import Path

import pytest

FCMS = Path(__file__).resolve().parents[2] / "fcms"
BANNED = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "services",
    "service",
    "manager",
    "managers",
    "misc",
}
DOMAIN_APPS = ("offices", "accounts", "subjects", "cases", "leads", "encounters", "activities")
"""The apps of the domain: each has the rooms of the house, used only where needed."""

ROOMS = {
    "__init__",
    "apps",
    "lifecycle",
    "models",
    "rules",
    "permissions",
    "queries",
    "tallies",
    "actions",
    "forms",
    "views",
    "urls",
    "retention",
    "keepers",
    "reference",
    "migrations",
    "sql",
    "management",
    "templates",
    "templatetags",
    "static",
    "tests",
}
"""The rooms that every app may have."""

ADDED_ROOMS = {
    "bulk": "How are many entered at once, in sets?",
    "fields": "How is each value read, from a form and from a file alike?",
    "finders": "What do lower storeys ask of higher ones, or answer to them?",
    "notices": "What is a person told of its records?",
    "panels": "What does the app put on the pages of lower storeys?",
    "reach": "Whose records may this person open?",
    "sightings": "Where and when was somebody last seen?",
}
"""The rooms that several apps turned out to need (decision record 11)."""

OWN_ROOMS: dict[str, dict[str, str]] = {
    "offices": {"directory": "What does the national ZIP directory say?"},
    "subjects": {
        "addresses": "When are two addresses the same one?",
        "codes": "Which closed lists of values do its columns take?",
        "conflicts": "Which sources disagree with what was settled, and who decides?",
        "gangs": "Which gang affiliation was reviewed, on what, and until when?",
        "merging": "Which two subjects are one person, and how is that taken back?",
        "names": "How is a name written, and by which keys is it found?",
        "origin": "Where does a fact come from?",
        "photographs": "What of an image may be kept?",
        "provenance": "Which statement is in force, and why?",
        "ranking": "How likely is a subject at each address?",
        "retraction": "How is what an extract said taken back?",
        "publication28": "How are the words of an address written?",
        "search": "Which subjects answer to what was typed?",
        "searching": "What does the search page show?",
        "standard": "What is the standard writing of an address?",
        "words": "How does the screen say its values and facts?",
    },
    "cases": {
        "claims": "Who claims to be a citizen, what did counsel advise, and what was decided?",
        "clearances": "Who may be acted on although the law protects the person, and until when?",
        "basis": "Why is the person a fugitive, and may the case be worked by its category?",
        "conflicting": "Do sources contradict each other on what a gate needs?",
        "likelihood": "What speaks for and against that the person is still in the country?",
        "balance": "Does the backlog of each month and office balance?",
        "evidence": "What shows that a step is so, and what of it is missing?",
        "corrections": "Which earlier recipients still have to be told of a correction?",
        "holds": "Who has to know when a hold on a subject begins or ends?",
        "reviews": "Were the A-file and the state of an appeal looked at, and what did they say?",
        "merging": "What becomes of cases when their subjects are merged?",
        "transfers": "Which cases would go to another office, and who accepts them?",
        "priority": "How does the written system score a case, and why?",
        "proposals": "Which news would take a case off the backlog, and who decides?",
        "tasks": "What does the background worker do at night?",
    },
    "activities": {
        "ledger": "What was found at an address, and is it to be left alone?",
        "fieldwork": "Who goes to which address, and did every gate stand open?",
        "gates": "May we act, and who may open what is shut?",
        "visits": "What did the last visit to an address find?",
    },
    "leads": {
        "choices": "Which offices, teams and officers may be chosen?",
        "merging": "What becomes of leads when their subjects are merged?",
        "proposals": "Which leads would go to another office, and who decides?",
        "queues": "Which leads wait for whom?",
        "ranking": "How good is each lead and address, and why?",
        "tasks": "What does the background worker do at night?",
    },
}
"""The rooms that one app has beside them: name and the question the room answers."""


def rooms_of(app: Path) -> set[str]:
    """The names of an app's modules and folders."""
    return {
        path.stem
        for path in app.iterdir()
        if (path.is_dir() or path.suffix == ".py") and path.name != "__pycache__"
    }


def drawers(root: Path) -> list[str]:
    """Modules and folders whose name says nothing."""
    return sorted(
        str(path.relative_to(root))
        for path in root.rglob("*")
        if path.stem in BANNED and (path.is_dir() or path.suffix == ".py") and "__pycache__" not in path.parts
    )


@pytest.mark.parametrize("app", DOMAIN_APPS)
def test_an_app_of_the_domain_has_only_known_rooms(app):
    unknown = rooms_of(FCMS / app) - ROOMS - ADDED_ROOMS.keys() - OWN_ROOMS.get(app, {}).keys()
    assert not unknown, (
        f"fcms/{app} has rooms nobody knows: {unknown}. Use a room of the house, or say in OWN_ROOMS why."
    )


def test_a_room_that_is_listed_is_there():
    assert ADDED_ROOMS.keys() <= set().union(*(rooms_of(FCMS / app) for app in DOMAIN_APPS))
    for app, rooms in OWN_ROOMS.items():
        assert rooms.keys() <= rooms_of(FCMS / app), app
        assert all(question.endswith("?") for question in rooms.values()), app


def test_no_module_is_a_drawer():
    assert drawers(FCMS) == []


def test_a_drawer_is_noticed(tmp_path):
    (tmp_path / "leads").mkdir()
    (tmp_path / "leads" / "utils.py").touch()
    (tmp_path / "helpers").mkdir()
    assert drawers(tmp_path) == ["helpers", "leads/utils.py"]


def test_every_app_says_in_one_docstring_what_it_is_for():
    for init in sorted(FCMS.glob("*/__init__.py")):
        assert init.read_text(encoding="utf-8").startswith('"""'), init
