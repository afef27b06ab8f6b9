"""The components of every page that carry logic, available in all templates without loading them.

What each looks like, in every state, is shown on the gallery page.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any
from zlib import crc32

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from fcms.lib.paging import Page
from fcms.lib.panels import panels_of
from fcms.lib.verdict import Verdict
from fcms.web import words

register = template.Library()

TONES = {
    **dict.fromkeys(
        ("NEW", "ROUTED", "STAGED", "UNROUTED", "UNLINKED", "WARNING", "PLANNED", "OVERRIDDEN"), "waiting"
    ),
    **dict.fromkeys(("OPEN", "WORKING", "REVIEW", "RUNNING", "INFO", "ASSIGNED", "UNDER_WAY"), "active"),
    **dict.fromkeys(("IN_CUSTODY", "APPLIED", "CLEAN", "ACCEPTED", "ACTIVE", "DONE"), "good"),
    **dict.fromkeys(("REFUSED", "REJECTED", "FAILED", "ERROR", "OVERDUE", "STOPPED", "SHUT"), "bad"),
}
"""The colour of a status; one that is not named is neutral. The word beside it always says the same."""

UNKNOWN = mark_safe('<span class="fcms-unknown">not known</span>')


@lru_cache(maxsize=1)
def _sprite() -> str:
    return static("web/uswds/img/sprite.svg")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the design system; with `label` it speaks, without it is decoration beside a word."""
    hidden = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="usa-icon" focusable="false" {}><use href="{}#{}"></use></svg>', hidden, _sprite(), name
    )


@register.simple_tag
def date(value: Any, form: str = "full") -> SafeString:
    """Write a date or moment: `full` 12 Mar 2009 · 3 days ago, `day`, `ago`, or `moment` with the time of day."""
    if value in (None, ""):
        return UNKNOWN
    day, text = words.day_of(value), words.day_words(value)
    if day is None:
        return format_html('<span class="fcms-date">{}</span>', text)
    exact = timezone.localtime(value).isoformat(timespec="minutes") if _aware(value) else day.isoformat()
    ago = words.ago_words(day, timezone.localdate())
    if form == "moment" and isinstance(value, datetime):
        text = f"{text}, {words.time_words(value)}"
    if form == "ago":
        return format_html('<time class="fcms-date" datetime="{}" title="{}">{}</time>', exact, text, ago)
    shown = format_html('<time class="fcms-date" datetime="{}">{}</time>', exact, text)
    return shown if form != "full" else format_html('{} <span class="fcms-ago">· {}</span>', shown, ago)


def _aware(value: Any) -> bool:
    return isinstance(value, datetime) and timezone.is_aware(value)


@register.simple_tag
def days(value: Any) -> SafeString:
    """Write days waiting as `3 d`, from a number of days or from the date or moment the waiting began."""
    if value in (None, ""):
        return UNKNOWN
    since = None if isinstance(value, int) else words.day_of(value)
    if since is None and not isinstance(value, int):
        return UNKNOWN
    number = value if since is None else (timezone.localdate() - since).days
    return format_html('<span class="fcms-days">{} <abbr title="days">d</abbr></span>', f"{number:,}")


@register.simple_tag
def identifier(value: Any, label: str = "", copy: bool = True) -> SafeString:
    """Write an identifier grouped, with a copy button (the key `c` copies the first one on the page)."""
    text = words.grouped(value)
    if not text:
        return UNKNOWN
    if not copy:
        return format_html('<span class="fcms-id">{}</span>', text)
    return format_html(
        '<span class="fcms-id" data-copy="{}">{}'
        '<button type="button" class="fcms-copy" hidden aria-label="Copy {} {}">{}</button></span>',
        *(text, text, label, text, icon("content_copy")),
    )


@register.simple_tag
def status(label: str, code: str = "", tone: str = "") -> SafeString:
    """Write a status as a word on its colour: `{% status lead.get_status_display lead.status %}`."""
    tone = tone or TONES.get(str(code).upper(), "neutral")
    return format_html('<span class="fcms-status fcms-status--{}">{}</span>', tone, label)


@register.simple_tag
def verdict(answer: Verdict, yes: str = "Yes, it may be done.") -> SafeString:
    """Write a rule's answer: a mark, and the sentence that the rule itself gave."""
    mark, css = ("check_circle", "yes") if answer else ("cancel", "no")
    return format_html(
        '<span class="fcms-verdict fcms-verdict--{}">{} <span>{}</span></span>',
        *(css, icon(mark, "Yes:" if answer else "No:"), answer.sentence or yes),
    )


