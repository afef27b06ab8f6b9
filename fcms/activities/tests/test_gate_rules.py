"""Each gate as a rule: what opens it, what shuts it, to the hour and the day, and who may override it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from fcms.activities.gates import rules
from fcms.activities.gates.facts import Answer, At, Check, Facts, Mark, OverrideFact, Review, Verified
from fcms.lib import gatepolicy, policytable
from fcms.lib.gatepolicy import gates, locations
from fcms.lib.policyfiles import roles
from fcms.lib.policytable import PolicyError

NOW = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
"""9:30 in Dallas."""
DAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def offices() -> None:
    """Rules know no database, so nothing is loaded for them."""


def check(hours: float = 1, result: str = "STILL_FUGITIVE", **more: object) -> Check:
    at = NOW - timedelta(hours=hours)
    values = {"by": "R. Sample", "system": "EID", "eid": True, "named": True, **more}
    return Check(since=at, latest=at, result=result, **values)  # type: ignore[arg-type]


def review(days: int = 3, finding: str = "NO_BAR") -> Review:
    return Review(finding, DAY - timedelta(days=days), "R. Sample")


HOME = At("RESIDENCE", Verified(DAY - timedelta(days=4), "State DOC"), needs_unit=True, has_unit=True)
OPEN = Facts(
    now=NOW,
    day=DAY,
    zone="America/Chicago",
    category="5B",
    category_on=date(2026, 11, 2),
    checks=(check(),),
    reviews={"A_FILE": review(), "APPEAL": review()},
    at=HOME,
)
NO_UNIT = "The building has several units and none is given. Find out which, and correct the address."
OVERRIDDEN = OverrideFact(
    1, 7, "A. Chief", "Seen there yesterday.", DAY + timedelta(days=2), sentence=NO_UNIT, at=NOW
)


def asked(facts: Facts) -> dict[str, Answer]:
    return {one.code: one for one in rules.answers(facts)}


def shut(facts: Facts) -> set[str]:
    return {one.code for one in rules.answers(facts) if not one.verdict}


def changed(**values: object) -> Facts:
    return replace(OPEN, **values)  # type: ignore[arg-type]


def at(**values: object) -> Facts:
    return replace(OPEN, at=replace(HOME, **values))  # type: ignore[arg-type]


def test_where_everything_is_certain_every_gate_is_open() -> None:
    assert shut(OPEN) == set()
    assert rules.may_act(rules.answers(OPEN))
    assert rules.state_of(rules.answers(OPEN)) == "OPEN"


def test_without_an_address_only_the_gates_of_the_person_are_asked() -> None:
    assert not asked(replace(OPEN, at=None)).keys() & set(gatepolicy.ADDRESS)
    assert asked(OPEN).keys() >= set(gatepolicy.ADDRESS)


def test_where_nothing_was_asked_nobody_acts() -> None:
    assert not rules.may_act([])


EARLIER = DAY - timedelta(days=1)
SHUT: list[tuple[str, str, Facts]] = [
    ("in custody on the case", "G-CASE", changed(status="IN_CUSTODY")),
    ("removed", "G-CASE", changed(status="REMOVED")),
    ("closed", "G-CASE", changed(status="CLOSED")),
    ("dead", "G-CASE", changed(died=True)),
    ("in custody elsewhere", "G-CASE", changed(custody="OTHER_CUSTODY")),
    ("in ICE custody by the record", "G-CASE", changed(custody="ICE_CUSTODY")),
    ("removed by the record", "G-CASE", changed(custody="REMOVED")),
    ("pending category", "G-BASIS", changed(category="2B")),
    ("protected category", "G-BASIS", changed(category="5C")),
    ("no category", "G-BASIS", changed(category="")),
    ("category that waits", "G-BASIS-HOLD", changed(category="5F")),
    ("never checked", "G-STATUS", changed(checks=())),
    ("checked in another system only", "G-STATUS", changed(checks=(check(eid=False, system="NCIC"),))),
    ("checked by nobody named", "G-STATUS", changed(checks=(check(named=False),))),
    ("checked 72 hours ago", "G-STATUS", changed(checks=(check(72),))),
    ("found no fugitive", "G-STATUS", changed(checks=(check(2), check(1, "NOT_FUGITIVE")))),
    ("found in custody by NCIC", "G-STATUS", changed(checks=(check(2), check(1, "IN_CUSTODY", eid=False)))),
    ("EID unclear later", "G-STATUS", changed(checks=(check(2), check(1, "UNCLEAR")))),
    ("EID without a record later", "G-STATUS", changed(checks=(check(2), check(1, "NO_RECORD")))),
    ("both at one moment", "G-STATUS", changed(checks=(check(1), check(1, "NOT_FUGITIVE")))),
    (
        "not fugitive on an unlinked lead",
        "G-STATUS",
        changed(checks=(check(2), check(1, "NOT_FUGITIVE", named=False))),
    ),
    ("stay without an end", "G-STAY", changed(stay="Stay granted by a court")),
    ("stay until today", "G-STAY", changed(stay="Stay granted by a court", stay_until=DAY)),
    ("contested stay", "G-STAY-KNOWN", changed(stay_contested=True)),
    ("no source spoke of stays", "G-STAY-KNOWN", changed(stay_spoken=False, reviews={"A_FILE": review()})),
    (
        "stay ran out unnoticed",
        "G-STAY-KNOWN",
        changed(stay="A stay", stay_until=EARLIER, reviews={"APPEAL": review(1)}),
    ),
    ("stay that could not be told", "G-STAY-KNOWN", changed(reviews={"APPEAL": review(1, "UNKNOWN")})),
    ("claim of citizenship", "G-CITIZEN", changed(claim=True)),
    ("protected without clearance", "G-1367", changed(confidential=True)),
    ("A-file never reviewed", "G-A-FILE-RECENT", changed(reviews={"APPEAL": review()})),
    ("A-file reviewed 181 days ago", "G-A-FILE-RECENT", changed(reviews={"A_FILE": review(181)})),
    ("A-file could not be told", "G-A-FILE-RECENT", changed(reviews={"A_FILE": review(1, "UNKNOWN")})),
    ("bar in the A-file, long ago", "G-A-FILE", changed(reviews={"A_FILE": review(400, "BAR")})),
    ("appeal never reviewed", "G-APPEAL-RECENT", changed(reviews={"A_FILE": review()})),
    ("appeal reviewed 31 days ago", "G-APPEAL-RECENT", changed(reviews={"APPEAL": review(31)})),
    ("appeal pending", "G-APPEAL", changed(reviews={"APPEAL": review(1, "BAR")})),
    ("sources disagree", "G-CONFLICT", changed(conflicts=("Custody: one says yes, the other no.",))),
    ("address not verified", "G-ADDRESS-SOURCE", at(verified=None)),
    ("verified 91 days ago", "G-ADDRESS-RECENT", at(verified=Verified(DAY - timedelta(days=91), "EID"))),
    ("unit missing", "G-ADDRESS-UNIT", at(has_unit=False)),
    ("do not return", "G-DO-NOT-RETURN", at(mark=Mark("people live there who are not concerned", DAY, NOW))),
    ("kind of place not said", "G-PLACE", at(kind="")),
    ("kind of place not listed", "G-PLACE", at(kind="MOON")),
    ("school", "G-PLACE", at(kind="SCHOOL")),
    ("shelter", "G-PLACE", at(kind="SHELTER")),
]


@pytest.mark.promise("PIA-1.5-4", "PIA-0-3")
@pytest.mark.parametrize(("gate", "facts"), [row[1:] for row in SHUT], ids=[row[0] for row in SHUT])
def test_it_shuts_its_gate(gate: str, facts: Facts) -> None:
    assert gate in shut(facts)
    answer = asked(facts)[gate]
    assert answer.detail
    assert answer.verdict.sentence == answer.detail
    assert not rules.may_act(rules.answers(facts))


STILL_OPEN: list[tuple[str, Facts]] = [
    ("cold case", changed(status="COLD")),
    ("failed to report", changed(category="1C")),
    ("checked just within 72 hours", changed(checks=(check(71.99),))),
    ("found no fugitive before, a fugitive later", changed(checks=(check(2, "NOT_FUGITIVE"), check(1)))),
    ("another system without a record", changed(checks=(check(2), check(1, "NO_RECORD", eid=False)))),
    (
        "a check of a later moment than the one asked for",
        changed(checks=(check(1), check(-1, "NOT_FUGITIVE"))),
    ),
    ("stay that ran out and was looked after", changed(stay="A stay", stay_until=DAY - timedelta(days=9))),
    ("no source on stays, but reviewed", changed(stay_spoken=False)),
    ("protected and cleared", changed(confidential=True, clearance="A visit to the workplace.")),
    ("reviewed 180 and 30 days ago", changed(reviews={"A_FILE": review(180), "APPEAL": review(30)})),
    ("verified 90 days ago", at(verified=Verified(DAY - timedelta(days=90), "EID"))),
    ("no unit needed", at(has_unit=False, needs_unit=False)),
    ("workplace", at(kind="WORKPLACE")),
]


@pytest.mark.parametrize("facts", [row[1] for row in STILL_OPEN], ids=[row[0] for row in STILL_OPEN])
def test_it_leaves_every_gate_open(facts: Facts) -> None:
    assert shut(facts) == set()


def test_every_gate_is_shut_by_something_here() -> None:
    assert {row[1] for row in SHUT} == set(gatepolicy.CODES)


# --- what is said


def test_a_yes_says_who_checked_and_when_and_until_when_it_holds() -> None:
    words = asked(OPEN)["G-STATUS"].detail
    assert words == "checked 8:30 today, R. Sample; holds until 23 Nov 2026, 8:30."


def test_today_is_the_day_it_is_and_not_the_planned_one() -> None:
    """On the planned day, three days ahead, the check of this morning runs out at 8:30."""
    later = replace(OPEN, day=DAY + timedelta(days=3))
    words = "checked 8:30 today, R. Sample; holds until 23 Nov 2026, 8:30."
    assert asked(later)["G-STATUS"].detail == words
    after = asked(replace(later, day=DAY + timedelta(days=4)))["G-STATUS"]
    assert after.verdict
    assert after.detail == f"{words} On the day itself EID has to be asked again."


def test_a_check_entered_for_an_earlier_day_has_no_hour() -> None:
    begins = datetime(2026, 11, 19, tzinfo=ZoneInfo("America/Chicago"))
    entered = replace(check(), since=begins, latest=begins + timedelta(days=1))
    words = "checked 19 Nov 2026, R. Sample; holds until the end of 21 Nov 2026."
    assert asked(changed(checks=(entered,)))["G-STATUS"].detail == words
    there = asked(changed(day=date(2026, 11, 22), checks=(entered,)))["G-STATUS"].detail
    assert there == f"{words} On the day itself EID has to be asked again."


def test_a_mark_says_what_to_do_instead() -> None:
    marked = asked(next(facts for name, _, facts in SHUT if name == "do not return"))["G-DO-NOT-RETURN"]
    assert marked.detail.endswith("Choose another address, or ask your supervisor.")


def test_a_no_says_what_to_do() -> None:
    words = asked(changed(checks=(check(80),)))["G-STATUS"].detail
    assert words == (
        "Last checked 17 Nov 2026, 1:30, R. Sample: longer than 72 hours ago. Check EID again by name."
    )
    against = asked(changed(checks=(check(3), check(1, "NOT_FUGITIVE"))))["G-STATUS"].detail
    assert against.startswith("EID said “no longer a fugitive”, checked 8:30 today, R. Sample.")


def test_a_protected_place_says_who_approves_and_on_what_ground() -> None:
    words = asked(at(kind="SCHOOL"))["G-PLACE"].detail
    assert "field office director or headquarters supervisor" in words
    assert "Project decision" in words


# --- the table of places


@pytest.mark.parametrize(
    ("kind", "day", "rule"),
    [
        ("SCHOOL", date(2011, 10, 23), None),
        ("SCHOOL", date(2011, 10, 24), "approval"),
        ("SOCIAL_SERVICES", date(2021, 10, 26), None),
        ("SOCIAL_SERVICES", date(2021, 10, 27), "approval"),
        ("SCHOOL", date(2025, 1, 20), "approval"),
        ("SCHOOL", date(2025, 1, 21), "approval"),
        ("COURT", date(2026, 1, 1), "approval"),
        ("RESIDENCE", date(2026, 1, 1), "open"),
    ],
)
def test_what_a_kind_of_place_takes_depends_on_the_day(kind: str, day: date, rule: str | None) -> None:
    entry = locations().on(kind, day)
    assert (entry.rule if entry else None) == rule


def test_a_kind_without_an_entry_on_the_day_is_shut_and_nobody_opens_it() -> None:
    facts = replace(at(kind="SCHOOL"), day=date(2010, 1, 1))
    assert asked(facts)["G-PLACE"].overridable == ""
    assert not asked(facts)["G-PLACE"].verdict


# --- overriding


def rights_of(role: str) -> frozenset[str]:
    return frozenset(roles()[role].rights)


SUPERVISORS = frozenset({"supervisor", "hq_supervisor"})
MAY: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        ("G-BASIS-HOLD", "G-STAY-KNOWN", "G-A-FILE-RECENT", "G-APPEAL-RECENT", "G-ADDRESS-RECENT"),
        SUPERVISORS,
    ),
    **dict.fromkeys(("G-ADDRESS-UNIT", "G-DO-NOT-RETURN"), SUPERVISORS),
    "G-PLACE": frozenset({"director", "hq_supervisor"}),
}


def shutting(gate: str) -> Facts:
    if gate == "G-PLACE":
        return at(kind="SCHOOL")
    return next(facts for _, code, facts in SHUT if code == gate)


@pytest.mark.promise("PIA-1.5-4")
@pytest.mark.parametrize("gate", gatepolicy.CODES)
def test_who_may_override_which_gate(gate: str) -> None:
    answer = asked(shutting(gate))[gate]
    may = {role: rules.may_override(answer, rights=rights_of(role), holds=True) for role in roles()}
    assert {role for role, verdict in may.items() if verdict} == MAY.get(gate, frozenset())
    assert all(verdict or verdict.sentence for verdict in may.values())


@pytest.mark.promise("PIA-1.5-4")
def test_the_status_check_is_overridden_by_nobody_whatever_the_facts_hold() -> None:
    facts = changed(checks=(), overrides={"G-STATUS": OVERRIDDEN})
    assert "G-STATUS" in shut(facts)
    every = frozenset(right for role in roles().values() for right in role.rights)
    assert not rules.may_override(asked(facts)["G-STATUS"], rights=every, holds=True)


def test_an_override_opens_its_gate_and_says_so() -> None:
    facts = replace(at(has_unit=False), overrides={"G-ADDRESS-UNIT": OVERRIDDEN})
    answer = asked(facts)["G-ADDRESS-UNIT"]
    assert answer.verdict
    assert answer.state == "OVERRIDDEN"
    assert "overridden by A. Chief until 22 Nov 2026: Seen there yesterday." in answer.detail
    assert rules.state_of(rules.answers(facts)) == "OVERRIDDEN"


def test_an_override_opens_only_what_it_was_given_for() -> None:
    """Whoever let an old review pass did not let a bar pass, nor a place that nobody may approve."""
    barred = changed(reviews={"A_FILE": review(1, "BAR")}, overrides={"G-A-FILE-RECENT": OVERRIDDEN})
    assert "G-A-FILE" in shut(barred)
    unknown = replace(at(kind=""), overrides={"G-PLACE": OVERRIDDEN})
    assert "G-PLACE" in shut(unknown)


def test_what_is_open_overridden_or_of_another_office_is_not_overridden() -> None:
    rights = rights_of("supervisor")
    unit = replace(at(has_unit=False), overrides={"G-ADDRESS-UNIT": OVERRIDDEN})
    assert not rules.may_override(asked(OPEN)["G-ADDRESS-UNIT"], rights=rights, holds=True)
    assert not rules.may_override(asked(unit)["G-ADDRESS-UNIT"], rights=rights, holds=True)
    assert not rules.may_override(asked(at(has_unit=False))["G-ADDRESS-UNIT"], rights=rights, holds=False)


@pytest.mark.parametrize(("days", "allowed"), [(-1, False), (0, True), (7, True), (8, False)])
def test_an_override_ends_within_the_days_of_the_policy(days: int, allowed: bool) -> None:
    verdict = rules.well_founded("Seen there.", DAY + timedelta(days=days), today=DAY)
    assert bool(verdict) is allowed


def test_an_override_says_why_and_until_when() -> None:
    assert rules.well_founded("  ", DAY, today=DAY).sentence == rules.SAY_REASON
    assert rules.well_founded("Seen.", None, today=DAY).sentence == rules.SAY_UNTIL


def test_who_overrode_a_gate_is_not_sent() -> None:
    found = rules.answers(replace(at(has_unit=False), overrides={"G-ADDRESS-UNIT": OVERRIDDEN}))
    assert not rules.not_by_who_acts(found, OVERRIDDEN.by_id)
    assert rules.not_by_who_acts(found, OVERRIDDEN.by_id + 1)


# --- the files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("gates.toml", "locations.toml"):
        (tmp_path / name).write_text((policytable.POLICY / name).read_text("utf-8"), "utf-8")
    return tmp_path


def put(folder: Path, file: str, old: str, new: str) -> Path:
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    return folder


STATUS = 'hours = 72\noverride = ""'


@pytest.mark.promise("PIA-1.5-4")
def test_a_policy_that_lets_somebody_override_the_status_check_is_refused(folder: Path) -> None:
    with pytest.raises(PolicyError, match="nobody may override G-STATUS"):
        gates(put(folder, "gates.toml", STATUS, 'hours = 72\noverride = "override"'))


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        ("gates.toml", STATUS, 'hours = 0\noverride = ""', "at least 1"),
        ("gates.toml", STATUS, 'override = ""', "is missing"),
        ("gates.toml", 'code = "G-1367"', 'code = "G-1368"', "must be one of"),
        ("gates.toml", 'code = "G-1367"', 'code = "G-CITIZEN"', "stands there twice"),
        ("gates.toml", 'override = "override"', 'override = "wishes"', "is not a right"),
        ("gates.toml", 'override = "override"', 'override = "location"', "only G-PLACE"),
        ("gates.toml", "override_days = 7", "override_days = 0", "at least 1"),
        ("locations.toml", '"GOVERNMENT"]', '"GOVERNMENTS"]', "is not a kind"),
        ("locations.toml", 'rule = "open"', 'rule = "approval"', "belongs to the rule approval"),
        ("locations.toml", 'approver = "approve_place"', 'approver = "wishes"', "is not a right"),
        ("locations.toml", "valid_to = 2021-10-26", "valid_to = 2010-01-01", "lies before"),
        ("locations.toml", 'kinds = ["COURT", "SHELTER"]', 'kinds = ["SHELTER"]', "COURT has no entry"),
    ],
)
def test_a_bad_policy_is_refused_with_its_reason(
    folder: Path, file: str, old: str, new: str, reason: str
) -> None:
    with pytest.raises(PolicyError, match=reason):
        (gates if file == "gates.toml" else locations)(put(folder, file, old, new))
