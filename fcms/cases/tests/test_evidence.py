"""Each end of a case rests on what policy names: refused with the sentence that says what is missing, else kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fcms.accounts.models import User
from fcms.cases import actions
from fcms.cases.evidence.needs import BESIDE, CODES, need_of, needs
from fcms.cases.evidence.rules import Brought, brought, kept, may_rest_on
from fcms.cases.lifecycle import ClosureReason, Road, Status, Step
from fcms.cases.models import Case, CaseStep
from fcms.lib.policytable import POLICY, PolicyError
from fcms.lib.verdict import Refused
from fcms.subjects.tests.make import make_officer

from .make import GONE_ON, make_case, shown

SignedIn = Callable[[User], Client]
TODAY = date(2026, 11, 20)


# --- the policy


def test_every_reason_to_close_and_every_other_end_has_its_need() -> None:
    assert set(needs()) == set(CODES) == {*ClosureReason.values, *BESIDE}
    for code, fields in needs().items():
        assert any(not field.optional for field in fields), code


def test_a_policy_file_that_leaves_a_reason_out_stops_the_start(tmp_path: Path) -> None:
    text = (POLICY / "evidence.toml").read_text()
    (tmp_path / "evidence.toml").write_text(text.replace('code = "DIED"', 'code = "TIRED"'))
    with pytest.raises(PolicyError, match="must be one of"):
        needs(tmp_path)
    (tmp_path / "evidence.toml").write_text(text.replace('kind = "date"', 'kind = "day"'))
    needs.cache_clear()
    with pytest.raises(PolicyError, match="kind: must be one of"):
        needs(tmp_path)


@pytest.mark.promise("PIA-0-1")
def test_that_nothing_was_found_is_no_departure() -> None:
    (how, _) = need_of("LEFT_THE_COUNTRY")
    assert set(how.choices) == {"I94", "BIOMETRIC", "CONSULAR", "ABROAD"}
    assert "verifies nothing" in may_rest_on(need_of("LEFT_THE_COUNTRY"), {"reference": "No hits."}).sentence


# --- the rule


@pytest.mark.parametrize("code", CODES)
def test_without_any_one_field_the_step_is_refused_with_its_sentence(code: str) -> None:
    fields, whole = need_of(code), shown(code)
    assert may_rest_on(fields, whole, today=TODAY)
    for field in fields:
        answer = may_rest_on(fields, {**whole, field.name: " " if field.kind == "text" else None})
        assert answer.allowed == field.optional
        assert answer.sentence == field.missing


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"facility": "x" * 201}, "at most 200"),
        ({"as_of": TODAY + timedelta(days=1)}, "lies in the future"),
        ({"as_of": "2026-11-20"}, "Give a day"),
        ({"prison": "Sample"}, "no evidence called prison"),
    ],
)
def test_what_is_not_well_formed_is_refused(given: dict[str, object], sentence: str) -> None:
    whole = {**shown("IN_CUSTODY_ELSEWHERE"), **given}
    assert sentence in may_rest_on(need_of("IN_CUSTODY_ELSEWHERE"), whole, today=TODAY).sentence


def test_a_choice_outside_the_list_shows_nothing() -> None:
    assert not may_rest_on(need_of("DIED"), shown("DIED", record="RUMOUR"))


def test_what_is_kept_is_in_the_words_of_the_day() -> None:
    given = shown("IN_CUSTODY_ELSEWHERE", facility=" Sample County Jail ", as_of=date(2026, 11, 3))
    assert kept(need_of("IN_CUSTODY_ELSEWHERE"), given)[:2] == [
        ("facility", "Facility", "Sample County Jail"),
        ("as_of", "Held there as of", "3 Nov 2026"),
    ]
    assert kept(need_of("DIED"), shown("DIED"))[0] == ("record", "Record of the death", "Death certificate")


def test_news_answers_the_fields_that_policy_maps_and_keeps_everything_else_beside_them() -> None:
    said = [("Departed", "3 Nov 2026"), ("Shown by", "I-94 record")]
    found = brought(
        need_of(Road.LEFT_THE_COUNTRY),
        said,
        reference="",
        source="DHS, row 12",
        as_of=TODAY,
        checked="Called.",
    )
    assert found.lines == (
        ("how", "Departure verified by", "I-94 record"),
        ("reference", "Record of the departure", "DHS, row 12"),
        ("", "Departed", "3 Nov 2026"),
        ("", "Checked", "Called."),
    )
    assert not may_rest_on(need_of("DIED"), Brought(()))


# --- the actions


@pytest.mark.django_db
@pytest.mark.promise("PIA-0-1", "PIA-3.1-1")
@pytest.mark.parametrize("reason", ClosureReason)
def test_no_case_is_closed_without_its_evidence_and_the_step_keeps_what_was_given(
    reason: ClosureReason,
) -> None:
    case, officer = make_case(), make_officer("DAL")
    first = next(field for field in need_of(reason) if not field.optional)
    with pytest.raises(Refused) as refusal:
        actions.close(case, by=officer, reason=reason, note="Seen.", evidence={})
    assert refusal.value.sentence == first.missing
    assert CaseStep.objects.filter(case=case).count() == 1
    assert Case.objects.get(pk=case.pk).status == Status.OPEN
    actions.close(case, by=officer, reason=reason, note="Seen.", evidence=shown(reason))
    step = CaseStep.objects.filter(case=case).latest("id")
    assert [tuple(line) for line in step.evidence] == kept(need_of(reason), shown(reason))


@pytest.mark.django_db
@pytest.mark.promise("PIA-3.1-1")
def test_release_removal_going_cold_and_opening_again_need_their_evidence_too() -> None:
    officer = make_officer("DAL")
    held = make_case(status=Status.IN_CUSTODY)
    tries = {
        Step.WENT_COLD: lambda: actions.go_cold(make_case(), by=officer, note="Tried."),
        Step.RELEASED: lambda: actions.release(held, by=officer, note="Bond."),
        Step.REMOVED: lambda: actions.remove(held, by=officer, removed_on=GONE_ON),
        Step.REOPENED: lambda: actions.reopen(make_case(status=Status.CLOSED), by=officer, note="Not so."),
    }
    assert tries.keys() == set(BESIDE)
    for step, verb in tries.items():
        before = CaseStep.objects.filter(step=step).count()
        with pytest.raises(Refused) as refusal:
            verb()
        assert refusal.value.sentence == need_of(step)[0].missing
        assert CaseStep.objects.filter(step=step).count() == before


# --- the pages


@pytest.mark.django_db
def test_the_page_asks_why_first_and_then_what_that_reason_needs(signed_in: SignedIn) -> None:
    case = make_case()
    browser, where = signed_in(make_officer("DAL")), reverse("cases:close", args=[case.number])
    first = browser.get(where).content.decode()
    assert first.count('type="radio"') == len(ClosureReason)
    assert "evidence_" not in first
    second = browser.get(where, {"reason": "IN_CUSTODY_ELSEWHERE"}).content.decode()
    for field in need_of("IN_CUSTODY_ELSEWHERE"):
        assert f'name="evidence_{field.name}"' in second
    assert "Choose another reason" in second
    assert browser.get(where, {"reason": "TIRED"}).status_code == 422


@pytest.mark.django_db
def test_what_is_missing_is_said_beside_its_field_and_what_was_given_stands_on_the_timeline(
    signed_in: SignedIn,
) -> None:
    case = make_case()
    browser, where = signed_in(make_officer("DAL")), reverse("cases:close", args=[case.number])
    said = {"reason": "DIED", "effective_on": "2026-02-03", "note": "Told by the county."}
    missing = browser.post(where, said)
    assert missing.status_code == 422
    for field in need_of("DIED"):
        assert field.missing in missing.content.decode()
    given = {f"evidence_{name}": value for name, value in shown("DIED", reference="TX 2026-77").items()}
    browser.post(where, {**said, **given})
    page = browser.get(reverse("cases:case", args=[case.number])).content.decode()
    assert "Death certificate" in page
    assert "TX 2026-77" in page


@pytest.mark.django_db
def test_a_day_to_come_is_said_on_the_form_not_after_it(signed_in: SignedIn) -> None:
    case = make_case()
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    said = {"note": "Tried.", "evidence_checked_on": tomorrow}
    response = signed_in(make_officer("DAL")).post(reverse("cases:go-cold", args=[case.number]), said)
    assert response.status_code == 422
    assert "lies in the future" in response.content.decode()