@register.simple_tag
def gate(
    label: str,
    answer: Verdict,
    detail: str = "",
    remedy: str = "",
    href: str = "",
    overridden: bool = False,
    override_href: str = "",
) -> SafeString:
    """Write one line of a *May we act?* strip: its state in a word, what is asked, the sentence, what remedies it.

    `override_href` is where a shut gate is overridden; for one that is `overridden`, where that is told.
    """
    state, css, mark = ("Open", "yes", "check_circle") if answer else ("Shut", "no", "cancel")
    if overridden:
        state, css, mark = "Overridden", "over", "warning"
    links = [(remedy, href)] if href and not answer else []
    if override_href:
        links.append(("See the override" if overridden else "Override", override_href))
    return format_html(
        '<li class="fcms-gate fcms-gate--{}">{}<span class="fcms-gate__state">{}</span>'
        ' <strong>{}</strong> <span class="fcms-gate__words">{}{}</span></li>',
        *(css, icon(mark), state, label, answer.sentence if not answer else detail),
        format_html_join("", ' <a class="usa-link" href="{}">{}</a>', ((at, word) for word, at in links)),
    )


@register.simple_tag
def column(label: str, sort: str = "", page: Page | None = None, num: bool = False) -> SafeString:
    """Write a header cell; with `sort` and the page it is a link that sorts, and again the other way around."""
    css = mark_safe(' class="num"') if num else ""
    if not sort or page is None:
        return format_html('<th scope="col"{}>{}</th>', css, label)
    way = "ascending" if page.sort == sort else "descending" if page.sort == f"-{sort}" else ""
    target = f"-{sort}" if way == "ascending" else sort
    return format_html(
        '<th scope="col"{}{}><a href="?{}">{}{}</a></th>',
        *(css, format_html(' aria-sort="{}"', way) if way else "", page.sorted_by(target), label),
        icon({"ascending": "arrow_upward", "descending": "arrow_downward"}.get(way, "unfold_more")),
    )


@register.simple_tag
def progress(value: int, maximum: int, label: str) -> SafeString:
    """Write a progress bar with its numbers in words."""
    return format_html(
        '<div class="fcms-progress"><progress max="{}" value="{}" aria-label="{}"></progress>'
        '<span>{} <span class="num">{} of {}</span></span></div>',
        *(maximum, value, label, label, f"{value:,}", f"{maximum:,}"),
    )


@register.simple_tag
def count(number: int, label: str, href: str = "", tone: str = "") -> SafeString:
    """Write one box of a row of counts, a link where it leads to the rows counted."""
    inner = format_html('<span class="fcms-count__number">{}</span> <span>{}</span>', f"{number:,}", label)
    css = f"fcms-count fcms-count--{(tone or 'plain') if number else 'none'}"
    if not href:
        return format_html('<li class="{}"><span>{}</span></li>', css, inner)
    return format_html('<li class="{}"><a href="{}">{}</a></li>', css, href, inner)


@register.simple_tag
def fact(label: str, value: Any, source: str = "", where: str = "") -> SafeString:
    """Write one fact of a list: its name, its value, who said so and, opened in place, where exactly."""
    shown = UNKNOWN if value in (None, "") else value
    return format_html("<div><dt>{}</dt><dd>{}{}</dd></div>", label, shown, _source(source, where))


def _source(source: str, where: str) -> SafeString | str:
    if not source:
        return ""
    if not where:
        return format_html(' <span class="fcms-source">{}</span>', source)
    return format_html(
        ' <details class="fcms-source"><summary>{}</summary><span>{}</span></details>', source, where
    )


@register.simple_tag
def crumb(label: str, href: str = "") -> SafeString:
    """Write one step of the way to this page; the last one, without `href`, is the page itself."""
    if not href:
        return format_html(
            '<li class="usa-breadcrumb__list-item usa-current" aria-current="page"><span>{}</span></li>',
            label,
        )
    return format_html(
        '<li class="usa-breadcrumb__list-item"><a href="{}" class="usa-breadcrumb__link"><span>{}</span></a></li>',
        *(href, label),
    )


