"""What taking over a dump carries along: who applies, the ledger, offices, and who stands in for the unnamed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.utils import timezone

from fcms.accounts.bulk import PastUser
from fcms.accounts.bulk import enter_set as enter_users
from fcms.accounts.models import User
from fcms.exchange.intake.staging import Report
from fcms.exchange.models import Intake
from fcms.offices.models import Office

from .codes import words
from .ledger import Ledger


@dataclass
class Work:
    """One takeover under way."""

    intake: Intake
    by: User
    report: Report
    total: int
    ledger: Ledger
    done: Counter[str] = field(default_factory=Counter)
    rows: int = 0

    @cached_property
    def offices(self) -> dict[str, Office]:
        """All offices by code."""
        return {office.code: office for office in Office.objects.select_related("parent")}

    @cached_property
    def zones(self) -> dict[int, ZoneInfo]:
        """The time of each office, by key."""
        return {office.pk: ZoneInfo(office.time_zone) for office in self.offices.values()}

    @cached_property
    def headquarters(self) -> Office:
        """Where things are that no office is named for."""
        return next(office for office in self.offices.values() if office.kind == "HQ")

    def office(self, code: str) -> Office | None:
        """The office of a code as it was written, if there is one."""
        return self.offices.get(code.strip().upper())

    def holder(self, code: str) -> int | None:
        """The field office of a code: of a sub-office, the one it is part of."""
        office = self.office(code)
        return office.field_office_id if office and office.kind != "HQ" else None

    @cached_property
    def _stand_ins(self) -> dict[str, User]:
        return {user.username: user for user in User.objects.filter(username__startswith=STAND_IN)}

    def stand_in(self, office_id: int | None) -> User:
        """Who stands for the unnamed officers of an office in the version before: nobody who can sign in."""
        office = next((one for one in self.offices.values() if one.pk == office_id), self.headquarters)
        username = f"{STAND_IN}{office.code.lower()}"
        if username not in self._stand_ins:
            name, title = f"Officer of the version before ({office.code})", "name not recorded"
            one = PastUser(username, name, title, office.pk)
            (key,) = enter_users([one], by=self.by, role=words().role)
            self._stand_ins[username] = User.objects.get(pk=key)
        return self._stand_ins[username]

    def at(self, day: date, office_id: int | None, minutes: int = 0) -> datetime:
        """A moment of a day of which no more is known: noon at the office, a little later for what came after."""
        zone = self.zones[office_id or self.headquarters.pk]
        return min(
            datetime.combine(day, time(12), zone) + timedelta(minutes=minutes),
            self.now,
        )

    @cached_property
    def now(self) -> datetime:
        """The moment of the takeover."""
        return timezone.now()

    def told(self, step: str, rows: int) -> None:
        """Report how far the takeover is."""
        self.rows += rows
        self.report(step, self.rows, self.total)


STAND_IN = "version-before."
