"""How far an open lead opens a case and a subject of another office, and no further."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from fcms.accounts.models import User
from fcms.activities.models import Activity
from fcms.cases.tests.make import make_case
from fcms.leads import actions as leads
from fcms.subjects.models import Alias
from fcms.subjects.tests.make import make_subject

from .make import make_work

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.mark.promise("PIA-8.1-2")
def test_an_open_lead_opens_the_subject_of_another_office_for_reading_alone(sign_in: SignIn) -> None:
    work = make_work(office="NYC")
    browser, page = sign_in(work.officer), f"/subjects/{work.subject.number}/"
    assert browser.get(page).status_code == 200
    assert b"belongs to another office" in browser.get(page).content
    name = {"kind": "AKA", "family_name": "OTHER", "given_name": "NAME"}
    assert browser.post(f"{page}add/alias/", name).status_code == 403
    assert browser.get(f"{page}edit/who/").status_code == 403
    assert not Alias.objects.filter(subject=work.subject).exists()


@pytest.mark.promise("PIA-8.1-2")
def test_with_the_lead_closed_the_subject_asks_for_a_purpose_again(sign_in: SignIn) -> None:
    work = make_work(office="NYC")
    leads.close(work.lead, by=work.officer, outcome="ADDRESS_BAD")
    assert sign_in(work.officer).get(f"/subjects/{work.subject.number}/").status_code == 403


@pytest.mark.promise("PIA-8.1-2")
@pytest.mark.parametrize("form", ["new", "arrest"])
def test_a_lead_of_ones_own_opens_no_case_that_it_is_not_on(sign_in: SignIn, form: str) -> None:
    work = make_work()
    other = make_case(subject=make_subject(docket_office="NYC", family_name="ELSEWHERE"))
    address = f"/activities/{form}/?lead={work.lead.number}&case={other.number}"
    response = sign_in(work.officer).get(address)
    assert response.status_code == 403
    assert b"ELSEWHERE" not in response.content.upper()
    assert not Activity.objects.exists()
