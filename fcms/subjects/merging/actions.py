"""Merging two subjects and separating them again: every value that changes is written down, none is lost."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.audit.events import Event
from fcms.lib.action import action
from fcms.lib.verdict import Verdict
from fcms.subjects import finders, reach
from fcms.subjects import queries as subjects
from fcms.subjects.actions import contest
from fcms.subjects.models import Alias, ANumber, Conflict, Identifier, NameKeys, Subject
from fcms.subjects.provenance.queries import as_said, standing_statements

from . import queries, rules
from .bulk import move, put_back
from .joins import JOINS
from .models import Merge


@action(Event.SUBJECTS_MERGED)
def merge(kept: Subject, other: Subject, *, by: User, reason: str, evidence: str = "") -> Merge:
    """Make two subjects one: what is known of `other` is read through `kept` from now on, nothing is rewritten."""
    pair = {one.pk: one for one in _locked(kept, other)}
    kept, other = pair[kept.pk], pair[other.pk]
    verdict = rules.may_merge(
        permitted=by.may(Permission.MERGE),
        holds=reach.held_by(by, pair) == pair.keys(),
        same_one=kept.pk == other.pk,
        kept_stands=queries.stands(kept),
        other_stands=queries.stands(other),
        reason=reason,
    )
    verdict.or_refuse()
    for join in JOINS:
        join.may(kept, other).or_refuse()
    made = Merge.objects.create(
        kept=kept, other=other, at=timezone.now(), by=by, reason=reason.strip(), evidence=evidence.strip()
    )
    _contest(made, by)
    _take_over(made)
    _hand_over_facts(made)
    move(made, Subject.objects.filter(merged_into=other), "merged_into_id", kept.pk)
    move(made, Subject.objects.filter(pk=other.pk), "merged_into_id", kept.pk)
    for join in JOINS:
        join.merge(made, by)
    finders.tell(kept.pk)
    return made


@action(Event.SUBJECTS_SEPARATED)
def unmerge(merge: Merge, *, by: User, reason: str) -> Merge:
    """Make two subjects of one again: each is as it was; what was added since stays with the kept one."""
    pair = {one.pk: one for one in _locked(merge.kept, merge.other)}
    kept = pair[merge.kept_id]
    may_unmerge(merge, kept, by, reason).or_refuse()
    for join in reversed(JOINS):
        join.unmerge(merge, by)
    put_back(merge, Subject, "merged_into_id")
    _give_back_facts(merge)
    _give_back_values(merge)
    said_by_other = Conflict.objects.filter(subject=kept, statement__subject=merge.other_id)
    said_by_other.filter(settled_at=None, withdrawn_at=None).update(withdrawn_at=timezone.now())
    merge.undone_at, merge.undone_by, merge.undone_reason = timezone.now(), by, reason.strip()
    merge.save(update_fields=["undone_at", "undone_by", "undone_reason"])
    finders.tell(merge.kept_id)
    finders.tell(merge.other_id)
    return merge


def may_unmerge(merge: Merge, kept: Subject, by: User, reason: str | None = None) -> Verdict:
    """Whether the person may undo a merge now."""
    return rules.may_unmerge(
        permitted=by.may(Permission.MERGE),
        undone=merge.undone_at is not None,
        kept_stands=queries.stands(kept),
        left_a_number=queries.keeps_an_a_number(merge),
        reason=reason,
    )


def _locked(*subjects: Subject) -> list[Subject]:
    """Both under lock, always in the same order, so that two merges cannot wait for one another."""
    keys = [subject.pk for subject in subjects]
    rows = Subject.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    return list(rows.order_by("pk"))


def _contest(made: Merge, by: User) -> None:
    """Lay the values on which the two differ before a person, each with the statement of the other subject."""
    kept, other = queries.values_of(made.kept), queries.values_of(made.other)
    waiting: dict[int, tuple[Any, dict[str, Any]]] = {}
    disputed = set(rules.disputed(kept, other))
    for statement in standing_statements(made.other):
        for name in sorted(disputed & statement.said.keys()):
            if statement.said[name] == as_said(other[name]):
                waiting.setdefault(statement.pk, (statement, {}))[1][name] = statement.said[name]
                disputed.discard(name)
    for statement, said in waiting.values():
        contest(made.kept, by=by, statement=statement, said=said)


def _take_over(made: Merge) -> None:
    over = rules.taken_over(queries.values_of(made.kept), queries.values_of(made.other))
    for name, value in over.items():
        rows = Subject.objects.filter(pk=made.kept_id)
        move(made, rows, _column(name), value.pk if name == "docket_office" else value)


def _hand_over_facts(made: Merge) -> None:
    """Read the facts of the other subject through the kept one; a number that both have stays where it is."""
    theirs = made.other_id
    move(made, ANumber.objects.filter(subject=theirs, primary=True, withdrawn_at=None), "primary", False)
    for model in subjects.FACTS.values():
        rows = model.objects.filter(subject=theirs)
        if model is Identifier:
            both = Identifier.objects.filter(subject=made.kept_id, withdrawn_at=None)
            known = set(both.order_by().values_list("kind", "blind"))
            twice = [one.pk for one in rows.filter(withdrawn_at=None).order_by("pk") if _same(one, known)]
            rows = rows.exclude(pk__in=twice)
        move(made, rows, "subject_id", made.kept_id)
    _names_follow(made)


def _same(one: Identifier, known: set[tuple[str, Any]]) -> bool:
    return (one.kind, bytes(one.blind)) in {(kind, bytes(blind)) for kind, blind in known}


def _give_back_facts(merge: Merge) -> None:
    for model in subjects.FACTS.values():
        put_back(merge, model, "subject_id")
    _names_follow(merge)
    primary = ANumber.objects.filter(primary=True, withdrawn_at=None)
    if not primary.filter(subject=merge.other_id).exists():
        theirs = merge.moves.filter(table="subjects_anumber", column="primary").values("row")
        gone = ANumber.objects.filter(pk__in=theirs).exclude(withdrawn_at=None)
        put_back(merge, ANumber, "primary", but=frozenset(gone.order_by().values_list("pk", flat=True)))
    for key in (merge.kept_id, merge.other_id):
        if not primary.filter(subject=key).exists():
            first = ANumber.objects.filter(subject=key, withdrawn_at=None).order_by("pk")[:1]
            ANumber.objects.filter(pk__in=first.values("pk")).update(primary=True)


def _give_back_values(merge: Merge) -> None:
    """Let go of what the kept subject took over, except where it was said of itself since."""
    since = queries.said_since(merge)
    own = frozenset((merge.kept_id,))
    for name in queries.values_of(merge.kept):
        put_back(merge, Subject, _column(name), but=own if name in since else frozenset())


def _names_follow(merge: Merge) -> None:
    """The search keys of an alias belong to the subject that the alias belongs to."""
    for key in (merge.kept_id, merge.other_id):
        aliases = Alias.objects.filter(subject=key)
        NameKeys.objects.filter(alias__in=aliases.values("pk")).exclude(subject=key).update(subject=key)


def _column(name: str) -> str:
    return "docket_office_id" if name == "docket_office" else name
