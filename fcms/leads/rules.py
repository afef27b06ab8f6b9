"""May it happen to a lead? Pure: values in, a verdict with its sentence out."""

from __future__ import annotations

from dataclasses import dataclass

from fcms.cases.lifecycle import Status as CaseStatus
from fcms.lib.purpose import SHORTEST
from fcms.lib.verdict import Verdict, first_no, no, yes

from .lifecycle import LIVE, LeadLife, Outcome, Status

ARRESTED_CASES = (CaseStatus.IN_CUSTODY, CaseStatus.REMOVED)
"""States of a case that an arrest has led to."""

NOT_YOURS = (
    "Your role reads leads but does not change them. Ask an officer of the office that holds this lead."
)
ELSEWHERE = (
    "Another office holds this lead, so it can be read but not changed from here. Ask that office for it."
)
UNROUTED = "No office holds this lead yet. Headquarters routes it by hand from the unrouted queue."


@dataclass(frozen=True, slots=True)
class Standing:
    """How the one who acts stands to a lead: within reach, of the office that holds it, with what the role allows."""

    within: bool
    holds: bool
    may_update: bool
    may_lead: bool
    may_assign: bool
    national: bool
    person: bool


A_PERSON = "A person decides this. Sign in and do it under your own name."


def may_change(status: Status, who: Standing) -> Verdict:
    """A change needs the role for it and reach of the lead."""
    if not who.may_update:
        return no(NOT_YOURS)
    if not who.within:
        return no(UNROUTED if status == Status.NEW else ELSEWHERE)
    return yes()


def may_route(status: Status, who: Standing, *, own_office: bool) -> Verdict:
    """Headquarters routes by hand to any office; the officer who entered a lead, to their own."""
    if not LeadLife.route.allows(status):
        return no("This lead has its office already. Transfer it to move it to another one.")
    changing = may_change(status, who)
    if changing and not who.national and not own_office:
        return no("You can take this lead into your own office. Headquarters sends it to another one.")
    return changing


def may_accept(status: Status, who: Standing, *, other: bool = False) -> Verdict:
    """A person of the holding office accepts for themselves; naming another officer needs the right to assign."""
    if status == Status.WORKING:
        return no("Somebody accepted this lead already. Ask your supervisor to assign it to you.")
    if not LeadLife.accept.allows(status):
        return no(f"A lead that is {status.label.lower()} cannot be accepted.")
    if not who.person:
        return no(A_PERSON)
    if who.may_update and not who.holds:
        return no("Only the office that holds this lead accepts it. Have it transferred to you first.")
    return first_no(may_change(status, who), _naming(who, other))


def may_assign(status: Status, who: Standing, *, other: bool = True) -> Verdict:
    """An officer takes a lead of the own office; giving it to another needs the right to assign."""
    if status not in LeadLife.transfer.sources:
        return no(f"A lead that is {status.label.lower()} is not assigned to anyone.")
    return first_no(may_change(status, who), _naming(who, other))


def may_be_given(*, same_office: bool, active: bool) -> Verdict:
    """Only an active person of the office that holds the lead can be given it."""
    if not same_office or not active:
        return no("Choose an officer of the office that holds this lead.")
    return yes()


def may_transfer(status: Status, who: Standing) -> Verdict:
    """Transfers are made by those whose role has leads in full."""
    if status == Status.NEW:
        return no("No office holds this lead yet. Route it by hand.")
    if not LeadLife.transfer.allows(status):
        return no("A closed lead is not transferred. Re-open it first.")
    changing = may_change(status, who)
    if changing and not who.may_lead:
        return no("Your supervisor transfers leads. Leave a note that says where this one should go.")
    return changing


def may_move_to(*, same: bool, field_office: bool, team_fits: bool, note: str | None = None) -> Verdict:
    """A transfer goes somewhere else, to a field office and one of its teams, and says why."""
    if not field_office:
        return no("Leads belong to field offices. Choose the field office.")
    if not team_fits:
        return no("That team belongs to another office. Choose a team of the office that receives the lead.")
    if same:
        return no("The lead is with that team already. Choose another office or team.")
    if note is not None and not note.strip():
        return no("Say in a note why the lead is transferred.")
    return yes()


def may_close(status: Status, who: Standing) -> Verdict:
    """A lead closes from any open state."""
    if not LeadLife.close.allows(status):
        return no("This lead is closed already.")
    return may_change(status, who) if who.person else no(A_PERSON)


