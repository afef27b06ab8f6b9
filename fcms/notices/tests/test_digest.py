"""The digest by e-mail: once a day, to a work address, to those who want it, and nothing about anybody in it."""

from __future__ import annotations

import ast
import smtplib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as outbox
from django.db import IntegrityError, connection, models, transaction
from django.test import Client, override_settings

import fcms
from fcms.accounts.actions import disable_user
from fcms.accounts.models import User
from fcms.activities.models import Activity
from fcms.audit.events import Event
from fcms.audit.models import Change
from fcms.cases.models import Case
from fcms.leads.models import Lead
from fcms.lib.actor import Job, acting
from fcms.lib.notices import PROVIDERS
from fcms.lib.verdict import Refused
from fcms.notices import actions, mail
from fcms.notices.models import Digest, DigestSent
from fcms.operations.cli import main
from fcms.subjects.models import Address, Alias, Subject
from fcms.subjects.tests.make import make_conflict, make_officer

from .test_notices import assigned, browser_of, make_case, some_news

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("offices_loaded")]
ADDRESS = "r.sample@fcms.example"
BY = Job("tests")
MORNING = datetime(2026, 11, 23, 7, 30, tzinfo=ZoneInfo("America/Chicago"))


@pytest.fixture
def reader() -> User:
    """An officer of Dallas who wants the digest, and to whom a lead was assigned."""
    officer = make_officer("DAL")
    actions.want_digest(by=officer, address=ADDRESS)
    assigned(officer)
    return officer


def send(now: datetime = MORNING) -> actions.Run:
    return actions.send_due(by=BY, now=now)


# --- who, where, when


@pytest.mark.promise("PIA-4.1-1")
def test_it_goes_to_the_work_address_of_those_who_want_it(reader):
    assigned(make_officer("DAL"))
    assert send() == actions.Run(sent=1)
    [sent] = outbox.outbox
    assert (sent.to, sent.cc, sent.bcc) == ([ADDRESS], [], [])
    assert "1 lead was assigned to you" in sent.body
    assert "/notices/" in sent.body


@pytest.mark.parametrize(
    "address", ["r.sample@gmail.example", "fcms.example", "@fcms.example", "a@b@c.example", ""]
)
def test_it_goes_to_no_other_address(address):
    with pytest.raises(Refused, match="work address"):
        actions.want_digest(by=make_officer("DAL"), address=address)


def test_the_database_keeps_one_address_of_a_person():
    officer = make_officer("DAL")
    with (
        pytest.raises(IntegrityError, match="notices_digest_one_address"),
        transaction.atomic(),
        acting(BY, Event.DIGEST_CHANGED),
    ):
        Digest.objects.create(user=officer, address="a@fcms.example, b@fcms.example", since=MORNING)


def test_an_address_of_a_domain_that_is_no_longer_ours_gets_nothing(reader):
    with override_settings(FCMS_MAIL_DOMAINS=["elsewhere.example"]):
        assert send().sent == 0
    assert outbox.outbox == []


def test_it_is_sent_once_a_day_from_the_hour_of_the_office(reader):
    assert send(MORNING - timedelta(hours=2)) == actions.Run()
    assert send() == actions.Run(sent=1)
    assert send(MORNING + timedelta(hours=9)) == actions.Run()
    assert send(MORNING + timedelta(days=1)) == actions.Run(sent=1)
    assert len(outbox.outbox) == 2


def test_nothing_new_sends_nothing(reader):
    actions.mark_seen(by=reader)
    assert send() == actions.Run(nothing=1)
    assert send(MORNING + timedelta(hours=1)) == actions.Run()
    assert outbox.outbox == []


def test_who_may_no_longer_sign_in_gets_nothing(reader):
    disable_user(reader, by=BY, reason="Left the service.")
    assert send() == actions.Run()


def test_the_address_goes_with_the_wish_and_stands_in_no_trail(reader):
    actions.want_digest(by=reader, address="other@fcms.example")
    actions.want_no_digest(by=reader)
    assert not Digest.objects.filter(user=reader).exists()
    trail = list(Change.objects.filter(table="notices_digest").order_by("id").values())
    assert [change["operation"] for change in trail] == ["I", "U", "D"]
    assert "fcms.example" not in repr(trail)
    assert send() == actions.Run()


def test_without_the_domains_of_an_installation_nobody_can_want_it():
    client = browser_of(make_officer("DAL"))
    with override_settings(FCMS_MAIL_DOMAINS=[]):
        assert "No mail is sent from here" in client.get("/notices/digest/").content.decode()
        client.post("/notices/digest/", {"digest": "DAILY", "address": ADDRESS})
    assert not Digest.objects.exists()


def test_a_person_turns_it_on_and_off_on_their_own_page():
    officer = make_officer("DAL")
    client = browser_of(officer)
    wrong = client.post("/notices/digest/", {"digest": "DAILY", "address": "me@home.example"})
    assert wrong.status_code == 422
    assert "Only a work address may be used" in wrong.content.decode()
    client.post("/notices/digest/", {"digest": "DAILY", "address": ADDRESS})
    assert Digest.objects.get(user=officer).address == ADDRESS
    client.post("/notices/digest/", {"digest": "OFF", "address": ""})
    assert not Digest.objects.filter(user=officer).exists()


