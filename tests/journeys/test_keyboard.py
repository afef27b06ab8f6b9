"""The program by keyboard alone, and what was written kept when the session ends meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from .conftest import Person

LATER = "Date.now = (now => () => now() + 6 * 60 * 1000)(Date.now)"


def test_an_officer_finds_opens_and_selects_leads_without_a_mouse(signs_in: Callable[..., Person]) -> None:
    person = signs_in("dal.supervisor")
    page, press = person.page, person.page.keyboard.press
    press("g")
    press("l")
    page.wait_for_url("**/leads/**")
    page.goto(f"{person.program.address}/leads/office/")
    press("j")
    press("j")
    row = page.locator("tr.is-here")
    expect(row.get_by_role("link").first).to_be_focused()
    number = row.get_by_role("link").first.inner_text()
    press("x")
    expect(row.get_by_role("checkbox")).to_be_checked()
    expect(page.locator("[data-selected]").first).to_have_text("1")
    press("k")
    press("j")
    press("Enter")
    person.sees_heading(number)
    press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    person.page_is_accessible()
    press("Escape")
    press("/")
    expect(page.locator("#fcms-q")).to_be_focused()
    page.keyboard.type("Sample")
    press("Enter")
    page.wait_for_url("**/search/")
    person.page_is_accessible()


def test_letters_typed_into_a_field_are_only_letters(signs_in: Callable[..., Person]) -> None:
    person = signs_in("dal.officer")
    person.goes_to("/leads/new/")
    field = person.page.locator("main input[type=text]").first
    field.click()
    person.page.keyboard.type("gl/?jx")
    expect(field).to_have_value("gl/?jx")
    person.sees_heading("Enter a lead")


def test_what_was_written_stays_when_the_session_ended_meanwhile(signs_in: Callable[..., Person]) -> None:
    person = signs_in("dal.officer")
    person.goes_to("/leads/new/")
    page = person.page
    page.locator("textarea").first.fill("Seen at the gate of a sample yard.")
    page.evaluate(LATER)
    page.evaluate("document.querySelectorAll('main [required]').forEach(field => field.required = false)")
    page.context.clear_cookies(name="fcms_session")
    page.locator("main form button.usa-button").first.click()
    person.sees("You were signed out meanwhile.")
    expect(page.locator("textarea").first).to_have_value("Seen at the gate of a sample yard.")
    person.page_is_accessible()
