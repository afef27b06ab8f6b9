"""Pages, in process, as a ratio to a signed-in, audited view that renders a static table of 50 rows with one query."""

from __future__ import annotations

import sys
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client, override_settings
from django.urls import include, path

from fcms.accounts.models import User
from fcms.audit.events import Event
from fcms.cases.models import Case
from fcms.lib.access import signed_in
from fcms.lib.actor import Job, acting
from fcms.offices.models import Office

from .home import median

TABLE = (
    "<!doctype html><html lang=en><title>Floor</title><table>{% for office in offices %}<tr><td>{{ office.code }}</td>"
    "<td>{{ office.name }}</td><td>{{ office.city }}</td><td>{{ office.state }}</td><td>{{ office.kind }}</td></tr>"
    "{% endfor %}</table></html>"
)


@signed_in("the floor of the benchmark")
def floor_view(request: HttpRequest) -> HttpResponse:
    """A table of 50 rows from one query."""
    template = engines["django"].from_string(TABLE)
    return HttpResponse(template.render({"offices": list(Office.objects.order_by("id")[:50])}, request))


urlpatterns = [path("floor/", floor_view), path("", include("config.urls"))]


def run() -> None:
    """Measure and print."""
    with override_settings(ROOT_URLCONF=__name__ if __name__ in sys.modules else "bench.pages"):
        client = _signed_in("dal.officer")
        floor = median(lambda: _get(client, "/floor/"), 40)
        print(f"floor view: {1000 * floor:.1f} ms")
        case = Case.objects.filter(office__code="DAL", status="OPEN").latest("id")
        common = Case.objects.filter(office__code="DAL").first()
        assert common is not None
        pages: dict[str, Callable[[], object]] = {
            "home": lambda: _get(client, "/"),
            "lead queue": lambda: _get(client, "/leads/office/"),
            "case page": lambda: _get(client, f"/cases/{case.number}/"),
            "subject page": lambda: _get(client, f"/subjects/{case.subject.number}/"),
            "search by name": lambda: _search(client, case.subject.full_name),
            "search by a common family name": lambda: _search(client, common.subject.family_name),
            "report": lambda: _get(client, "/reports/leads/"),
        }
        for name, page in pages.items():
            took = median(page, 20)
            print(f"  {name}: {1000 * took:.1f} ms, ratio {took / floor:.1f}")


def _signed_in(username: str) -> Client:
    client = Client()
    with acting(Job("bench"), Event.SIGNED_IN):
        client.force_login(User.objects.get(username=username))
    return client


def _get(client: Client, address: str) -> None:
    response = client.get(address, headers={"host": "localhost"})
    assert response.status_code == 200, (address, response.status_code)


def _search(client: Client, words: str) -> None:
    response = client.post("/search/", {"q": words}, headers={"host": "localhost"})
    assert response.status_code == 200, response.status_code
