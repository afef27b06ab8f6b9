"""Sensitive numbers and photographs: readable by an act that is recorded, and nowhere in the tables."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from PIL import Image

from fcms.accounts.models import User
from fcms.audit.models import Access
from fcms.database import vault
from fcms.lib.verdict import Refused
from fcms.subjects import actions, queries
from fcms.subjects.models import Photograph
from fcms.subjects.origin import officer_origin

from .make import make_subject

pytestmark = pytest.mark.django_db

SSN = "987-12-6789"
PLAIN = "987126789"


def tables_that_hold(text: str) -> list[str]:
    """Every table of the database in which `text` stands, as text or as bytes."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
            " and has_table_privilege(oid, 'select') order by 1"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'select count(*) from "{table}" t where t::text ilike %s or t::text ilike %s',
                [f"%{text}%", f"%{text.encode().hex()}%"],
            )
            if cursor.fetchone()[0]:
                found.append(table)
    return found


def test_the_search_of_all_tables_would_find_a_plain_value(officer: User) -> None:
    make_subject(by=officer, given_name="Unmistakable")
    assert "subjects_subject" in tables_that_hold("Unmistakable")


def test_a_sensitive_number_is_nowhere_in_plain(officer: User) -> None:
    subject = make_subject(by=officer, identifiers={"SSN": SSN, "FBI": "SYN987654"})
    actions.withdraw(subject.identifiers.get(kind="FBI"), by=officer, reason="Wrong person")
    for text in (SSN, PLAIN, "SYN987654"):
        assert tables_that_hold(text) == []


def test_a_number_is_read_back_only_with_the_subjects_own_key(officer: User) -> None:
    subject = make_subject(by=officer, identifiers={"SSN": SSN})
    identifier = subject.identifiers.get()
    assert queries.revealed(identifier) == SSN
    identifier.statement = make_subject(by=officer).statements.latest("id")
    with pytest.raises(vault.NotGenuine):
        queries.revealed(identifier)


def test_revealing_a_number_is_recorded_and_needs_a_post(
    officer: User, sign_in: Callable[[User], Client]
) -> None:
    subject = make_subject(by=officer, identifiers={"SSN": SSN})
    client = sign_in(officer)
    page = client.get(reverse("subjects:subject", args=[subject.number]))
    assert SSN not in page.content.decode()
    key = subject.identifiers.get().pk
    address = reverse("subjects:reveal", args=[subject.number, key])
    assert client.get(address).status_code == 405
    assert not Access.objects.filter(kind="REVEAL").exists()
    shown = client.post(address)
    assert SSN in shown.content.decode()
    look = Access.objects.get(kind="REVEAL")
    assert (look.actor, look.record) == (officer.actor_key, f"subjects.identifier:{key}")
    again = client.get(reverse("subjects:subject", args=[subject.number]))
    assert SSN not in again.content.decode()


def test_a_number_is_not_shown_if_the_look_cannot_be_recorded(
    officer: User, sign_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_values: object) -> None:
        raise OSError("no room")

    subject = make_subject(by=officer, identifiers={"SSN": SSN})
    client = sign_in(officer)
    monkeypatch.setattr("fcms.web.middleware.record_access", fail)
    shown = client.post(reverse("subjects:reveal", args=[subject.number, subject.identifiers.get().pk]))
    assert shown.status_code == 503
    assert SSN not in shown.content.decode()


def test_another_office_reveals_nothing_without_a_purpose(
    officer: User, elsewhere: User, sign_in: Callable[[User], Client]
) -> None:
    subject = make_subject(by=officer, identifiers={"SSN": SSN})
    client = sign_in(elsewhere)
    shown = client.post(reverse("subjects:reveal", args=[subject.number, subject.identifiers.get().pk]))
    assert shown.status_code == 403
    assert SSN not in shown.content.decode()


# --- photographs


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 60), **values: object) -> bytes:
    """A drawn silhouette, in no one's likeness."""
    content = io.BytesIO()
    Image.new("RGB", size, (90, 90, 90)).save(content, kind, **values)
    return content.getvalue()


@pytest.mark.promise("PIA-1.1-3", "PIA-9.3-1")
def test_a_photograph_is_drawn_anew_without_hidden_data_and_sealed(officer: User) -> None:
    subject = make_subject(by=officer)
    exif = Image.Exif()
    exif[0x010E] = "Sampletown, 12 Sample Way"
    original = picture(exif=exif)
    kept = actions.add_photograph(
        subject, by=officer, origin=officer_origin(officer), image=original, taken_on="2004-05-06"
    )
    assert b"Sampletown" in original
    opened = queries.picture(Photograph.objects.get(pk=kept.pk))
    assert b"Sampletown" not in opened
    assert not Image.open(io.BytesIO(opened)).getexif()
    assert tables_that_hold(opened[:20].hex()) == []
    columns = {field.name for field in Photograph._meta.concrete_fields}
    assert columns == {"id", "subject", "statement", "withdrawn_at", "taken_on", "sealed"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ this is a program",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        picture()[:200],
        picture("GIF"),
        b"\xff" * (1024 * 1024 + 1),
    ],
)
def test_what_is_not_a_small_picture_is_refused(officer: User, content: bytes) -> None:
    subject = make_subject(by=officer)
    with pytest.raises(Refused, match="Choose"):
        actions.add_photograph(subject, by=officer, origin=officer_origin(officer), image=content)
    assert not Photograph.objects.exists()


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_drawn(officer: User) -> None:
    subject = make_subject(by=officer)
    with pytest.raises(Refused, match="too many pixels"):
        actions.add_photograph(
            subject, by=officer, origin=officer_origin(officer), image=picture("PNG", (9000, 9000))
        )


def test_a_photograph_is_uploaded_and_served_through_the_program_alone_each_view_recorded(
    officer: User, elsewhere: User, sign_in: Callable[[User], Client]
) -> None:
    subject = make_subject(by=officer)
    client = sign_in(officer)
    upload = SimpleUploadedFile("whatever.jpg", picture(), content_type="image/jpeg")
    client.post(
        reverse("subjects:add", args=[subject.number, "photograph"]),
        {"image": upload, "taken_on": "2004-05-06"},
    )
    kept = Photograph.objects.get(subject=subject)
    address = reverse("subjects:photograph", args=[subject.number, kept.pk])
    served = client.get(address)
    assert served["Content-Type"] == "image/jpeg"
    assert "no-store" in served["Cache-Control"]
    assert Image.open(io.BytesIO(served.content)).size == (40, 60)
    assert Access.objects.filter(record=f"subjects.photograph:{kept.pk}", kind="VIEW").count() == 1
    assert sign_in(elsewhere).get(address).status_code == 403


@pytest.mark.promise("PIA-9.3-1")
def test_nothing_here_compares_faces_or_places() -> None:
    room = Path(actions.__file__).parent
    for file in room.glob("*.py"):
        text = file.read_text(encoding="utf-8")
        assert not any(
            word in text for word in ("face_recognition", "cv2", "dlib", "insightface", "geopy", "imagehash")
        )
