"""What a page showed: the view says it here, the frame writes it down before the page is handed out."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Look:
    """One record or list that a response shows; `kind` is a name of `audit.models.AccessKind`."""

    record: str = ""
    results: int | None = None
    purpose: str = ""
    kind: str = "VIEW"
    query_digest: bytes | None = None


def showed(
    request: HttpRequest,
    record: str = "",
    results: int | None = None,
    purpose: str = "",
    kind: str = "VIEW",
    query_digest: bytes | None = None,
) -> None:
    """Say that this response shows `record` (`app.model:id`) or a list of `results` rows; may be repeated."""
    looks_of(request).append(Look(record, results, purpose, kind, query_digest))


def looks_of(request: HttpRequest) -> list[Look]:
    """Return what was said so far about this request."""
    looks: list[Look] = request.__dict__.setdefault("fcms_looks", [])
    return looks