def may_close_with(outcome: Outcome | None, *, in_custody: bool) -> Verdict:
    """Closing says what came of it; an arrest is recorded, not claimed."""
    if outcome is None:
        return no("Say what came of the lead before closing it.")
    if outcome == Outcome.ARRESTED and not in_custody:
        return no("Record the arrest itself: that takes the subject into custody and closes this lead.")
    if outcome == Outcome.ENTERED_IN_ERROR:
        return no(
            "A lead is taken back by undoing the extract that brought it. Choose what came of this one."
        )
    return yes()


def may_reopen(status: Status, who: Standing, *, outcome: str = "") -> Verdict:
    """Only a closed lead is re-opened, and none that was taken back with its extract."""
    if not LeadLife.reopen.allows(status):
        return no("This lead is open.")
    if outcome == Outcome.ENTERED_IN_ERROR:
        return no("The extract that brought this lead was undone. The corrected extract brings it anew.")
    return may_change(status, who)


def may_reopen_so(*, has_office: bool, note: str) -> Verdict:
    """Re-opening says why and gives the lead to an office."""
    if not note.strip():
        return no("Say in a note why the lead is re-opened.")
    if not has_office:
        return no("No office ever held this lead. Choose the office that takes it now.")
    return yes()


def may_note(status: Status, who: Standing, text: str = "…") -> Verdict:
    """Whoever may change leads may remark on one within reach."""
    if not text.strip():
        return no("Write the note before saving it.")
    return may_change(status, who)


def may_correct(status: Status, who: Standing) -> Verdict:
    """What a source said is corrected while the lead is open."""
    if status not in LIVE:
        return no("A closed lead stays as it was. Re-open it to correct it.")
    return may_change(status, who)


def may_link(status: Status, who: Standing, *, same: bool = False) -> Verdict:
    """A person says which subject an open lead is about."""
    if status not in LIVE:
        return no("A closed lead stays as it was. Re-open it to link it.")
    if same:
        return no("The lead is linked to this subject already.")
    return may_change(status, who)


def may_receive(*, may_update: bool) -> Verdict:
    """Whoever may change leads may enter one."""
    if not may_update:
        return no("Your role reads leads but does not enter them. Ask an officer of your office.")
    return yes()


def may_choose(*, known: bool, count: int, one_office: bool) -> Verdict:
    """Something is done to several leads once at least one is selected."""
    if count == 0:
        return no("Select at least one lead first.")
    if not known:
        return no("Choose what to do with the selected leads.")
    if not one_office:
        return no("Select leads of one office only: they go to one of its officers.")
    return yes()


def once(number: str) -> Verdict:
    """A source's reference comes in once; `number` is the lead that has it, "" for none."""
    if number:
        return no(f"A lead with this reference from this source is here already: {number}. Correct that one.")
    return yes()


def _naming(who: Standing, other: bool) -> Verdict:
    if other and not who.may_assign:
        return no("Your supervisor gives leads to other officers. You can take this one yourself.")
    return yes()


ACCEPT_WITHIN = 3
WORK_WITHIN = 30
"""Days after which a lead that waits to be accepted, or that is being worked, is shown as overdue."""


def overdue(status: Status, waiting: int) -> bool:
    """Whether a lead has waited longer in its state than an office should let it."""
    if status == Status.WORKING:
        return waiting > WORK_WITHIN
    return status in (Status.NEW, Status.ROUTED) and waiting > ACCEPT_WITHIN


def waits(count: int) -> str:
    """How many leads wait for a person, as the first sentence of their page."""
    if count == 0:
        return "No lead waits for you."
    return "1 lead waits for you." if count == 1 else f"{count:,} leads wait for you."


def waits_for_headquarters(unrouted: int) -> str:
    """How many leads no ZIP code could route, as the first sentence of headquarters' page."""
    if unrouted == 0:
        return "Every lead found its office."
    lead = "1 lead waits" if unrouted == 1 else f"{unrouted:,} leads wait"
    return f"{lead} for somebody to choose an office."


def may_name_beyond_reach(purpose: str) -> Verdict:
    """A lead on a person of another office opens that person's record, so it says why it is there."""
    if len(purpose) >= SHORTEST:
        return yes()
    return no(
        "The person with this A-Number belongs to another office. Say in a few words why your office works on them; "
        "it is recorded with your name, and reviewed."
    )


def may_take_back(first: str, number: int) -> Verdict:
    """The leads of an extract are taken back while nobody has worked on one; `first` says who did what, of `number`."""
    if not number:
        return yes()
    others = f" So have {number - 1:,} others." if number > 1 else ""
    return no(f"Somebody has worked on a lead of this extract: {first}{others}")
