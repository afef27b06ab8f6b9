"""Asks axe-core what a page does wrong; its source is evaluated, since the page's own policy lets no script in."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "section508", "best-practice"]


@cache
def _source() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def violations(page: Page) -> list[str]:
    """What breaks a rule on this page: the rule, the element, and the path of the page without its query."""
    page.evaluate(_source())
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}}).then(r => r.violations.map("
        "v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(' | ')))",
        RULES,
    )
    return [f"{page.url.split('?')[0]} {one}" for one in found]
