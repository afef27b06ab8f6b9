"""Leads follow their subjects, and the open ones the case that goes on."""

from __future__ import annotations

from fcms.accounts.models import User
from fcms.cases.models import Case
from fcms.leads.models import Lead
from fcms.leads.ranking.actions import rank_subject
from fcms.subjects.merging.bulk import move, put_back
from fcms.subjects.merging.joins import Join
from fcms.subjects.models import Merge, Subject


def has(subject: Subject) -> list[str]:
    """The leads on a subject in words, for the page that shows two subjects side by side."""
    leads = Lead.objects.filter(subject=subject)
    total, live = leads.count(), leads.live().count()
    return [f"{total} lead{'s' if total != 1 else ''}, {live} open"] if total else []


def follow(merge: Merge, by: User) -> None:
    """Hand the leads of the merged subject over; every open lead goes to the case that goes on."""
    move(merge, Lead.objects.filter(subject=merge.other_id), "subject_id", merge.kept_id)
    case = Case.objects.live().filter(subject=merge.kept_id).first()
    if case is not None:
        rows = Lead.objects.live().filter(subject=merge.kept_id).exclude(case=case.pk)
        move(merge, rows, "case_id", case.pk)
    rank_subject(merge.kept_id)


def go_back(merge: Merge, by: User) -> None:
    """Give each lead back the subject and the case it had, unless somebody has linked it anew since."""
    put_back(merge, Lead, "subject_id")
    put_back(merge, Lead, "case_id")
    rank_subject(merge.kept_id)
    rank_subject(merge.other_id)


JOIN = Join(merge=follow, unmerge=go_back, has=has)
