"""The access map: every address of the program, who may open it, and which roles that is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from fcms.accounts.permissions import Permission, holds
from fcms.lib import policyfiles
from fcms.lib.reference import document, table

_PARAMETER = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)|<(?:\w+:)?(\w+)>")


@dataclass(frozen=True, slots=True)
class Address:
    """One address: its name as in `leads:lead`, its path with <parameters>, the view that answers."""

    name: str
    path: str
    view: Callable[..., Any]

    @property
    def parameters(self) -> tuple[str, ...]:
        """The parts of the path that name something, such as the number of a lead."""
        return tuple(re.findall(r"<(\w+)>", self.path))

    @property
    def permission(self) -> Permission | None:
        """The permission it asks for, if it asks for one."""
        asked: Permission | None = getattr(self.view, "required_permission", None)
        return asked

    @property
    def public_because(self) -> str:
        """Why anyone may open it, if anyone may."""
        return str(getattr(self.view, "public_because", ""))

    @property
    def signed_in_because(self) -> str:
        """Why everyone who is signed in may open it, if everyone may."""
        return str(getattr(self.view, "signed_in_because", ""))


def addresses() -> list[Address]:
    """Every address of the program, in the order in which they are looked up."""
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: Iterable[Any], space: str, before: str) -> Iterator[Address]:
    for entry in patterns:
        path = before + str(entry.pattern).removeprefix("^").removesuffix("$")
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, entry.namespace or space, path)
        elif isinstance(entry, URLPattern):
            shown = _PARAMETER.sub(lambda found: f"<{found[1] or found[2]}>", path).replace("\\", "")
            yield Address(f"{space}:{entry.name}", f"/{shown}", entry.callback)


def roles_with(permission: Permission) -> list[str]:
    """The names of the roles whose level or right includes `permission`, as `policy/roles.toml` has them."""
    return [
        role.name
        for role in policyfiles.roles().values()
        if holds(dict(role.levels), frozenset(role.rights), permission)
    ]


def _who(address: Address) -> list[str]:
    if address.public_because:
        return ["nothing", f"everyone: {address.public_because}"]
    if address.permission is None:
        return ["a sign-in", f"everyone signed in: {address.signed_in_because}"]
    return [f"`{address.permission}`", ", ".join(roles_with(address.permission)) or "no role"]


def _about(namespace: str) -> str:
    """What the addresses of an app are for or, of a part of an app with a namespace of its own, of its `urls.py`."""
    if namespace in apps.app_configs:
        return (apps.get_app_config(namespace).module.__doc__ or "").strip()
    _prefix, resolver = get_resolver().namespace_dict[namespace]
    return (resolver.urlconf_module.__doc__ or "").strip()


@document("docs/reference/access.md")
def access() -> str:
    """Every address with what it asks for and the roles that have it."""
    lines = [
        "# Who may open what",
        "",
        "Each address of the program with the permission that its view asks for (`@require`) and the roles of",
        "`policy/roles.toml` that hold it. A view that asks for nothing and does not say why opens for nobody. On top",
        "of the permission lies reach: a record of another office is read only with a stated purpose, and not changed.",
    ]
    for app, found in groupby(addresses(), lambda address: address.name.partition(":")[0]):
        rows = [[f"`{address.path}`", f"`{address.name}`", *_who(address)] for address in found]
        about = _about(app)
        lines += [
            "",
            f"## {app.capitalize()}",
            "",
            about,
            "",
            table(["Address", "Name", "Asks for", "Opens for"], rows),
        ]
    rights = [
        [f"`{permission}`", ", ".join(roles_with(permission)) or "no role yet"] for permission in Permission
    ]
    return "\n".join([*lines, "", "## Permissions", "", table(["Permission", "Roles"], rights)])