@register.simple_tag
def tab(label: str, href: str, current: bool = False, count: int | None = None) -> SafeString:
    """Write one tab, a plain link, with the number of things behind it."""
    number = (
        format_html(' <span class="fcms-tabs__count">{}</span>', f"{count:,}") if count is not None else ""
    )
    here = mark_safe(' aria-current="page"') if current else ""
    return format_html('<li><a href="{}"{}>{}{}</a></li>', href, here, label, number)


@register.simple_tag(takes_context=True)
def place(context: Context, name: str, record: Any = None) -> SafeString:
    """Show the panels that higher storeys furnished for the place `name` of this page."""
    return panels_of(name, _request(context), record)


def _request(context: Context) -> HttpRequest:
    request: HttpRequest = context["request"]
    return request


@register.inclusion_tag("web/components/act.html", takes_context=True)
def act(
    context: Context, label: str, href: str, verdict: Verdict | None = None, /, **kwargs: Any
) -> dict[str, Any]:
    """Write an action: a link, or with `post=True` a form of one button; refused, its sentence stands beside it.

    Further names: `primary`, `danger`, `post`, `key` (its keyboard shortcut), `name`+`value` (sent with a post).
    """
    settings = ("primary", "danger", "post", "key")
    looks = [kwargs.get(flag) and css for flag, css in (("danger", "usa-button--secondary"),)]
    if not kwargs.get("primary") and not kwargs.get("danger"):
        looks.append("usa-button--outline")
    return {
        "label": label,
        "href": href,
        "refused": verdict is not None and not verdict,
        "sentence": verdict.sentence if verdict is not None else "",
        "post": bool(kwargs.get("post")),
        "key": kwargs.get("key", ""),
        "css": " ".join(filter(None, looks)),
        "id": f"act-{slugify(label)}-{crc32(href.encode()):x}",
        "sent": {name: value for name, value in kwargs.items() if name not in settings},
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("web/components/masked.html", takes_context=True)
def masked(
    context: Context, shown: str, label: str, href: str, name: str = "reveal", value: str = ""
) -> dict[str, Any]:
    """Write a sensitive identifier masked, with a button that posts to `href`: revealing is an act, recorded."""
    return {
        "shown": shown, "label": label, "href": href, "name": name, "value": value,
        "csrf_token": context.get("csrf_token"),
    }  # fmt: skip


@register.inclusion_tag("web/components/pager.html")
def pager(page: Page, total: int | None = None, what: str = "rows", one: str = "row") -> dict[str, Any]:
    """Write the links to the page before and after, and how many rows there are; `one` is `what` of one."""
    return {"page": page, "total": total, "what": one if len(page) == 1 else what}


@register.inclusion_tag("web/components/filters.html", takes_context=True)
def filters(context: Context, form: Any, label: str = "Filter") -> dict[str, Any]:
    """Write a form as a bar above a table; it keeps the sorting, and `Clear` takes all filters away."""
    request = _request(context)
    return {
        "form": form, "label": label, "path": request.path, "sort": request.GET.get("sort", ""),
        "filtered": any(request.GET.get(name) for name in form.fields),
    }  # fmt: skip


@register.simple_block_tag
def table(
    content: str, caption: str, show_caption: bool = False, select: bool = False, wide: bool = False
) -> SafeString:
    """Wrap `<thead>` and `<tbody>`: dense rows, a header that stays in sight, cards on a narrow screen.

    A `wide` one, of figures, scrolls within itself instead, its names staying in sight.
    """
    return format_html(
        '<div class="fcms-table{}" role="region" aria-label="{}" tabindex="0">'
        '<table class="usa-table" data-rows{}><caption{}>{}</caption>{}</table></div>',
        " fcms-table--wide" if wide else "",
        caption,
        mark_safe(" data-select") if select else "",
        "" if show_caption else mark_safe(' class="usa-sr-only"'),
        *(caption, content),
    )


@register.simple_block_tag
def facts(content: str, wide: bool = False) -> SafeString:
    """Wrap `{% fact %}` lines into a list."""
    return format_html('<dl class="fcms-facts{}">{}</dl>', " fcms-facts--wide" if wide else "", content)


@register.simple_block_tag
def factbox(content: str, label: str, source: str = "", where: str = "") -> SafeString:
    """Write a fact whose value is markup."""
    return fact(label, mark_safe(content), source, where)  # noqa: S308 - rendered by the template, escaped there


@register.simple_block_tag
def counts(content: str, label: str = "In numbers") -> SafeString:
    """Wrap `{% count %}` boxes into a row."""
    return format_html('<ul class="fcms-counts" aria-label="{}">{}</ul>', label, content)


@register.simple_block_tag
def gates(content: str, heading: str = "May we act?") -> SafeString:
    """Wrap `{% gate %}` lines into the strip that stands at the top of a lead or case."""
    return format_html('<section class="fcms-gates"><h2>{}</h2><ul>{}</ul></section>', heading, content)


@register.simple_block_tag
def actions(content: str, label: str = "What next") -> SafeString:
    """Wrap `{% act %}` lines into the bar of what can be done here, the primary one first."""
    return format_html('<div class="fcms-actions" role="group" aria-label="{}">{}</div>', label, content)


@register.simple_block_tag
def alert(content: str, tone: str = "info", heading: str = "") -> SafeString:
    """Write an alert of the design system: info, success, warning or error."""
    title = format_html('<h2 class="usa-alert__heading">{}</h2>', heading) if heading else ""
    slim = "" if heading else " usa-alert--slim"
    return format_html(
        '<div class="usa-alert usa-alert--{}{}"><div class="usa-alert__body">{}<div class="usa-alert__text">{}</div>'
        "</div></div>",
        *(tone, slim, title, content),
    )


@register.simple_block_tag
def card(content: str, heading: str, level: int = 2, id: str = "") -> SafeString:
    """Write a section of a page under its heading; with `id` it can be linked to."""
    mark = format_html(' id="{}"', id) if id else ""
    return format_html(
        '<section class="fcms-card"{}><h{}>{}</h{}>{}</section>', mark, level, heading, level, content
    )


@register.simple_block_tag
def nothing(content: str, heading: str) -> SafeString:
    """Say that there is nothing here, and (in the block) what to do about it."""
    return format_html(
        '<div class="fcms-nothing"><p class="fcms-nothing__heading">{}</p>{}</div>', heading, content
    )


@register.simple_block_tag
def timeline(content: str) -> SafeString:
    """Wrap `{% moment %}` entries, newest first."""
    return format_html('<ol class="fcms-timeline">{}</ol>', content)


@register.simple_block_tag
def moment(content: str, at: Any, what: str, who: str = "", tone: str = "") -> SafeString:
    """Write one entry of a timeline: when, what, who, and in the block what there is to read about it."""
    body = format_html('<div class="fcms-timeline__body">{}</div>', content) if content.strip() else ""
    by = format_html(' <span class="fcms-timeline__who">{}</span>', who) if who else ""
    return format_html(
        '<li class="fcms-timeline__item fcms-timeline__item--{}"><div class="fcms-timeline__when">{}</div>'
        '<div><span class="fcms-timeline__what">{}</span>{}{}</div></li>',
        *(tone or "neutral", date(at, "moment"), what, by, body),
    )


@register.simple_block_tag
def tabs(content: str, label: str) -> SafeString:
    """Wrap `{% tab %}` links."""
    return format_html('<nav class="fcms-tabs" aria-label="{}"><ul>{}</ul></nav>', label, content)


@register.simple_block_tag
def select_bar(content: str, label: str = "selected") -> SafeString:
    """Wrap what may be done with the selected rows; says how many are selected."""
    return format_html(
        '<div class="fcms-selectbar" data-selectbar><span data-selected aria-live="polite">0</span> {} {}</div>',
        *(label, content),
    )


@register.simple_tag
def select_row(value: Any, label: str, name: str = "chosen", form: str = "") -> SafeString:
    """Write the checkbox that selects a row (key `x`); `form` is the id of the form that takes it."""
    target = format_html(' form="{}"', form) if form else ""
    return format_html(
        '<span class="usa-checkbox fcms-select"><input class="usa-checkbox__input" type="checkbox" id="{}-{}" '
        'name="{}" value="{}"{}><label class="usa-checkbox__label" for="{}-{}">'
        '<span class="usa-sr-only">Select {}</span></label></span>',
        *(name, value, name, value, target, name, value, label),
    )


@register.filter(name="words")
def words_of(text: str) -> list[str]:
    """Split a text at its blanks, for loops over a few fixed words."""
    return text.split()
