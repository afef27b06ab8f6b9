"""The access log on screen: who signed in, who failed to, who looked at what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fcms.accounts.permissions import Permission
from fcms.accounts.queries import user_named
from fcms.audit import queries
from fcms.audit.models import AccessKind
from fcms.lib.access import require
from fcms.lib.looks import showed
from fcms.lib.paging import page_of


class AccessFilter(forms.Form):
    """Which entries of the access log to show."""

    kind = forms.ChoiceField(required=False, choices=[("", "All kinds"), *AccessKind.choices])
    who = forms.CharField(required=False, max_length=60, label="User name")
    record = forms.CharField(required=False, max_length=100, help_text="As the log writes it: cases.case:17")

    def chosen(self) -> dict[str, Any]:
        """The filters that hold, with the user name turned into the key the log keeps."""
        self.is_valid()
        found = {name: value for name, value in self.cleaned_data.items() if value and name != "who"}
        if who := self.cleaned_data.get("who"):
            person = user_named(who)
            found["actor"] = person.actor_key if person else "nobody"
        return found


@require(Permission.ACCESS_LOG)
@require_GET
def access_log(request: HttpRequest) -> HttpResponse:
    """The access log, newest first."""
    form = AccessFilter(request.GET)
    page = page_of(
        queries.accesses(**form.chosen()), request.GET, sorts={"newest": ("-id",)}, default="newest"
    )
    names = queries.names_of(entry.actor for entry in page)
    rows: list[dict[str, Any]] = [
        {"entry": entry, "who": "unknown name" if entry.actor == "unknown" else names[entry.actor]}
        for entry in page
    ]
    showed(request, results=len(rows))
    return render(request, "web/access_log.html", {"page": page, "rows": rows, "filter": form})
