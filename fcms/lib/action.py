"""The shape of every verb that writes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from django.db.models import Model

from .actor import Actor, acting

P = ParamSpec("P")
R = TypeVar("R")


def locked(record: Model) -> Model:
    """Read `record` again under a row lock, so that two people cannot decide on the same state."""
    return type(record)._base_manager.select_for_update(of=("self",)).get(pk=record.pk)


def action(event: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function the verb of `event`: one transaction, the row locked, the actor named.

    The verb takes `by=` (an `Actor`). A model instance as its first argument arrives locked and fresh; use
    what the verb returns, not the instance that was handed in. `reason=` or `note=`, where the verb has one,
    is kept with the event.
    """

    def decorate(verb: Callable[P, R]) -> Callable[P, R]:
        @wraps(verb)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            by = cast(Actor, kwargs["by"])
            reason = str(kwargs.get("reason") or "")
            with acting(by, event, reason=reason):
                if args and isinstance(args[0], Model) and args[0].pk is not None:
                    fresh: tuple[Any, ...] = (locked(args[0]), *args[1:])
                    return verb(*fresh, **kwargs)
                return verb(*args, **kwargs)

        run.event = event  # type: ignore[attr-defined]
        return run

    return decorate


__all__ = ["action", "locked"]
