"""The lists of policy/, and what happens to a bad one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fcms.lib import policyfiles, policyoffices, policytable
from fcms.lib.policyfiles import PolicyError

READERS = [*policyfiles.READERS, policyfiles._roles_file]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder to be read instead of policy/."""
    for file in policytable.POLICY.glob("*.toml"):
        (tmp_path / file.name).write_text(file.read_text())
    monkeypatch.setattr(policytable, "POLICY", tmp_path)
    _forget()
    yield tmp_path
    _forget()


def _forget() -> None:
    for reader in (*READERS, *policyfiles.MORE):
        getattr(reader, "cache_clear", lambda: None)()


def test_every_list_can_be_read() -> None:
    assert policyfiles.check() == []


@pytest.mark.promise("PIA-2.4-1", "PIA-8.1-2")
def test_the_roles_have_the_levels_of_the_design() -> None:
    levels = {code: " ".join(role.levels.values()) for code, role in policyfiles.roles().items()}
    assert levels == {
        "officer": "update update none read",
        "supervisor": "full full read read",
        "director": "full full read read",
        "hq_analyst": "full read none full",
        "hq_supervisor": "full full read full",
        "counsel": "read read none none",
        "records_officer": "none none none read",
        "privacy_officer": "read read read read",
        "auditor": "none none read read",
        "administrator": "none none full none",
    }


@pytest.mark.promise("PIA-8.1-3")
def test_who_keeps_accounts_reads_no_case() -> None:
    for role in policyfiles.roles().values():
        if "manage_accounts" in role.rights:
            assert (role.reach, role.levels["leads"], role.levels["activities"]) == ("none", "none", "none")


@pytest.mark.promise("PIA-2.4-1")
def test_every_right_is_held_by_someone_and_not_by_everyone() -> None:
    for right in policyfiles.rights():
        holders = [role for role in policyfiles.roles().values() if right in role.rights]
        # Whoever reads cases may raise a hold; every other right belongs to fewer.
        assert 0 < len(holders) < (8 if right == "hold" else 7), right


@pytest.mark.promise("PIA-0-1")
def test_a_case_opens_only_from_the_categories_that_mean_fugitive_or_failure_to_report() -> None:
    opening = {code: found.opens for code, found in policyfiles.case_categories().items() if found.opens}
    assert opening == {
        "5B": "FINAL_ORDER",
        "8E": "FINAL_ORDER",
        "8I": "FINAL_ORDER",
        "1C": "FAILED_TO_REPORT",
        "5A": "FAILED_TO_REPORT",
    }
    standings = {code: policyfiles.case_categories()[code].standing for code in ("5C", "5D", "2A", "8G")}
    assert standings == {"5C": "protected", "5D": "protected", "2A": "pending", "8G": "hold"}


@pytest.mark.promise("PIA-1.1-8")
@pytest.mark.parametrize("code", ["0301", "0302", "0303", "0399", "30A", "30B", "30C", "30D", "49C"])
def test_an_immigration_offence_makes_nobody_criminal_by_itself(code: str) -> None:
    offence = policyfiles.offence(code)
    assert offence is not None
    assert offence.immigration
    assert not offence.violent


@pytest.mark.promise("PIA-1.1-3")
def test_an_offence_without_a_row_is_taken_by_its_group() -> None:
    homicide, drugs = policyfiles.offence("0902"), policyfiles.offence("35AB")
    assert homicide is not None
    assert (homicide.name, homicide.violent) == ("Homicide", True)
    assert drugs is not None
    assert (drugs.name, drugs.violent) == ("Dangerous drugs", False)
    assert policyfiles.offence("9999") is None


@pytest.mark.promise("PIA-1.5-1")
def test_the_code_lists_are_those_that_the_program_stores() -> None:
    from fcms.activities import models as activities
    from fcms.cases import lifecycle as cases
    from fcms.leads import lifecycle as leads
    from fcms.subjects import models as subjects

    stored = {
        "lead_source_kinds": leads.SourceKind,
        "lead_outcomes": leads.Outcome,
        "closure_reasons": cases.ClosureReason,
        "activity_types": activities.ActivityType,
        "visit_outcomes": activities.VisitOutcome,
        "check_systems": activities.CheckSystem,
        "check_results": activities.CheckResult,
        "alias_kinds": subjects.AliasKind,
        "sexes": subjects.Sex,
        "custody_statuses": subjects.CustodyStatus,
        "order_kinds": subjects.OrderKind,
    }
    for name, values in stored.items():
        assert policyfiles.choices(name) == list(values.choices), name


