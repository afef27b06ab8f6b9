"""Takes the pictures of the user guide from a running demonstration: `scripts/screenshots.py ADDRESS PASSWORD`.

Start one with `make run` first, then load an extract (docs/user-guide/README.md says how), so that the review
has something to show.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

GUIDE = Path(__file__).resolve().parents[1] / "docs" / "user-guide"
PLAIN = {
    "dal.officer": {
        "home": "/",
        "leads": "/leads/office/",
        "lead-new": "/leads/new/",
        "cases": "/cases/",
        "activities": "/activities/",
        "non-fugitive": "/activities/non-fugitive/",
    },
    "dal.supervisor": {
        "field-work": "/activities/field/",
        "transfers": "/cases/transfers/",
        "notices": "/notices/",
    },
    "hq.analyst": {"intakes": "/intakes/", "upload": "/intakes/new/", "reports": "/reports/enforcement/"},
    "hou.director": {},
    "admin": {"users": "/users/", "user": "/users/dal.officer/"},
    "auditor": {"access-log": "/access-log/"},
    "mia.officer": {"offices": "/offices/?zip=33130", "assessment": "/assessment/"},
}


def main(address: str, password: str) -> None:
    """Take every picture, the main ones on a telephone too."""
    chromium = shutil.which("chromium") or "/usr/bin/chromium"
    arguments = ["--no-sandbox", "--disable-background-networking"]
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium, args=arguments) as browser,
    ):
        for width, suffix in ((1280, ""), (375, "-telephone")):
            for username, pages in PLAIN.items():
                page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
                _sign_in(page, address, username, password)
                for name, path in pages.items():
                    if not suffix or name in ("home", "leads"):
                        _picture(page, address + path, name + suffix)
                if username == "dal.officer":
                    _records(page, address, suffix)
                if username == "hou.director" and not suffix:
                    _answer(page, address)
                if username == "hq.analyst" and not suffix:
                    _review(page, address)
                if username == "dal.supervisor" and not suffix:
                    _gates(page, address)
                    _life(page, address)
                    _priority(page, address)
                    _news(page, address)


def _sign_in(page: Page, address: str, username: str, password: str) -> None:
    page.goto(f"{address}/sign-in/")
    if username == "dal.officer" and page.viewport_size and page.viewport_size["width"] > 1000:
        page.screenshot(path=GUIDE / "sign-in.png")
    page.fill("#id_username", username)
    page.fill("#id_password", password)
    page.get_by_role("button", name="Sign in").click()
    page.locator("h1", has_text="Good ").wait_for()


def _picture(page: Page, address: str, name: str) -> None:
    if page.url != address:
        page.goto(address)
    page.wait_for_load_state("networkidle")
    height = min(int(page.evaluate("document.documentElement.scrollHeight")), 1500)
    width = page.viewport_size["width"] if page.viewport_size else 1280
    page.screenshot(
        path=GUIDE / f"{name}.png", full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height}
    )


def _records(page: Page, address: str, suffix: str) -> None:
    page.goto(f"{address}/cases/?status=OPEN")
    page.locator("tbody a[href^='/cases/C']").nth(1).click()
    page.wait_for_url("**/cases/C*/")
    _picture(page, page.url, f"case{suffix}")
    page.locator("main a[href^='/subjects/S']").first.click()
    page.wait_for_url("**/subjects/S*/**")
    family = page.locator("h1").inner_text().split(",")[0]
    _picture(page, page.url, f"subject{suffix}")
    page.goto(f"{address}/leads/office/")
    page.locator("tbody tr", has_text="Working").first.locator("a[href^='/leads/L']").first.click()
    page.wait_for_url("**/leads/L*/")
    _picture(page, page.url, f"lead{suffix}")
    visit = page.get_by_role("link", name="Record a visit")
    if visit.count():
        visit.first.click()
        page.wait_for_url("**/activities/new/**")
        _picture(page, page.url, f"visit{suffix}")
    if suffix:
        return
    page.goto(f"{address}/search/")
    page.locator("main input[name=q]").fill(_misspelt(family))
    page.locator("main form button").first.click()
    page.wait_for_load_state()
    page.screenshot(path=GUIDE / "search.png")
    other = page.get_by_role("link", name="Open with a purpose")
    if other.count():
        other.first.click()
        page.screenshot(path=GUIDE / "purpose.png")


def _priority(page: Page, address: str) -> None:
    """The card of the case with most points, and the form on which what a source says of a gang is reviewed."""
    page.goto(f"{address}/cases/?sort=-priority&priority=any")
    cases = [one.get_attribute("href") for one in page.locator("tbody a[href^='/cases/C']").all()]
    for place, case in enumerate(cases):
        page.goto(f"{address}{case}")
        if not place:
            page.locator("#priority summary").click()
            page.locator("#priority").screenshot(path=GUIDE / "priority.png")
        review = page.locator("#priority a[href$='#gangs']")
        if review.count():
            review.first.click()
            page.locator("a[href$='/gangs/review/']").click()
            page.wait_for_url("**/gangs/review/")
            page.screenshot(path=GUIDE / "gang-review.png")
            return


def _life(page: Page, address: str) -> None:
    """The end of a case and its transfer: what is asked, what waits; and the backlog."""
    _picture(page, f"{address}/reports/backlog/?office=DAL", "backlog")
    page.goto(f"{address}/cases/?status=OPEN")
    case = page.locator("tbody a[href^='/cases/C']").last.get_attribute("href")
    _picture(page, f"{address}{case}close/?reason=IN_CUSTODY_ELSEWHERE", "close")
    page.goto(f"{address}{case}transfer/")
    if page.locator("#id_office").count():
        page.select_option("#id_office", "HOU")
        page.fill("#id_note", "The subject was seen twice at a work site in Houston.")
        page.get_by_role("button", name="Propose the transfer").click()
    _picture(page, f"{address}{case}", "transfer-waits")


def _answer(page: Page, address: str) -> None:
    """The page on which another office answers."""
    page.goto(f"{address}/cases/transfers/")
    waiting = page.get_by_role("link", name=re.compile("^Answer the transfer"))
    if waiting.count():
        waiting.first.click()
        _picture(page, page.url, "transfer-decide")


def _gates(page: Page, address: str) -> None:
    """May we act: the strip and the cards of cases that field work, a category and a contradiction have touched."""
    page.goto(f"{address}/activities/field/?state=any")
    row = page.locator("tbody tr", has_text="Assigned")
    if row.count():
        row.first.locator("a[href*='/activities/field/F']").first.click()
        page.wait_for_url("**/activities/field/F*/")
        _picture(page, page.url, "field-action")
    page.goto(f"{address}/conflicts/")
    subject = page.locator("tbody a[href^='/subjects/S']")
    if not subject.count():
        return
    number = re.search(r"S[0-9-]+", subject.first.get_attribute("href") or "")
    page.goto(f"{address}/subjects/{number.group(0) if number else ''}/")
    case = page.locator("main a[href^='/cases/C']")
    if case.count():
        case.first.click()
        page.wait_for_url("**/cases/C*/")
        for name, part in PARTS.items():
            page.locator(part).first.screenshot(path=GUIDE / f"{name}.png")


PARTS = {
    "gates": ".fcms-gates",
    "basis": "#basis",
    "likelihood": "#likelihood",
    "sources-disagree": "#conflicts",
}


def _news(page: Page, address: str) -> None:
    """News that would close a case, and the page that decides it."""
    page.goto(f"{address}/cases/news/")
    if page.locator("tbody tr").count():
        _picture(page, page.url, "news")
    decide = page.get_by_role("link", name="Decide")
    if decide.count():
        decide.first.click()
        _picture(page, page.url, "news-decide")


def _misspelt(name: str) -> str:
    return re.sub(r"(\w)(\w)$", r"\2\1", name)


def _review(page: Page, address: str) -> None:
    page.goto(f"{address}/intakes/")
    taken_over = page.locator("tbody tr", has_text="legacy-fcms").filter(has_text="Applied")
    if taken_over.count():
        taken_over.first.locator("a").first.click()
        page.get_by_role("link", name="Show the accounting").click()
        _picture(page, page.url, "takeover")
        page.goto(f"{address}/intakes/")
    review = page.locator("tbody tr", has_text="Under review")
    if not review.count():
        return
    review.first.locator("a").first.click()
    _picture(page, page.url, "intake")
    page.goto(f"{page.url}?state=ERROR")
    page.locator("tbody a").first.click()
    _picture(page, page.url, "row")
    _decide_and_undo(page, address)


def _decide_and_undo(page: Page, address: str) -> None:
    """What a row would change and all rows of a rule, of an update from EID under review; an undo of one applied."""
    page.goto(f"{address}/intakes/")
    update = page.locator("tbody tr", has_text="Under review").filter(has_text="eid-daily")
    if update.count():
        update.first.locator("a").first.click()
        review = page.url
        page.goto(f"{review}?effect=CHANGES&state=WARNING")
        page.locator("tbody a").first.click()
        _picture(page, page.url, "change")
        page.goto(f"{review}by-rule/R-DOB-TWO/")
        _picture(page, page.url, "by-rule")
    page.goto(f"{address}/intakes/")
    applied = page.locator("tbody tr", has_text="Applied")
    if applied.count():
        applied.first.locator("a").first.click()
        page.goto(f"{page.url}undo/")
        _picture(page, page.url, "undo")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), sys.argv[2])
