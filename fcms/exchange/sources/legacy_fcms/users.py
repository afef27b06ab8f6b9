"""Users of the version before: known here already by their user name, or entered without a way to sign in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from fcms.accounts.bulk import PastUser
from fcms.accounts.bulk import enter_set as enter_users
from fcms.accounts.models import User

from .accepted import Row, in_batches
from .codes import words
from .work import Work


def take_over(work: Work) -> None:
    """Enter the users of the dump who are not here yet."""
    for batch in in_batches(work.intake, "users.csv"):
        names = {row.text("username") for row in batch}
        held = {user.username: user for user in User.objects.filter(username__in=names)}
        _enter(work, [row for row in batch if row.text("username") not in held])
        for row in batch:
            user = held.get(row.text("username"))
            if user is not None:
                note = "A user of this name is here already."
                work.ledger.merged(row, "USER", user.pk, user.username, key=user.username, note=note)
                work.done["users here already"] += 1
        work.ledger.flush()
        work.told("taking over users", len(batch))


def _enter(work: Work, rows: list[Row]) -> None:
    fresh = []
    for row in rows:
        office = work.office(row.text("office"))
        if office is None:
            work.ledger.refused(row, "No office has this code.")
            continue
        title = row.text("title") or "Not recorded"
        one = PastUser(row.text("username"), row.text("name"), title, office.pk, row.text("phone"))
        fresh.append((row, one))
    keys = enter_users([one for _, one in fresh], by=work.by, role=words().role)
    for (row, one), key in zip(fresh, keys, strict=True):
        was = f" There: {row.text('role')}." if row.text("role") else ""
        note = f"Cannot sign in until an administrator grants access.{was}"
        work.ledger.taken_over(row, "USER", key, one.username, key=one.username, note=note)
    work.done["users entered, without a way to sign in"] += len(fresh)


@dataclass(frozen=True, slots=True)
class Officers:
    """Who may have signed an action: the users of the version before, by user name and by name."""

    by_username: dict[str, User]
    by_name: dict[str, User]

    @classmethod
    def of(cls, work: Work) -> Officers:
        """Everybody that this dump or an earlier one of the system named."""
        known = work.ledger.users()
        users = User.objects.select_related("office").in_bulk(list(known.values()))
        named = {username: users[key] for username, key in known.items() if key in users}
        often = Counter(user.name.upper() for user in named.values())
        by_name = {user.name.upper(): user for user in named.values() if often[user.name.upper()] == 1}
        return cls(named, by_name)

    def named(self, written: str) -> User | None:
        """The user whom an action names, by user name or by full name."""
        return self.by_username.get(written.lower()) or self.by_name.get(written.upper())
