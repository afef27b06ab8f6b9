"""May a digest go there, and is it time? Pure: values in, a verdict out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from fcms.lib.verdict import Verdict, no, yes


def may_be_sent(domains: Sequence[str]) -> Verdict:
    """A digest is sent only where a mail server and the domains of work addresses were set up."""
    if domains:
        return yes()
    return no("No mail is sent from here: the domains of work addresses are not set. Ask your administrator.")


def may_go_to(address: str, domains: Sequence[str]) -> Verdict:
    """A digest goes to one work address: of a domain that was set up, or of none."""
    name, _, domain = address.strip().rpartition("@")
    if not name or not domain:
        return no("Give your work address, for example r.sample@fcms.example.")
    if domain.lower() not in {one.lower() for one in domains}:
        return no(f"Only a work address may be used. It ends in {' or '.join(f'@{one}' for one in domains)}.")
    return yes()


def is_due(now: datetime, zone: str, hour: int) -> bool:
    """Whether it is the hour of the digest, or later that day, on the clock of an office."""
    return now.astimezone(ZoneInfo(zone)).hour >= hour
