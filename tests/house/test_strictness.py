"""What the tests themselves run under holds: warnings, network, order, undefined names in templates."""

from __future__ import annotations

import socket
import urllib.request  # noqa: TID251 - to see it fail
import warnings

import pytest
from django.db.models import Count
from django.template import engines

from fcms.offices.models import Office, Team
from tests.strict import NoNetwork


def test_a_warning_is_an_error():
    with pytest.raises(UserWarning):
        warnings.warn("like this", UserWarning, stacklevel=1)


@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1"])
def test_no_test_reaches_the_network_by_a_socket(address: str):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as door:
        for reach in (door.connect, door.connect_ex):
            with pytest.raises(NoNetwork):
                reach((address, 80))
    with socket.socket(family, socket.SOCK_DGRAM) as door, pytest.raises(NoNetwork):
        door.sendto(b"x", (address, 53))


def test_no_test_asks_for_a_name_or_fetches_a_page():
    with pytest.raises(NoNetwork):
        socket.getaddrinfo("example.org", 80)
    with pytest.raises(OSError, match="reached for the network"):
        urllib.request.urlopen("https://example.org/")  # noqa: TID251


def test_this_machine_is_reached():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        with socket.create_connection(("localhost", server.getsockname()[1])):
            pass


@pytest.mark.django_db
def test_what_is_not_ordered_comes_back_shuffled(offices_loaded: None):
    unordered = Office.objects.order_by().values_list("code", flat=True)
    assert len({tuple(unordered.all()) for _ in range(6)}) > 1
    assert {tuple(unordered.order_by("code")) for _ in range(3)} == {tuple(sorted(unordered))}


@pytest.mark.django_db
def test_shuffling_leaves_counts_and_groups_as_they_are(offices_loaded: None):
    groups = Team.objects.order_by().values("office").annotate(teams=Count("id"))
    assert sum(group["teams"] for group in groups) == Team.objects.count()
    assert len(groups) == Team.objects.order_by().values("office").distinct().count()


def test_a_template_that_says_an_undefined_name_fails():
    template = engines["django"].from_string("{{ nobody.name }}")
    with pytest.raises(pytest.fail.Exception, match=r"nobody\.name"):
        template.render({})
