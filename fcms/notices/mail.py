"""The digest as a mail: how many notices of which kind, and where to read them. It is given counts and nothing else.

This is the only room of the program that hands a mail to a server (decision record 24).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from fcms.lib.notices import Kind

FAULTS = (SMTPException, OSError)
"""What a mail server that does not answer, or says no, ends in."""
SUBJECT = "FCMS: something waits for you"


@dataclass(frozen=True, slots=True)
class Door:
    """An open way to the mail server."""

    connection: Any

    def send(self, address: str, text: str) -> None:
        """Hand one mail over; whatever the server answers but yes is raised."""
        sender = settings.FCMS_MAIL_FROM
        message = EmailMessage(
            SUBJECT,
            text,
            sender,
            [address],
            connection=self.connection,
            # Said here, because Django would put the name of this machine into it.
            headers={
                "Message-ID": f"<{uuid.uuid4()}@{sender.rpartition('@')[2]}>",
                "Auto-Submitted": "auto-generated",
            },
        )
        message.send(fail_silently=False)


@contextmanager
def door() -> Iterator[Door]:
    """Reach the mail server first; one that does not answer raises before anything was claimed."""
    connection = get_connection(fail_silently=False)
    connection.open()
    try:
        yield Door(connection)
    finally:
        connection.close()


def text_of(counted: Mapping[Kind, tuple[int, bool]]) -> str:
    """The text of the digest, from counts by kind."""
    lines = [f"  {kind.counted(number, more)}" for kind, (number, more) in counted.items()]
    return "\n".join(
        [
            "New for you in the Fugitive Case Management System:",
            "",
            *lines,
            "",
            f"Read them there, signed in: {settings.FCMS_ADDRESS}/notices/",
            "",
            "This mail names no person and no record. You asked for it; on the same page you turn it off.",
            "",
        ]
    )
