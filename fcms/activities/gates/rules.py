"""May we act? Each gate asked of the facts, answered in a sentence. Pure: facts in, answers out.

What has a number or an age stands in `policy/gates.toml` and `policy/locations.toml`; the questions stand here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from fcms.cases.basis.rules import may_be_worked
from fcms.lib import policyfiles
from fcms.lib.gatepolicy import BY_LOCATION, NEVER, gates, locations
from fcms.lib.verdict import Verdict, first_no, no, yes
from fcms.subjects.words import day_words

from .facts import Answer, At, Check, Facts, OverrideFact, Review

STILL, NOT, HELD = "STILL_FUGITIVE", "NOT_FUGITIVE", "IN_CUSTODY"
BARS = (NOT, HELD)
"""Results of any system that say the person is no fugitive, or not at large."""
GOES_ON, AT_LARGE = ("OPEN", "COLD"), "AT_LARGE"
"""The states of a case, and the custody of its subject, in which anybody acts; every other one is shut."""

SAY_REASON = "Say why the gate is overridden: what you know that makes it safe to act."
SAY_UNTIL = "Say until when the override holds."


class Said(NamedTuple):
    """What the facts say of one gate, before policy and overrides: open or not, why, and what would open it.

    `words` name days and never how long ago one was, so that they change with the facts alone: an override holds only
    while they are those it was given for. `by` is who alone decided that it is open, by key.
    """

    code: str
    open: bool
    words: str
    remedy: str = ""
    right: str = ""
    by: int | None = None


def answers(facts: Facts) -> list[Answer]:
    """Ask every gate, those of an address only where there is one; overrides in force are counted in."""
    asked = [rule(facts) for rule in OF_THE_PERSON]
    if facts.at is not None:
        asked += [said for rule in OF_THE_PLACE if (said := rule(facts, facts.at)) is not None]
    return [_answer(said, facts) for said in asked]


def _answer(said: Said, facts: Facts) -> Answer:
    gate = gates().gates[said.code]
    verdict = yes() if said.open else no(said.words)
    right = "" if said.open else said.right if gate.override == BY_LOCATION else gate.override
    found = Answer(
        gate.code, gate.label, verdict, said.words, remedy=said.remedy, overridable=right, opened_by=said.by
    )
    given = facts.overrides.get(gate.code)
    if said.open or not right or gate.code == NEVER or given is None or not _covers(given, said, facts):
        return found
    words = f"overridden by {given.by} until {day_words(given.until)}: {given.reason}"
    return replace(found, verdict=yes(), detail=f"{said.words} Now {words}", override=given)


def _covers(given: OverrideFact, said: Said, facts: Facts) -> bool:
    """Whether an override was given for what the gate says now: the same words, and no mark set since.

    A mark set since may hide behind one that lasts longer, so its day counts even where the words are the same.
    """
    mark = facts.at.mark if facts.at and said.code == "G-DO-NOT-RETURN" else None
    return given.sentence == said.words and (mark is None or mark.newest <= given.at)


def may_act(found: Sequence[Answer]) -> Verdict:
    """Say whether every gate is open or overridden; the sentence is that of the first one shut."""
    return first_no(*(one.verdict for one in found)) if found else no("No gate was asked.")


def state_of(found: Sequence[Answer]) -> str:
    """OPEN, OVERRIDDEN (open, but not without an override) or SHUT."""
    if not may_act(found):
        return "SHUT"
    return "OVERRIDDEN" if any(one.override for one in found) else "OPEN"


# --- the person


def _case(facts: Facts) -> Said:
    stops = {
        "IN_CUSTODY": "The subject is in custody on this case. Record the release if that has ended.",
        "REMOVED": "The case ended with the removal of its subject. Re-open it first if that did not happen.",
        "CLOSED": "The case is closed. Re-open it first if what closed it did not hold.",
    }
    held = {
        "ICE_CUSTODY": "The subject is recorded as in ICE custody. Take the case into custody, or correct the subject.",
        "OTHER_CUSTODY": "The subject is recorded as in custody elsewhere. Find out where, then close the case.",
        "REMOVED": "The subject is recorded as removed. Close the case, or correct the subject.",
    }
    if facts.status not in GOES_ON:
        unknown = "The case is neither open nor cold, so nobody acts on it."
        return Said("G-CASE", False, stops.get(facts.status, unknown))
    if facts.died:
        return Said(
            "G-CASE", False, "The subject is recorded as dead. Close the case, or correct the subject."
        )
    if facts.custody != AT_LARGE:
        unknown = "It is not recorded that the subject is at large. Find out, and correct the subject."
        return Said("G-CASE", False, held.get(facts.custody, unknown))
    return Said("G-CASE", True, f"Case {facts.status.lower()}, subject at large.")


def _basis(facts: Facts) -> Said:
    known = policyfiles.case_categories().get(facts.category)
    code = "G-BASIS-HOLD" if known and known.standing == "hold" else "G-BASIS"
    verdict = may_be_worked(facts.category)
    as_of = f" as of {day_words(facts.category_on)}" if facts.category_on else ""
    return Said(code, bool(verdict), verdict.sentence or f"Category {facts.category}{as_of}.")


def _status(facts: Facts) -> Said:
    hours = gates().gates[NEVER].age
    known = [one for one in facts.checks if one.since <= facts.now]
    good = [one for one in known if one.eid and one.named and one.result == STILL]
    last = max(good, key=lambda one: one.since, default=None)
    against = [one for one in known if _speaks_against(one)]
    if last is None:
        words = "EID was not asked by name on this case. Record a status check before anyone goes there."
        return Said(NEVER, False, _with_no(words, against, facts), "status-check")
    if later := [one for one in against if one.latest >= last.since]:
        words = "A later check does not say so. Check EID again by name once that is cleared up."
        return Said(NEVER, False, _with_no(words, later, facts), "status-check")
    if last.since <= facts.now - timedelta(hours=hours):
        words = f"Last {_checked(last, facts)}: longer than {hours} hours ago. Check EID again by name."
        return Said(NEVER, False, words, "status-check")
    ends = last.since + timedelta(hours=hours)
    words = f"{_checked(last, facts)}; holds until {_end(ends, facts)}.{_then_again(ends, facts)}"
    return Said(NEVER, True, words)


def _speaks_against(check: Check) -> bool:
    return check.result in BARS or (check.eid and check.result != STILL)


def _with_no(words: str, against: Sequence[Check], facts: Facts) -> str:
    if not against:
        return words
    last = max(against, key=lambda one: one.latest)
    return f"{last.system} said “{_RESULTS.get(last.result, last.result)}”, {_checked(last, facts)}. {words}"


_RESULTS = {
    NOT: "no longer a fugitive",
    HELD: "in custody",
    "NO_RECORD": "no record found",
    "UNCLEAR": "unclear",
}


def _checked(check: Check, facts: Facts) -> str:
    return f"checked {_asked_at(check, facts)}, {check.by}"


def _asked_at(check: Check, facts: Facts) -> str:
    """When a check was made: what was entered on a later day has a day and no hour."""
    if check.latest > check.since:
        return day_words(check.since.astimezone(ZoneInfo(facts.zone)).date())
    return _moment(check.since, facts)


def _moment(moment: datetime, facts: Facts) -> str:
    local, now = moment.astimezone(ZoneInfo(facts.zone)), facts.now.astimezone(ZoneInfo(facts.zone))
    clock = f"{local.hour}:{local.minute:02}"
    return f"{clock} today" if local.date() == now.date() else f"{day_words(local.date())}, {clock}"


def _end(ends: datetime, facts: Facts) -> str:
    local = ends.astimezone(ZoneInfo(facts.zone))
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return f"the end of {day_words(local.date() - timedelta(days=1))}"
    return _moment(ends, facts)


def _then_again(ends: datetime, facts: Facts) -> str:
    """What the check does not cover: a planned day that begins after it has run out."""
    begins = datetime(facts.day.year, facts.day.month, facts.day.day, tzinfo=ZoneInfo(facts.zone))
    return " On the day itself EID has to be asked again." if begins >= ends else ""


def _stayed(facts: Facts) -> bool:
    return bool(facts.stay) and (facts.stay_until is None or facts.stay_until >= facts.day)


def _stay(facts: Facts) -> Said:
    if _stayed(facts):
        until = f" until {day_words(facts.stay_until)}" if facts.stay_until else ", without an end"
        words = f"A stay is in force{until}: {facts.stay}. Ask counsel; nothing is done while it holds."
        return Said("G-STAY", False, words)
    return Said("G-STAY", True, "No stay in force is on record.")


def _stay_known(facts: Facts) -> Said:
    review = facts.reviews.get("APPEAL")
    looked = review if review and review.finding == "NO_BAR" else None
    if facts.stay_contested:
        words = "Sources contradict each other on the stay. Settle what they disagree on."
        return Said("G-STAY-KNOWN", False, words, "conflict")
    if _stayed(facts):
        return Said("G-STAY-KNOWN", True, "It is known: one is in force.")
    if review and review.finding == "UNKNOWN":
        words = f"The review of {day_words(review.on)}, {review.by}, could not tell. Have it reviewed again."
        return Said("G-STAY-KNOWN", False, words, "review-appeal")
    ended = facts.stay_until if facts.stay else None
    if ended and (looked is None or looked.on <= ended):
        words = f"A stay ran out on {day_words(ended)}, and nobody has looked since whether it goes on."
        return Said("G-STAY-KNOWN", False, f"{words} Have it reviewed.", "review-appeal")
    if not facts.stay_spoken and looked is None:
        words = "No source that knows of stays has said anything of this subject. Have it reviewed."
        return Said("G-STAY-KNOWN", False, words, "review-appeal")
    return Said("G-STAY-KNOWN", True, "Sources do not contradict each other, and none ran out unnoticed.")


def _citizen(facts: Facts) -> Said:
    if facts.claim:
        words = "A claim to United States citizenship is open. Nobody acts until a supervisor has decided it."
        return Said("G-CITIZEN", False, words, "claim")
    return Said("G-CITIZEN", True, "None is open.")


def _confidential(facts: Facts) -> Said:
    if not facts.confidential:
        return Said("G-1367", True, "No protection under 8 USC 1367 is on record.")
    if facts.clearance:
        return Said("G-1367", True, f"Protected. Cleared: {facts.clearance}", by=facts.cleared_by)
    words = (
        "This person is protected under 8 USC 1367. Disclose nothing, do not act on what an abuser alone has said,"
        " and have it cleared first."
    )
    return Said("G-1367", False, words, "clearance")


def _a_file(facts: Facts) -> Said:
    return _reviewed(facts, "A_FILE", "G-A-FILE", "the A-file")


def _appeal(facts: Facts) -> Said:
    return _reviewed(facts, "APPEAL", "G-APPEAL", "whether an appeal is pending")


def _reviewed(facts: Facts, kind: str, code: str, what: str) -> Said:
    review, days = facts.reviews.get(kind), gates().gates[f"{code}-RECENT"].age
    ask, remedy = "Have it reviewed.", f"review-{kind.lower().replace('_', '-')}"
    if review is None:
        return Said(f"{code}-RECENT", False, f"Nobody has reviewed {what}. {ask}", remedy)
    said = f"{day_words(review.on)}, {review.by}"
    if review.finding == "BAR":
        words = (
            f"The review of {said}, found what forbids it. Ask counsel; review it again once that has ended."
        )
        return Said(code, False, words, remedy)
    if review.finding != "NO_BAR":
        return Said(f"{code}-RECENT", False, f"The review of {said}, could not tell. {ask}", remedy)
    if _older(review, facts.day, days):
        words = f"Last reviewed {said}: more than {days} days ago. {ask}"
        return Said(f"{code}-RECENT", False, words, remedy)
    return Said(code, True, f"reviewed {said}.")


def _older(review: Review, day: date, days: int) -> bool:
    return (day - review.on).days > days


def _conflict(facts: Facts) -> Said:
    if facts.conflicts:
        return Said("G-CONFLICT", False, " ".join(facts.conflicts), "conflict")
    return Said("G-CONFLICT", True, "They agree on what the gates rest on.")


OF_THE_PERSON: tuple[Callable[[Facts], Said], ...] = (
    *(_case, _basis, _status, _stay, _stay_known, _citizen, _confidential, _a_file, _appeal, _conflict),
)


# --- the place


def _source(facts: Facts, at: At) -> Said:
    if at.verified is None:
        words = "No source that counts says that the subject is to be found there. Verify the address."
        return Said("G-ADDRESS-SOURCE", False, words, "address-check")
    return Said("G-ADDRESS-SOURCE", True, f"{at.verified.source}, {day_words(at.verified.on)}.")


def _recent(facts: Facts, at: At) -> Said | None:
    if at.verified is None:
        return None
    days = gates().gates["G-ADDRESS-RECENT"].age
    on = day_words(at.verified.on)
    if (facts.day - at.verified.on).days > days:
        words = f"Last verified {on}: more than {days} days ago. Verify the address again."
        return Said("G-ADDRESS-RECENT", False, words, "address-check")
    return Said("G-ADDRESS-RECENT", True, f"verified {on}.")


def _unit(facts: Facts, at: At) -> Said:
    if at.needs_unit and not at.has_unit:
        words = "The building has several units and none is given. Find out which, and correct the address."
        return Said("G-ADDRESS-UNIT", False, words, "address")
    return Said("G-ADDRESS-UNIT", True, "The unit is given." if at.has_unit else "No unit is needed.")


def _do_not_return(facts: Facts, at: At) -> Said:
    if at.mark:
        words = f"Marked do-not-return until {day_words(at.mark.until)}: {at.mark.reason}."
        words = f"{words} Choose another address, or ask your supervisor."
        return Said("G-DO-NOT-RETURN", False, words, f"ledger:{at.mark.number}")
    return Said("G-DO-NOT-RETURN", True, "No mark is in force.")


def _place(facts: Facts, at: At) -> Said:
    label, entry = locations().kinds.get(at.kind, ""), locations().on(at.kind, facts.day)
    if not label:
        words = "Nobody has said what kind of place this is: a home, a school, a court."
        return Said("G-PLACE", False, words, "place-kind")
    if entry is None or entry.rule == "never":
        return Said("G-PLACE", False, f"{label}: nobody acts there. Look for the subject elsewhere.")
    if entry.rule == "approval":
        words = f"{label}: only with the approval of a {who_holds(entry.approver)}. {entry.source}."
        return Said("G-PLACE", False, words, right=entry.approver)
    return Said("G-PLACE", True, f"{label}.")


OF_THE_PLACE: tuple[Callable[[Facts, At], Said | None], ...] = (
    *(_source, _recent, _unit, _do_not_return, _place),
)


# --- overriding


def who_holds(right: str) -> str:
    """The roles that hold a right, in words: `supervisor or headquarters supervisor`."""
    return " or ".join(role.name.lower() for role in policyfiles.roles().values() if right in role.rights)


def may_override(answer: Answer, *, rights: Collection[str], holds: bool) -> Verdict:
    """Say whether a person with these rights may override a gate as it stands; `holds`: their office has the case."""
    if answer.code == NEVER:
        return no(
            "The status check is never overridden, by nobody: nobody acts before EID was asked by name whether the"
            " person is still a fugitive. Record the check."
        )
    if answer.override:
        return no("This gate is overridden already. Withdraw that first to give another reason or day.")
    if answer.verdict:
        return no("This gate is open, so there is nothing to override.")
    if not answer.overridable:
        return no(f"Nobody may override this gate. {answer.detail}")
    return first_no(
        yes()
        if answer.overridable in rights
        else no(f"Only a {who_holds(answer.overridable)} may override this gate. Ask yours."),
        yes() if holds else no("Another office holds this case, and a supervisor there decides."),
    )


def well_founded(reason: str, until: date | None, *, today: date) -> Verdict:
    """Say whether an override says why, and ends within the days that policy allows."""
    most = gates().override_days
    if not reason.strip():
        return no(SAY_REASON)
    if until is None:
        return no(SAY_UNTIL)
    if until < today:
        return no("The override would end before it begins. Choose today or a later day.")
    if (until - today).days > most:
        last = day_words(today + timedelta(days=most))
        return no(f"An override holds for at most {most} days, until {last}. Choose an earlier day.")
    return yes()


def may_withdraw(*, in_force: bool, permitted: bool, holds: bool) -> Verdict:
    """Say whether an override may be withdrawn: by whoever gave it or could give it, in the office of the case."""
    return first_no(
        yes() if in_force else no("This override has ended or was withdrawn already."),
        yes() if permitted else no("An override is withdrawn by who gave it, or by who could. Ask them."),
        yes() if holds else no("Another office holds this case, and a supervisor there decides."),
    )


def not_by_who_acts(found: Sequence[Answer], officer: int) -> Verdict:
    """Say whether this officer (a key) may be sent: not where a gate is open only by the officer's own decision.

    That is an override, or a clearance of a person protected under 8 USC 1367.
    """
    for one in found:
        if one.override and one.override.by_id == officer:
            return no(
                f"This officer overrode a gate of this action ({one.label.lower()}), and who overrides does not act"
                " on it. Assign another officer."
            )
        if one.opened_by == officer:
            return no(
                "This officer cleared action on a person protected under 8 USC 1367, and who clears does not act on"
                " it. Assign another officer."
            )
    return yes()
