"""What is entered stays with its source; what is invalid is refused with a sentence; nothing is lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from fcms.accounts.models import User
from fcms.audit.models import Change
from fcms.audit.queries import history_of
from fcms.lib.actor import Job, acting
from fcms.lib.verdict import Refused
from fcms.subjects import actions, fields, queries
from fcms.subjects.models import Address, ANumber, Conviction, Identifier, NameKeys, Statement, Subject
from fcms.subjects.origin import officer_origin

from .make import extract_origin, make_a_number, make_subject

pytestmark = pytest.mark.django_db


@pytest.mark.promise("PIA-1.1-1", "PIA-1.1-2")
def test_the_values_of_the_inventory_are_kept(officer: User) -> None:
    subject = make_subject(
        by=officer,
        a_number="a# 900-123-456",
        birth_place="Sampletown",
        gang_affiliation="Sample Gang",
        last_entry_on="1998",
        last_entry_place="near Sample Port",
        entry_class="ewi",
        custody_status="ICE_CUSTODY",
        custody_on="2026-02-03",
        aliases=[{"kind": "FKA", "family_name": "Example", "given_name": "Maria"}],
        addresses=[
            {
                "line_1": "100 SAMPLE WAY",
                "line_2": "APT 3",
                "city": "DALLAS",
                "state": "tx",
                "zip": "75201-1234",
            }
        ],
        identifiers={"SSN": "900-12-3456", "TECS": "P1234567"},
    )
    actions.add_charge(subject, by=officer, origin=officer_origin(officer), charge="INA 237(a)(2)(A)(iii)")
    actions.add_apprehension(subject, by=officer, origin=officer_origin(officer), apprehended_on="1999-08-07")
    subject = queries.subject_numbered(subject.number)
    assert subject is not None
    assert queries.a_number_of(subject) == "A900123456"
    assert (subject.last_entry_on, subject.entry_class) == ("1998", "EWI")
    assert subject.docket_office is not None
    assert subject.docket_office.code == "DAL"
    assert subject.case_category_on is not None
    assert subject.addresses.get().zip == "75201"
    assert subject.removalcharges.get().charge == "237a2Aiii"
    assert subject.apprehensions.get().apprehended_on == date(1999, 8, 7)
    assert {one.kind for one in subject.identifiers.all()} == {"SSN", "TECS"}


@pytest.mark.promise("PIA-1.1-1")
def test_the_database_gives_an_a_number_to_one_subject_at_a_time(officer: User) -> None:
    known, other = make_subject(by=officer), make_subject(by=officer)
    fact = known.anumbers.get()
    with (
        pytest.raises(IntegrityError, match="subjects_anumber_one_subject"),
        transaction.atomic(),
        acting(officer, "test"),
    ):
        ANumber.objects.create(
            subject=other, statement=other.statements.get(), number=fact.number, primary=False
        )


@pytest.mark.promise("PIA-1.1-3")
def test_the_database_keeps_no_number_of_a_kind_that_is_not_listed(officer: User) -> None:
    subject = make_subject(by=officer)
    said = subject.statements.get()
    with (
        pytest.raises(IntegrityError, match="subjects_identifier_kind_listed"),
        transaction.atomic(),
        acting(officer, "test"),
    ):
        Identifier.objects.create(subject=subject, statement=said, kind="DNA", sealed=b"x", blind=b"y")


@pytest.mark.promise("PIA-1.1-3")
def test_convictions_are_kept_with_summary_and_date(officer: User) -> None:
    subject = make_subject(
        by=officer, identifiers={"FBI": "SYN123456", "FIN": "123456789", "SID": "XX1234567"}
    )
    actions.add_conviction(
        subject,
        by=officer,
        origin=officer_origin(officer),
        offense_code="1305",
        summary="Assault",
        convicted_on="2004-02",
    )
    kept = Conviction.objects.get(subject=subject)
    assert (kept.offense_code, kept.summary, kept.convicted_on, kept.jurisdiction) == (
        "1305",
        "Assault",
        "2004-02",
        "US",
    )
    assert {one.kind for one in subject.identifiers.all()} == {"FBI", "FIN", "SID"}


@pytest.mark.promise("PIA-1.2-1")
def test_every_value_in_force_names_who_said_it_and_when(officer: User) -> None:
    subject = make_subject(origin=extract_origin(row=418), birth_on="1971-03-04")
    subject = actions.correct_subject(
        subject, by=officer, origin=officer_origin(officer), values={"birth_on": "1971-04-03"}
    )
    lines = {line.name: line for line in queries.page_of(subject, "who").lines}
    assert lines["family_name"].source.words == "EID"
    assert "as of 20 Nov 2026" in lines["family_name"].source.where
    assert "subjects.csv, row 418" in lines["family_name"].source.where
    assert lines["birth_on"].source.words == officer.name


@pytest.mark.promise("PIA-1.2-1")
def test_a_fact_without_a_source_cannot_be_kept(officer: User) -> None:
    subject = make_subject(by=officer)
    with pytest.raises(DatabaseError), transaction.atomic(), acting(officer, "test"):
        ANumber.objects.create(subject=subject, statement_id=None, number=make_a_number(), primary=False)


@pytest.mark.promise("PIA-1.2-1")
def test_a_statement_needs_a_person_or_an_intake(officer: User) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        make_subject(by=Job("nobody"), origin=extract_origin(intake=""))


@pytest.mark.promise("PIA-1.2-1")
def test_what_a_source_said_is_never_rewritten(officer: User) -> None:
    subject = make_subject(by=officer, addresses=[{"line_1": "1 SAMPLE WAY", "city": "DALLAS"}])
    for rewrite in (
        lambda: Statement.objects.filter(subject=subject).update(system="another"),
        lambda: Address.objects.filter(subject=subject).update(line_1="2 SAMPLE WAY"),
    ):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            acting(officer, "test"),
        ):
            rewrite()


@pytest.mark.promise("PIA-1.5-1")
@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"birth_on": "1971-02-30"}, "no such day"),
        ({"birth_on": "2999-01-01"}, "future"),
        ({"birth_on": "12/03/1971"}, "year-month"),
        ({"birth_on": "1721"}, "before 1880"),
        ({"sex": "Q"}, "not one of the list"),
        ({"case_category": "7Z"}, "not in the list of categories"),
        ({"entry_class": "XYZ"}, "not one of the list"),
        ({"docket_office": "ZZZ"}, "not one of the field offices"),
        ({"family_name": ""}, "Give the family name"),
        ({"family_name": "=cmd()"}, "no name has"),
        ({"given_name": "x" * 81}, "at most 80"),
        ({"final_order_on": "1960-01-01"}, "before the date of birth"),
        ({"custody_status": "REMOVED"}, "date of removal"),
        ({"stay_until": "2027-01-01"}, "which stay"),
        ({"citizenship_claim": "maybe"}, "Y for yes"),
        ({"shoe_size": "44"}, "no place to keep shoe size"),
    ],
)
def test_nothing_invalid_is_saved_and_the_sentence_says_what_to_correct(
    officer: User, values: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        make_subject(by=officer, **values)
    subject = make_subject(by=officer)
    with pytest.raises(Refused, match=sentence):
        actions.correct_subject(subject, by=officer, origin=officer_origin(officer), values=values)
    assert Subject.objects.count() == 1
    assert Statement.objects.count() == 1


@pytest.mark.promise("PIA-1.5-1")
@pytest.mark.parametrize(
    ("kind", "number", "sentence"),
    [
        ("SSN", "123-45-678", "nine digits"),
        ("SSN", "123-45-6789", "could belong to a real person"),
        ("FBI", "TOO LONG A NUMBER", "one to nine"),
        ("FIN", "12A", "up to twelve digits"),
        ("SID", "QQ12", "letters of a state"),
        ("PIN", "1", "which kind"),
    ],
)
def test_a_sensitive_number_of_the_wrong_form_is_refused(
    officer: User, kind: str, number: str, sentence: str
) -> None:
    subject = make_subject(by=officer)
    with pytest.raises(Refused, match=sentence) as refusal:
        actions.add_identifier(subject, by=officer, origin=officer_origin(officer), kind=kind, number=number)
    assert number not in refusal.value.sentence
    assert not subject.identifiers.exists()


@pytest.mark.promise("PIA-1.7-1")
def test_a_value_outside_the_inventory_has_no_place(officer: User) -> None:
    for name in ("race", "religion", "scars", "employer", "facebook"):
        with pytest.raises(Refused, match=f"no place to keep {name}"):
            make_subject(by=officer, **{name: "x"})
    assert {field.name for field in Subject._meta.concrete_fields} == {
        *(fields.SUBJECT),
        *("id", "number", "key_slot", "entered_at", "changed_at", "withdrawn_at", "merged_into"),
    }


@pytest.mark.promise("PIA-1.5-1")
@pytest.mark.parametrize("number", ["12345", "A" + "0" * 9, "A1234567890", "", "B900123456"])
def test_an_a_number_of_the_wrong_form_is_refused(officer: User, number: str) -> None:
    with pytest.raises(Refused):
        actions.enter_subject(
            by=officer, origin=officer_origin(officer), a_number=number, values={"family_name": "Sample"}
        )


def test_an_a_number_belongs_to_one_subject(officer: User) -> None:
    first = make_subject(by=officer, a_number="A900000001")
    with pytest.raises(Refused, match=first.number):
        make_subject(by=officer, a_number="900-000-001")
    second = make_subject(by=officer)
    with pytest.raises(Refused, match=first.number):
        actions.add_a_number(second, by=officer, origin=officer_origin(officer), number="A900000001")


def test_the_same_fact_is_not_entered_twice(officer: User) -> None:
    subject = make_subject(
        by=officer, addresses=[{"line_1": "100 Sample Way", "line_2": "Apt. 3", "zip": "75201"}]
    )
    with pytest.raises(Refused, match="on record already"):
        actions.add_address(
            subject,
            by=officer,
            origin=officer_origin(officer),
            line_1="100 SAMPLE WAY",
            line_2="APT 3",
            zip="75201-0001",
        )
    actions.add_identifier(
        subject, by=officer, origin=officer_origin(officer), kind="SSN", number="900123456"
    )
    with pytest.raises(Refused, match="on record already"):
        actions.add_identifier(
            subject, by=officer, origin=officer_origin(officer), kind="SSN", number="900-12-3456"
        )


@pytest.mark.promise("PIA-1.5-1")
def test_the_database_itself_refuses_what_no_form_would_let_through(officer: User) -> None:
    subject = make_subject(by=officer)
    for column, value in (
        ("sex", "Q"),
        ("birth_on", "yesterday"),
        ("family_name", ""),
        ("custody_status", "GONE"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), acting(officer, "test"):
            Subject.objects.filter(pk=subject.pk).update(**{column: value})


def test_a_change_without_an_author_is_refused_by_the_database(officer: User) -> None:
    subject = make_subject(by=officer)
    with pytest.raises(DatabaseError, match="nobody is named"), transaction.atomic():
        Subject.objects.filter(pk=subject.pk).update(given_name="Someone")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("delete from subjects_subject where id = %s", [subject.pk])


@pytest.mark.promise("PIA-1.4-2")
def test_a_correction_by_hand_is_in_force_and_the_history_shows_old_and_new(officer: User) -> None:
    subject = make_subject(origin=extract_origin())
    actions.correct_subject(
        subject,
        by=officer,
        origin=officer_origin(officer),
        values={"given_name": "Mariana", "custody_status": "ICE_CUSTODY", "custody_on": date(2026, 3, 4)},
    )
    subject.refresh_from_db()
    assert (subject.given_name, subject.custody_status) == ("Mariana", "ICE_CUSTODY")
    line = history_of([("subjects_subject", subject.pk)])[0]
    assert line.event == "subject corrected"
    assert line.who == f"{officer.name}, {officer.position_title}"
    changes = {field: (old, new) for field, old, new in line.changes}
    assert changes["given name"] == ("Marisol", "Mariana")
    assert changes["custody status"] == ("At large", "In ICE custody")
    assert "changed at" not in changes
    names = NameKeys.objects.get(subject=subject, alias=None)
    assert "MARIANA" in names.keys
    assert "MARISOL" not in names.keys


def test_only_what_was_said_stands_in_the_statement(officer: User) -> None:
    subject = make_subject(by=officer)
    actions.correct_subject(
        subject,
        by=officer,
        origin=officer_origin(officer),
        values={"docket_office": "DAL-OKC", "died_on": "2026-01-02"},
    )
    said = queries.statements_of(subject)[0].said
    assert said == {"docket_office": "DAL-OKC", "died_on": "2026-01-02"}


def test_a_withdrawn_fact_stays_in_the_record_with_its_reason(officer: User) -> None:
    subject = make_subject(by=officer, aliases=[{"family_name": "Example"}])
    alias = subject.aliases.get()
    with pytest.raises(Refused, match="Say why"):
        actions.withdraw(alias, by=officer, reason=" ")
    actions.withdraw(alias, by=officer, reason="Belongs to another person")
    alias.refresh_from_db()
    assert alias.withdrawn_at is not None
    assert not NameKeys.objects.filter(alias=alias).exists()
    line = queries.page_of(subject, "who").facts["alias"][0]
    assert line.withdrawn
    assert history_of([("subjects_alias", alias.pk)])[0].reason == "Belongs to another person"
    with pytest.raises(Refused, match="withdrawn already"):
        actions.withdraw(alias, by=officer, reason="Again")


def test_a_subject_never_loses_its_last_a_number(officer: User) -> None:
    subject = make_subject(by=officer, a_number="A900000007")
    first = subject.anumbers.get()
    with pytest.raises(Refused, match="only A-Number"):
        actions.withdraw(first, by=officer, reason="Wrong file")
    actions.add_a_number(subject, by=officer, origin=officer_origin(officer), number="A900000008")
    actions.withdraw(first, by=officer, reason="Wrong file")
    assert queries.a_number_of(subject) == "A900000008"


@pytest.mark.parametrize(
    ("code", "convicted_on", "day", "criminal"),
    [
        ("1305", "2004-02-03", date(2004, 2, 3), True),
        ("1305", "2004-02-03", date(2004, 2, 2), False),
        ("1305", "2004", date(2004, 6, 1), False),
        ("1305", "2004", date(2004, 12, 31), True),
        ("1305", "", date(2026, 11, 19), False),
        ("1305", "", date(2026, 11, 20), True),
        ("0301", "2004-02-03", date(2026, 1, 1), False),
        ("30A", "2004-02-03", date(2026, 1, 1), False),
        ("49C", "2004-02-03", date(2026, 1, 1), False),
    ],
)
def test_criminal_means_convicted_by_then_and_not_of_an_immigration_offense_alone(
    officer: User, code: str, convicted_on: str, day: date, criminal: bool
) -> None:
    subject = make_subject(by=officer)
    conviction = actions.add_conviction(
        subject,
        by=officer,
        origin=extract_origin(),
        offense_code=code,
        summary="x",
        convicted_on=convicted_on,
    )
    assert queries.criminal_on(subject, day) is criminal
    actions.withdraw(conviction, by=officer, reason="Another person's")
    assert not queries.criminal_on(subject, day)


def test_entering_is_recorded_without_repeating_the_values(officer: User) -> None:
    subject = make_subject(by=officer, given_name="Unmistakable")
    entered = Change.objects.filter(table="subjects_subject", row=subject.pk).get()
    assert (entered.operation, entered.actor, entered.event) == ("I", officer.actor_key, "subject entered")
    assert entered.fields is None