# --- what is in it


def values_of_records() -> set[str]:
    """Every text and number that stands in a record of a subject, case, lead or activity."""
    found: set[str] = set()
    for model in (Subject, Alias, Address, Case, Lead, Activity):
        kinds = (models.CharField, models.TextField, models.DateField)
        names = [field.attname for field in model._meta.concrete_fields if isinstance(field, kinds)]
        for row in model._base_manager.order_by("pk").values_list(*names):
            found |= {str(value) for value in row if value}
    return {value for value in found if len(value) > 3}


@pytest.mark.promise("PIA-4.1-1")
def test_nothing_of_any_subject_case_or_lead_is_in_it():
    supervisor = make_officer("DAL", "supervisor")
    actions.want_digest(by=supervisor, address=ADDRESS)
    case = make_case(office="DAL")
    some_news(case)
    make_conflict(case.subject, supervisor)
    lead = assigned(supervisor)
    assert send() == actions.Run(sent=1)
    text = outbox.outbox[0].message().as_string()
    values = values_of_records()
    assert {case.number, lead.number, case.subject.number, case.subject.family_name} <= values
    assert [value for value in values if value.lower() in text.lower()] == []
    body = outbox.outbox[0].body
    assert body.count("\n  1 ") == 3, body


def test_the_words_of_every_kind_are_fixed_and_hold_no_number():
    for provider in PROVIDERS:
        words = f"{provider.kind.one} {provider.kind.many} {provider.kind.label}"
        assert not any(letter.isdigit() for letter in words)
    assert len({provider.kind.code for provider in PROVIDERS}) == len(PROVIDERS) > 4


def test_one_room_alone_hands_a_mail_to_a_server():
    def imports(file: Path) -> set[str]:
        found = set()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module or ""}
        return found

    root = Path(fcms.__file__).parent
    ways = {"smtplib", "django.core.mail"}
    rooms = [
        file.relative_to(root).as_posix()
        for file in sorted(root.rglob("*.py"))
        if "tests" not in file.parts and any(name.startswith(tuple(ways)) for name in imports(file))
    ]
    assert rooms == ["notices/mail.py"]


def test_the_name_of_the_machine_is_not_in_it(reader):
    send()
    message = outbox.outbox[0].message()
    assert message["Message-ID"].endswith("@fcms.example>")
    assert message["Auto-Submitted"] == "auto-generated"


# --- faults


class Killed(BaseException):
    """The process ended here."""


@pytest.mark.django_db(transaction=True)
def test_a_process_that_is_killed_while_it_sends_sends_nothing_twice(monkeypatch: pytest.MonkeyPatch):
    officer = make_officer("DAL")
    actions.want_digest(by=officer, address=ADDRESS)
    assigned(officer)
    handed_over = mail.Door.send

    def killed(self: mail.Door, address: str, text: str) -> None:
        assert not connection.in_atomic_block
        handed_over(self, address, text)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(mail.Door, "send", killed)
        with pytest.raises(Killed):
            send()
    assert DigestSent.objects.get(user=officer).sent_at is None
    assert send(MORNING + timedelta(hours=1)) == actions.Run()
    assert len(outbox.outbox) == 1
    assert "It is not sent twice" in browser_of(officer).get("/notices/digest/").content.decode()


def test_a_mail_server_that_does_not_answer_costs_nobody_the_digest(reader, monkeypatch):
    def dead(*_given: Any, **_more: Any) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.backends.locmem.EmailBackend.open", dead)
        with pytest.raises(ConnectionRefusedError):
            send()
    assert not DigestSent.objects.exists()
    assert send() == actions.Run(sent=1)


def test_a_mail_that_is_refused_stops_no_other_and_keeps_no_text_of_the_server(reader, monkeypatch):
    other = make_officer("DAL")
    actions.want_digest(by=other, address="second@fcms.example")
    assigned(other)
    handed_over = mail.Door.send

    def picky(self: mail.Door, address: str, text: str) -> None:
        if address == ADDRESS:
            raise smtplib.SMTPRecipientsRefused({address: (550, b"no such person")})
        handed_over(self, address, text)

    monkeypatch.setattr(mail.Door, "send", picky)
    assert send() == actions.Run(sent=1, failed=1)
    failed = DigestSent.objects.get(user=reader)
    assert (failed.fault, failed.sent_at) == ("SMTPRecipientsRefused", None)
    assert send(MORNING + timedelta(hours=1)) == actions.Run()


def test_the_command_sends_what_is_due_and_says_how_many(reader, capsys, monkeypatch):
    monkeypatch.setattr("fcms.operations.digests.prepare", lambda _tell: None)
    assert main(["notices", "digest", "--json"]) == 0
    assert capsys.readouterr().out.strip() == '{"sent": 1, "nothing": 0, "failed": 0}'
    assert ADDRESS not in capsys.readouterr().err
    assert main(["notices", "digest"]) == 0
    assert len(outbox.outbox) == 1


def test_a_stranger_is_asked_to_sign_in():
    assert Client().get("/notices/").status_code == 302
