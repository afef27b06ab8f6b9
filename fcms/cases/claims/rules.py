"""May a claim to citizenship be raised, advised on and decided? Pure: values in, a verdict out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from fcms.lib.claims import indicia as known_indicia
from fcms.lib.verdict import Verdict, first_no, no, yes

from .lifecycle import ClaimLife, ClaimStatus, Outcome, Trigger

HOLDS = (
    "A claim to United States citizenship is open: nobody acts on this person until counsel has advised and a"
    " supervisor has decided."
)
NOT_A_CITIZEN = (
    "The claim to citizenship was decided: no evidence of citizenship. What it stopped may begin again."
)
CITIZEN = "The subject was found to be a citizen of the United States."
KIND = "citizen"
"""What corrections go back to that the earlier recipients of a confirmed citizen's data are owed."""
NO_LONGER_CITIZEN = "That the subject was found to be a citizen of the United States was taken back."
WITHDRAWN = "The extract that raised the claim to citizenship was undone, and nobody else has made it."

SAY_CLAIM = "Say who claims it, when and in which words, or what document was shown."
SAY_INDICIA = "Choose what points to citizenship."
SAY_ADVICE = "Say what the advice rests on: the law, the documents, what is missing."
SAY_OUTCOME = "Choose one of the three: a citizen, some evidence, or none."
SAY_REASON = "Say why: the documents that settle it, and what counsel advised."
SAY_TAKE_BACK = "Say what showed that the decision was wrong."

_BEFORE = {
    ClaimStatus.RAISED: "Counsel has not been asked yet. Ask counsel first.",
    ClaimStatus.WITH_COUNSEL: "The claim is with counsel, whose advice comes first.",
    ClaimStatus.ADVISED: "Counsel has advised already. A supervisor decides now.",
    ClaimStatus.DECIDED: "This claim is decided.",
    ClaimStatus.WITHDRAWN: "This claim was withdrawn.",
}
_ASKED = {
    **_BEFORE,
    ClaimStatus.WITH_COUNSEL: "Counsel was asked already.",
}


@dataclass(frozen=True, slots=True)
class Who:
    """How a person stands to a claim: whether they read the subject, whether their office holds it, their rights."""

    reads: bool
    holds: bool
    may_raise: bool
    advises: bool
    decides: bool
    takes_back: bool


def may_raise(
    who: Who,
    *,
    open_: bool = False,
    citizen: bool = False,
    stands: bool = True,
    trigger: str | None = None,
    indicia: Collection[str] = (),
    note: str = "",
) -> Verdict:
    """Say whether the person may raise a claim: whoever reads the case may, and it holds at once."""
    return first_no(
        no("A claim is open already. Add what you know to it by telling counsel.") if open_ else yes(),
        no("This subject was found to be a citizen already.") if citizen else yes(),
        yes() if stands else no("This subject was merged into another or taken back. Raise it on that one."),
        yes()
        if who.may_raise and who.reads
        else no("Your role raises no claims. Tell a supervisor of the office at once."),
        says_why(trigger, indicia, note),
    )


def says_why(trigger: str | None, indicia: Collection[str], note: str) -> Verdict:
    """Say whether a claim says what it rests on: who said what, or what points to it."""
    if trigger is None:
        return yes()
    if trigger not in Trigger.values:
        return no("Say whether somebody claims it, or something points to it.")
    if any(code not in known_indicia() for code in indicia):
        return no(SAY_INDICIA)
    if trigger == Trigger.INDICIA and not indicia:
        return no(SAY_INDICIA)
    if (trigger == Trigger.CLAIM or "OTHER" in indicia) and not note.strip():
        return no(SAY_CLAIM)
    return yes()


def may_ask(status: ClaimStatus, who: Who) -> Verdict:
    """Say whether counsel may be asked: by whoever may raise a claim."""
    return first_no(
        yes() if ClaimLife.ask.allows(status) else no(_ASKED[status]),
        yes() if who.may_raise and who.reads else no("Your role does not ask counsel. Tell a supervisor."),
    )


def may_advise(
    status: ClaimStatus, who: Who, *, advises: str | None = None, advice: str | None = None
) -> Verdict:
    """Say whether the person may advise: counsel, once asked, with one of three answers and what it rests on."""
    return first_no(
        yes() if ClaimLife.advise.allows(status) else no(_BEFORE[status]),
        yes() if who.advises else no("Counsel advises on claims to citizenship."),
        yes() if advises is None or advises in Outcome.values else no(SAY_OUTCOME),
        yes() if advice is None or advice.strip() else no(SAY_ADVICE),
    )


def may_decide(
    status: ClaimStatus,
    who: Who,
    *,
    adviser: bool,
    outcome: str | None = None,
    reason: str | None = None,
) -> Verdict:
    """Say whether the person may decide: never without counsel's advice, never an `adviser` of any round."""
    return first_no(
        yes() if ClaimLife.decide.allows(status) else no(_BEFORE[status]),
        yes()
        if who.decides
        else no("A claim to citizenship is decided by a supervisor of the office that holds the case."),
        yes() if who.holds else no("Another office holds this case, and a supervisor there decides."),
        no("You gave the advice, now or in an earlier round. Another person decides.") if adviser else yes(),
        yes() if outcome is None or outcome in Outcome.values else no(SAY_OUTCOME),
        yes() if reason is None or reason.strip() else no(SAY_REASON),
    )


def may_take_back(status: ClaimStatus, outcome: str, who: Who, *, reason: str | None = None) -> Verdict:
    """Say whether the finding that somebody is a citizen may be taken back: the claim is then open again."""
    return first_no(
        yes()
        if status == ClaimStatus.DECIDED and outcome == Outcome.CITIZEN
        else no("Nobody was found to be a citizen here. Raise a claim if there is something new."),
        yes()
        if who.takes_back and who.holds
        else no("A director of the office that holds the case, or headquarters, takes this decision back."),
        yes() if reason is None or reason.strip() else no(SAY_TAKE_BACK),
    )


def may_join(*, both_citizen_and_live: bool) -> Verdict:
    """Say whether two subjects with these claims can be merged: no live case comes to a citizen unseen."""
    if both_citizen_and_live:
        return no(
            "One of the two was found to be a citizen, and the other has a live case. Raise a claim on the other and"
            " have it decided, or have the decision taken back, then merge."
        )
    return yes()


def next_step(status: ClaimStatus) -> str:
    """What has to happen next, and who does it."""
    return {
        ClaimStatus.RAISED: "Ask counsel. Anyone who reads the case may.",
        ClaimStatus.WITH_COUNSEL: "Counsel advises.",
        ClaimStatus.ADVISED: "A supervisor of the office that holds the case decides.",
        ClaimStatus.DECIDED: "",
        ClaimStatus.WITHDRAWN: "",
    }[status]
