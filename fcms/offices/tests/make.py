"""The offices for the tests of every storey."""

from __future__ import annotations

from fcms.lib.actor import Job
from fcms.offices.actions import prepare
from fcms.offices.models import ZipRoute


def make_offices() -> None:
    """Offices, areas and ZIP directory, unless they are here already."""
    if not ZipRoute.objects.exists():
        prepare(by=Job("tests"))
