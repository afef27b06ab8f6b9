"""What keeps the promises about subjects and what is known of them."""

from __future__ import annotations

from fcms.pia.keepers import Keeper

KEEPERS = [
    Keeper(
        "PIA-1.1-1",
        "classification",
        "subjects.Subject",
        "Name, birth, sex and gang affiliation each have their column, named as items of the inventory.",
    ),
    Keeper(
        "PIA-1.1-1",
        "database constraint",
        "subjects_anumber_one_subject",
        "An A-Number belongs to one subject at a time.",
    ),
    Keeper(
        "PIA-1.1-2",
        "classification",
        "subjects.Subject.case_category",
        "Entry, category, docket office and custody are columns of the subject; charges and apprehensions are facts.",
    ),
    Keeper(
        "PIA-1.1-2",
        "rule",
        "fcms.subjects.actions.add_charge",
        "Removal charges and prior apprehensions are added with their source, in the notation of the source.",
    ),
    Keeper(
        "PIA-1.1-3",
        "classification",
        "subjects.Conviction",
        "A conviction has a summary and a date, and a charge that is pending has no place.",
    ),
    Keeper(
        "PIA-1.1-3",
        "database constraint",
        "subjects_identifier_kind_listed",
        "FBI, fingerprint and state numbers are kept by their kind, sealed.",
    ),
    Keeper(
        "PIA-1.2-1",
        "database constraint",
        "subjects_statement_has_a_source",
        "A statement names the person who entered it or the intake it came in.",
    ),
    Keeper(
        "PIA-1.2-1",
        "database privilege",
        "fcms_app may not UPDATE subjects_statement",
        "What a source said cannot be rewritten.",
    ),
    Keeper(
        "PIA-1.2-1",
        "database privilege",
        "fcms_app may not UPDATE line_1 of subjects_address",
        "A fact is entered with its statement and may be withdrawn; it is never rewritten.",
    ),
    Keeper(
        "PIA-1.2-1",
        "rule",
        "fcms.subjects.provenance.rules.standing",
        "Each value says which statement it rests on, why that one is in force, and which sources say otherwise.",
    ),
    Keeper(
        "PIA-1.2-1",
        "database privilege",
        "fcms_app may not UPDATE subjects_retraction",
        "What was taken back with its extract stays taken back; the statements themselves stay as they were said.",
    ),
    Keeper(
        "PIA-1.2-1",
        "database privilege",
        "fcms_app may not UPDATE subjects_echo",
        "That a later source said a fact again is kept, and not rewritten.",
    ),
    Keeper(
        "PIA-1.5-3",
        "rule",
        "fcms.subjects.conflicts.rules.contested",
        "An extract never overwrites what a person settled: the contradiction waits as a conflict.",
    ),
    Keeper(
        "PIA-1.5-3",
        "database constraint",
        "subjects_conflict_settled_says_how",
        "A settled conflict says who settled it, when, which side was kept and why.",
    ),
    Keeper(
        "PIA-1.5-3",
        "database privilege",
        "fcms_app may not UPDATE said of subjects_conflict",
        "Both sides of a conflict stay as they were.",
    ),
    Keeper(
        "PIA-1.5-3",
        "trigger",
        "subjects_fact_moves_with_a_merge",
        "A fact goes to another subject only when a person merges the two, and comes back when that is undone.",
    ),
    Keeper(
        "PIA-1.5-3",
        "database privilege",
        "fcms_app may not UPDATE subjects_mergemove",
        "Every value that a merge changed is written down for good, so that it can be put back.",
    ),
    Keeper(
        "PIA-1.5-3",
        "policy",
        "policy/roles.toml",
        "Settling conflicts is a right of supervisors, merging subjects one of headquarters supervisors alone.",
    ),
    Keeper(
        "PIA-1.4-2",
        "rule",
        "fcms.subjects.actions.correct_subject",
        "An officer corrects a subject by hand; the old value, the new one and the officer stay in the history.",
    ),
    Keeper(
        "PIA-1.5-1",
        "rule",
        "fcms.subjects.rules.subject_values",
        "Every value is read by the form of its field; what does not fit is refused with a sentence that says why.",
    ),
    Keeper(
        "PIA-1.5-1",
        "database constraint",
        "subjects_subject_birth_is_a_date",
        "The database itself keeps no birth date that is not one.",
    ),
    Keeper(
        "PIA-1.7-1",
        "rule",
        "fcms.subjects.fields.SUBJECT",
        "A value without a place in the inventory has no reader, and is refused by its name.",
    ),
    Keeper(
        "PIA-2.2-1",
        "rule",
        "fcms.subjects.search.search",
        "A search by name, number or address, narrowed by field office or sub-office, is recorded and says why.",
    ),
    Keeper(
        "PIA-9.3-1",
        "rule",
        "fcms.subjects.photographs.re_encode",
        "A photograph is a picture and nothing else: no place, no camera, and nothing is computed from a face.",
    ),
    Keeper(
        "PIA-0-4",
        "rule",
        "fcms.subjects.gangs.rules.may_rest_on",
        "A gang affiliation counts only when a supervisor reviewed it: who says it, two factors of the closed list, "
        "and a day until which the review holds.",
    ),
    Keeper(
        "PIA-0-4",
        "database constraint",
        "subjects_gangreview_two_factors",
        "No review without what was said and two factors.",
    ),
    Keeper(
        "PIA-0-4",
        "database constraint",
        "subjects_gangreview_five_years",
        "No review holds longer than five years.",
    ),
    Keeper(
        "PIA-0-4",
        "database constraint",
        "subjects_gangreview_ended_says_how",
        "A review that ended says when, by whom, how and, where it was withdrawn, why.",
    ),
    Keeper(
        "PIA-0-4",
        "trigger",
        "subjects_gangreview_stays",
        "A review ends once, and what it said is never rewritten.",
    ),
]
