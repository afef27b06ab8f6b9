"""Every field of every model is an item of the inventory or plain; one that is neither stops the program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error
from django.db.models import Field, Model

from .datum import Datum


def models_of_fcms() -> Iterator[type[Model]]:
    """Every model of our own apps that has a table of its own."""
    for app in apps.get_app_configs():
        if app.name.startswith("fcms."):
            yield from (model for model in app.get_models() if not model._meta.proxy)


def classified(model: type[Model]) -> tuple[dict[str, Any], set[str]]:
    """The personal and the plain fields that a model declares, its abstract parents' included."""
    personal: dict[str, Any] = {}
    plain: set[str] = set()
    for parent in reversed(model.__mro__):
        declared = vars(parent).get("Privacy")
        personal.update(getattr(declared, "personal", {}))
        plain.update(getattr(declared, "plain", ()))
    return personal, plain


def personal_fields(model: type[Model]) -> dict[str, tuple[Datum, ...]]:
    """The personal fields of a model, each with the item of the inventory that it holds, or the several items."""
    return {name: _items(datum) for name, datum in classified(model)[0].items()}


def _items(declared: Any) -> tuple[Any, ...]:
    return declared if isinstance(declared, tuple) else (declared,)


def fields_to_classify(model: type[Model]) -> list[Field[Any, Any]]:
    """The columns of a model that must be classified: all but the key `id`."""
    return [field for field in model._meta.concrete_fields if field.name != "id"]


def faults(model: type[Model]) -> Iterator[str]:
    """Say in sentences what is wrong with the classification of one model."""
    personal, plain = classified(model)
    names = {field.name for field in fields_to_classify(model)}
    for name in sorted(names - personal.keys() - plain):
        yield f"{name} is not classified. Put it in Privacy.personal with its Datum, or in Privacy.plain."
    for name in sorted((personal.keys() | plain) - names):
        yield f"Privacy names {name}, which is not a field."
    for name in sorted(personal.keys() & plain):
        yield f"{name} is both personal and plain."
    for name, declared in personal.items():
        if not _items(declared) or not all(isinstance(datum, Datum) for datum in _items(declared)):
            yield f"{name} must name members of Datum. What is not in the inventory may not be kept (PIA-1.7-1)."


def every_field_is_classified(
    app_configs: Iterable[AppConfig] | None = None, **_options: object
) -> list[CheckMessage]:
    """The system check: an error for each fault of each model."""
    return [
        Error(f"{model._meta.label}: {fault}", obj=model, id="pia.E001")
        for model in models_of_fcms()
        for fault in faults(model)
    ]
