"""Who acts from the shell: a name is believed in a demonstration and nowhere else."""

from __future__ import annotations

import pytest

from fcms.lib.verdict import Refused
from fcms.operations.persons import acting_person


def test_outside_a_demonstration_a_name_on_the_command_line_is_not_believed(settings):
    settings.DEMONSTRATION = False
    with pytest.raises(Refused, match="demonstration only"):
        acting_person("hq.analyst")


@pytest.mark.django_db
def test_nobody_acts_under_a_name_that_is_no_user():
    with pytest.raises(Refused, match="no active user"):
        acting_person("nobody.known")