@pytest.mark.promise("PIA-1.5-1")
def test_every_listed_charge_has_the_form_of_one() -> None:
    from fcms.lib.identifiers import ina_charge

    assert [ina_charge(code) for code in policyfiles.charges()] == list(policyfiles.charges())


BROKEN = [
    ("roles.toml", 'reach = "office"', 'reach = "galaxy"', "role[1].reach", "one of office, national, none"),
    (
        "roles.toml",
        'rights = ["hold", "findings_settle"]',
        'rights = ["fly"]',
        "role[1].rights",
        "fly is not a right",
    ),
    ("roles.toml", 'leads = "update"', 'leeds = "update"', "role[1].leads", "is missing"),
    ("roles.toml", 'code = "officer"', 'code = "supervisor"', "role", "supervisor stands there twice"),
    (
        "codes.toml",
        'promise = "PIA-1.1-2"',
        'promise = "because"',
        "entry_classes.promise",
        "promise it serves",
    ),
    ("codes.toml", 'marks = ["by_arrest"]', 'marks = ["x"]', "lead_outcomes.values[1].marks", "not among"),
    ("offices.toml", 'states = ["MD"]', 'states = ["GA"]', "field_office.states", "GA stands there twice"),
    ("offices.toml", 'states = ["MD"]', 'states = ["TX"]', "field_office.states", "TX is given whole"),
    ("offices.toml", '"280-282"', '"282-280"', "field_office[1].teams[4].zip_prefixes", "range"),
    ("offices.toml", "number = 1,", 'number = "one",', "field_office[1].teams[1].number", "whole number"),
    (
        "offices.toml",
        'based_at = "ATL-CLT"',
        'based_at = "ATL-XYZ"',
        "field_office[1].teams[4].based_at",
        "one of",
    ),
    ("case_categories.toml", 'opens = "FINAL_ORDER"', 'opens = "YES"', "category[9].opens", "one of"),
    ("offences.toml", "violent = true", 'violent = "yes"', "ncic_group[4].violent", "true or false"),
    ("charges.toml", "charge = [", "charge = ", "the file", "not well formed"),
]


@pytest.mark.parametrize(("file", "was", "becomes", "key", "reason"), BROKEN)
def test_a_bad_file_stops_the_start_with_file_key_and_reason(
    folder: Path, file: str, was: str, becomes: str, key: str, reason: str
) -> None:
    text = (folder / file).read_text()
    assert was in text
    (folder / file).write_text(text.replace(was, becomes, 1))
    (error,) = policyfiles.check()
    assert error.msg.startswith(f"policy/{file}: {key}: ")
    assert reason in error.msg


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "offences.toml").unlink()
    with pytest.raises(PolicyError, match=r"policy/offences\.toml: the file: cannot be read"):
        policyfiles.offences()


def test_a_time_zone_must_be_one(folder: Path) -> None:
    path = folder / "offices.toml"
    path.write_text(path.read_text().replace("America/Detroit", "America/Motown"))
    with pytest.raises(PolicyError, match="time_zone"):
        policyoffices.offices()


ASKED_AT_THE_START = """
from fcms.lib import policytable
real, seen = policytable.read, set()
def read(file, folder=None):
    seen.add(file)
    return real(file, folder)
policytable.read = read
import django
django.setup()
from fcms.lib import policyfiles
policyfiles.check()
print(*sorted(seen))
"""


def test_every_file_of_the_policy_is_read_at_the_start() -> None:
    """A bad file must stop the start, not the first page that needs it; so each is among the readers of some app."""
    told = subprocess.run(
        [sys.executable, "-c", ASKED_AT_THE_START],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == sorted(file.name for file in policytable.POLICY.glob("*.toml"))
