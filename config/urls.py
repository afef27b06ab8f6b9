"""Every address of the program, app by app."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("assessment/", include("fcms.pia.urls")),
    path("", include("fcms.web.urls")),
    path("", include("fcms.accounts.urls")),
    path("", include("fcms.subjects.urls")),
    path("reports/", include("fcms.reports.urls")),
    path("intakes/", include("fcms.exchange.urls")),
    path("findings/", include("fcms.exchange.standing.urls")),
    path("cases/", include("fcms.cases.urls")),
    path("notices/", include("fcms.notices.urls")),
    path("leads/", include("fcms.leads.urls")),
    path("activities/", include("fcms.activities.urls")),
    path("addresses/", include("fcms.activities.ledger.urls")),
]

handler400 = "fcms.web.errors.bad_request"
handler403 = "fcms.web.errors.forbidden"
handler404 = "fcms.web.errors.not_found"
handler500 = "fcms.web.errors.server_error"
