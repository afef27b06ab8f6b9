"""Offices and areas on screen, and where a ZIP code goes."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fcms.lib.access import signed_in
from fcms.offices.queries import offices_with_areas, route_of


class ZipForm(forms.Form):
    """A ZIP code to look up."""

    zip = forms.CharField(required=False, max_length=10, label="ZIP code")


@signed_in("which office answers for which area is no secret, and everyone asks")
@require_GET
def offices(request: HttpRequest) -> HttpResponse:
    """The field offices with their areas and teams; with a ZIP code, where it goes and by which rule."""
    form = ZipForm(request.GET)
    code = form.cleaned_data["zip"].strip() if form.is_valid() else ""
    return render(
        request,
        "web/offices.html",
        {
            "form": form,
            "routing": route_of(code) if code else None,
            "asked": code,
            "areas": offices_with_areas(),
        },
    )
