"""The witness sees what is kept, and says what is missing."""

from __future__ import annotations

import json
from textwrap import dedent

import pytest

from fcms.lib.policytable import PolicyError
from fcms.pia import proofs as proofs_module
from fcms.pia import witness
from fcms.pia.keepers import Keeper, declared
from fcms.pia.promises import BY_ID
from fcms.pia.proofs import Proof
from fcms.pia.verify import contracts, verify_database_keepers, verify_named_keepers
from fcms.pia.witness import State

KEEPER = Keeper("PIA-0-7", "rule", "fcms.pia.witness.join", "A lead goes to the team of its ZIP code.")
PROOF = Proof("PIA-0-7", "tests/test_x.py", "test_a_lead_finds_its_team")
SINCE = {"PIA-0-7": "0.1.0"}


def seen(keepers=(), proofs=(), since=None):
    found = witness.join(keepers, proofs, since or {})
    return next(each for each in found.testimonies if each.promise.id == "PIA-0-7"), found.problems


def test_a_promise_with_keeper_and_proof_that_is_declared_kept_is_kept():
    testimony, problems = seen([KEEPER], [PROOF], SINCE)
    assert testimony.state is State.KEPT
    assert problems == ()


def test_a_promise_that_is_not_declared_kept_is_never_called_kept():
    testimony, problems = seen([KEEPER], [PROOF])
    assert testimony.state is State.NOT_BUILT
    assert testimony.begun
    assert problems == ()


def test_losing_the_keeper_of_a_kept_promise_is_a_problem():
    testimony, problems = seen([], [PROOF], SINCE)
    assert testimony.state is State.NOT_BUILT
    assert problems == ("PIA-0-7 is declared kept since 0.1.0 but has no keeper.",)


def test_losing_the_proof_of_a_kept_promise_is_a_problem():
    assert seen([KEEPER], [], SINCE)[1] == ("PIA-0-7 is declared kept since 0.1.0 but has no proof.",)


def test_a_keeper_without_proof_and_a_proof_without_keeper_are_problems():
    assert "no proof" in seen([KEEPER], [])[1][0]
    assert "no keeper" in seen([], [PROOF])[1][0]


def test_an_orphan_either_way_is_a_problem():
    keeper = Keeper("PIA-0-99", "policy", "policy/promises.toml", "")
    proof = Proof("PIA-12-1", "tests/test_x.py", "test_y")
    assert seen([keeper], [proof])[1] == (
        "PIA-0-99 is not a promise of the assessment, but policy/promises.toml cites it.",
        "PIA-12-1 is not a promise of the assessment, but tests/test_x.py::test_y cites it.",
    )


def test_a_keeper_of_an_unknown_kind_cannot_be_declared():
    with pytest.raises(ValueError, match="no kind of keeper"):
        Keeper("PIA-0-7", "habit", "x", "")


def test_nothing_is_seen_where_nothing_happens():
    assert seen()[0].state is State.NOT_BUILT
    assert seen()[1] == ()


def test_proofs_are_found_on_functions_classes_and_modules_without_importing_them(tmp_path):
    file = tmp_path / "test_sample.py"
    file.write_text(
        dedent(
            """
            import pytest
            pytestmark = [pytest.mark.django_db, pytest.mark.promise("PIA-0-1")]
            raise RuntimeError("never imported")

            @pytest.mark.promise("PIA-0-2", "PIA-0-3")
            def test_one(): ...

            @pytest.mark.promise("PIA-0-4")
            class TestMany:
                def test_two(self): ...
                def helper(self): ...
            """
        )
    )
    found = [(proof.promise, proof.name) for proof in proofs_module.found([file], tmp_path)]
    assert found == [
        ("PIA-0-1", "test_one"),
        ("PIA-0-2", "test_one"),
        ("PIA-0-3", "test_one"),
        ("PIA-0-1", "TestMany::test_two"),
        ("PIA-0-4", "TestMany::test_two"),
    ]
    assert Proof("PIA-0-1", "x", "TestMany::test_two_agree").sentence == "Two agree."


def test_a_keeper_that_names_nothing_is_a_problem():
    named = [
        Keeper("PIA-0-7", "rule", "fcms.pia.witness.join", ""),
        Keeper("PIA-0-7", "rule", "fcms.pia.witness.Testimony.state", ""),
        Keeper("PIA-0-7", "import contract", "storeys", ""),
        Keeper("PIA-0-7", "policy", "policy/promises.toml", ""),
        Keeper("PIA-0-7", "classification", "subjects.Subject.sex", ""),
        Keeper("PIA-0-7", "people", "supervisors", ""),
    ]
    assert verify_named_keepers(named) == []
    missing = [
        Keeper("PIA-0-7", "rule", "fcms.pia.witness.gone", ""),
        Keeper("PIA-0-7", "rule", "fcms.gone.rules.x", ""),
        Keeper("PIA-0-7", "import contract", "gone", ""),
        Keeper("PIA-0-7", "policy", "policy/gone.toml", ""),
        Keeper("PIA-0-7", "classification", "subjects.Subject.religion", ""),
        Keeper("PIA-0-7", "classification", "subjects.Gone", ""),
    ]
    assert len(verify_named_keepers(missing)) == len(missing)


@pytest.mark.django_db
def test_a_keeper_in_the_database_is_looked_for_there():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "select conname from pg_constraint where contype = 'c' and connamespace = 'public'::regnamespace"
        )
        constraint = cursor.fetchone()[0]
    there = [
        Keeper("PIA-0-7", "database constraint", constraint, ""),
        Keeper("PIA-0-7", "database privilege", "fcms_app may not TRUNCATE django_migrations", ""),
    ]
    gone = [
        Keeper("PIA-0-7", "database constraint", "gone", ""),
        Keeper("PIA-0-7", "trigger", "gone", ""),
        Keeper("PIA-0-7", "database privilege", "fcms_app may not SELECT django_migrations_gone", ""),
        Keeper("PIA-0-7", "database privilege", "fcms_app may not SELECT django_migrations", ""),
        Keeper("PIA-0-7", "database privilege", "nonsense", ""),
    ]
    assert verify_database_keepers(connection, there) == []
    assert len(verify_database_keepers(connection, gone)) == len(gone)


def test_the_contracts_are_read_from_the_file_that_the_linter_reads():
    assert {"storeys", "reports-only-count", "no-way-out"} <= contracts()


def test_the_list_of_kept_promises_names_promises():
    assert set(witness.kept_since()) <= set(BY_ID)


def test_a_release_for_a_promise_that_does_not_exist_stops_the_start(monkeypatch):
    monkeypatch.setattr(witness, "BY_ID", {})
    with pytest.raises(PolicyError, match="not a promise"):
        witness.kept_since.__wrapped__()


def test_the_document_for_programs_has_the_agreed_form():
    document = json.loads(json.dumps(witness.promises_json()))
    assert len(document["promises"]) == len(BY_ID)
    for each in document["promises"]:
        assert {"id", "text", "state", "keepers", "proofs"} <= each.keys()
        assert each["state"] in {"kept", "people", "not_built"}
        assert each["state"] != "kept" or (each["keepers"] and each["proofs"])


def test_the_text_for_people_ends_with_the_count():
    assert witness.promises_text().splitlines()[-1].startswith(f"{len(BY_ID)} promises: ")


def test_every_keeper_says_what_it_does_in_a_sentence():
    for keeper in declared():
        assert keeper.sentence.endswith("."), keeper
