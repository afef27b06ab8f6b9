"""Entering a subject and what is known of it, each fact with its source; correcting and withdrawing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone

from fcms.accounts.models import User
from fcms.audit.events import Event
from fcms.database import vault
from fcms.lib import policyfiles
from fcms.lib.action import action
from fcms.lib.actor import Actor
from fcms.lib.dates import latest_day
from fcms.lib.identifiers import Malformed, Profile
from fcms.lib.verdict import Refused, first_no
from fcms.offices.models import Office, OfficeKind
from fcms.offices.queries import current_edition, zip_facts

from . import fields, finders, photographs, rules
from .addresses import address_key
from .conflicts import queries as conflicts
from .conflicts.rules import contested
from .models import (
    Address,
    Alias,
    ANumber,
    Apprehension,
    Conflict,
    Conviction,
    Echo,
    Fact,
    Identifier,
    NameKeys,
    Photograph,
    RemovalCharge,
    SourceKind,
    Statement,
    Subject,
)
from .names import name_keys, shown
from .origin import Origin
from .retraction.actions import TakenBack, take_back

# What the storeys above find in this room, too.
__all__ = ["TakenBack", "take_back"]

NAME = ("family_name", "given_name", "middle_name")


def bounds() -> fields.Bounds:
    """What values are measured by now: the latest day of any office, and whose numbers this installation keeps."""
    zones = {office.time_zone for office in policyfiles.offices()}
    profile = Profile.SYNTHETIC if settings.DEMONSTRATION else Profile.PRODUCTION
    return fields.Bounds(latest_day(timezone.now(), zones), profile)


@action(Event.SUBJECT_ENTERED)
def enter_subject(
    *,
    by: Actor,
    origin: Origin,
    a_number: str,
    values: Mapping[str, Any],
    aliases: Iterable[Mapping[str, Any]] = (),
    addresses: Iterable[Mapping[str, Any]] = (),
    identifiers: Mapping[str, str] | None = None,
) -> Subject:
    """Enter a person with an A-Number, the values of the subject's own columns, and facts if there are any.

    `values` are keyed by column, texts as they were written or dates (`YYYY-MM-DD`); `docket_office` is a code.
    `identifiers` maps `SSN`, `FBI`, `FIN`, `SID`, `TECS` to the number. A Job needs an origin with an intake.
    """
    number = rules.fact_values(fields.A_NUMBER, {"number": a_number}, bounds())
    number.verdict.or_refuse()
    kept = _subject_values(values, {}, origin)
    rules.free_a_number(owner_of(number.kept["number"]), "").or_refuse()
    now = timezone.now()
    subject = Subject(**kept, entered_at=now, changed_at=now)
    subject.save()
    vault.subjects.open_slots(subject.key_slot)
    told = [name for name in values if kept[name] not in ("", None)]
    statement = _said(subject, by, origin, {**_plain(kept, told), "a_number": number.kept["number"]})
    ANumber.objects.create(subject=subject, statement=statement, number=number.kept["number"])
    _keep_name(subject, None, subject)
    for alias in aliases:
        add_alias(subject, by=by, origin=origin, **alias)
    for address in addresses:
        add_address(subject, by=by, origin=origin, **address)
    for kind, identifier in (identifiers or {}).items():
        add_identifier(subject, by=by, origin=origin, kind=kind, number=identifier)
    return subject


@action(Event.SUBJECT_CORRECTED)
def correct_subject(
    subject: Subject,
    *,
    by: Actor,
    origin: Origin,
    values: Mapping[str, Any],
    heard: Mapping[str, Any] | None = None,
    settled: Collection[str] | None = None,
) -> Subject:
    """Put new values in force; what the source said is kept beside them, and the old ones in the history.

    `heard` is what the source said beside `values` that a person must confirm first: kept, and not put in force.
    No extract overwrites what a person settled (`settled`: those columns, where the caller knows them already):
    what it says otherwise is heard too, and becomes a conflict.
    """
    if not values and not heard:
        return subject
    standing = {name: getattr(subject, name) for name in fields.SUBJECT}
    against: dict[str, Any] = {}
    if origin.source != SourceKind.OFFICER:
        if settled is None:
            settled = conflicts.settled_columns([subject.pk])[subject.pk]
        against = _contested(values, standing, settled)
        values = {name: value for name, value in values.items() if name not in against}
    kept = _subject_values(values, standing, origin)
    if "case_category" in kept and "case_category_on" not in kept:
        kept["case_category_on"] = origin.as_of if kept["case_category"] else None
    changed = [name for name, value in kept.items() if value != standing[name]]
    apart = {**(heard or {}), **against}
    said = _said(subject, by, origin, {**_plain(kept, values), **_plain(apart, apart)}, heard=sorted(apart))
    if against:
        contest(subject, by=by, statement=said, said=_plain(against, against))
    if changed:
        for name in changed:
            setattr(subject, name, kept[name])
        subject.changed_at = timezone.now()
        subject.save(update_fields=[*changed, "changed_at"])
    if set(changed) & set(NAME):
        _keep_name(subject, None, subject)
    finders.tell(subject.pk)
    return subject


@action(Event.CONFLICT_OPENED)
def contest(subject: Subject, *, by: Actor, statement: Statement, said: Mapping[str, Any]) -> list[Conflict]:
    """Lay what a source says against settled values before a person; what is known or was answered, not again."""
    answered = conflicts.answered(subject, said)
    held = _plain({name: getattr(subject, name) for name in said}, said)
    return Conflict.objects.bulk_create(
        Conflict(
            subject=subject,
            column=name,
            held=held[name],
            said=value,
            statement=statement,
            opened_at=timezone.now(),
        )
        for name, value in said.items()
        if name not in answered
    )


@action(Event.A_NUMBER_ADDED)
def add_a_number(subject: Subject, *, by: Actor, origin: Origin, number: str) -> ANumber:
    """Add a further Alien Number; the first one stays the primary."""
    kept = _fact_values(fields.A_NUMBER, {"number": number})
    rules.free_a_number(owner_of(kept["number"]), subject.number).or_refuse()
    statement = _said(subject, by, origin, {"a_number": kept["number"]})
    primary = not standing_facts(ANumber, subject).filter(primary=True).exists()
    return ANumber.objects.create(subject=subject, statement=statement, primary=primary, **kept)


@action(Event.ALIAS_ADDED)
def add_alias(subject: Subject, *, by: Actor, origin: Origin, **values: Any) -> Alias:
    """Add another name: `kind` (`AKA`, `ALIAS`, `FKA`, `MONIKER`), `family_name`, `given_name`, `middle_name`."""
    kept = {"kind": "AKA", **_fact_values(fields.ALIAS, values)}
    alias: Alias = _add(Alias, subject, by, origin, "alias", kept, tuple(kept))
    _keep_name(subject, alias, alias)
    return alias


@action(Event.ADDRESS_ADDED)
def add_address(subject: Subject, *, by: Actor, origin: Origin, **values: Any) -> Address:
    """Add a possible address: `line_1`, `line_2`, `city`, `state`, `zip`, `provided_by_subject`, `seen_on`."""
    reading = address_values(values)
    reading.verdict.or_refuse()
    kept = reading.kept
    key = address_key(kept["line_1"], kept.get("line_2", ""), kept.get("zip", ""))
    address: Address = _add(Address, subject, by, origin, "address", {**kept, "key": key}, ("key",))
    finders.tell(subject.pk)
    return address


@action(Event.IDENTIFIER_ADDED)
def add_identifier(subject: Subject, *, by: Actor, origin: Origin, kind: str, number: str) -> Identifier:
    """Add a sensitive number, sealed under the subject's own key. `kind` is `SSN`, `FBI`, `FIN`, `SID` or `TECS`."""
    reading = rules.number_value(kind, number, bounds())
    reading.verdict.or_refuse()
    plain = reading.kept["number"]
    blind = vault.blind(kind, plain)
    already = standing_facts(Identifier, subject).filter(kind=kind, blind=blind).exists()
    rules.known_once(already, "number").or_refuse()
    sealed = vault.subjects.seal(subject.key_slot, plain, context=f"subject.{kind}")
    statement = _said(subject, by, origin, {"identifier": kind})
    return Identifier.objects.create(
        subject=subject, statement=statement, kind=kind, sealed=sealed, blind=blind
    )


@action(Event.CHARGE_ADDED)
def add_charge(subject: Subject, *, by: Actor, origin: Origin, charge: str) -> RemovalCharge:
    """Add a charge of removability, such as `237a2Aiii`."""
    kept = _fact_values(fields.CHARGE, {"charge": charge})
    found: RemovalCharge = _add(RemovalCharge, subject, by, origin, "removal charge", kept, tuple(kept))
    return found


@action(Event.APPREHENSION_ADDED)
def add_apprehension(subject: Subject, *, by: Actor, origin: Origin, apprehended_on: Any) -> Apprehension:
    """Add the date of a prior apprehension by the department."""
    kept = _fact_values(fields.APPREHENSION, {"apprehended_on": apprehended_on})
    found: Apprehension = _add(Apprehension, subject, by, origin, "apprehension", kept, tuple(kept))
    return found


@action(Event.CONVICTION_ADDED)
def add_conviction(subject: Subject, *, by: Actor, origin: Origin, **values: Any) -> Conviction:
    """Add a conviction: `offense_code`, `summary`, `convicted_on` (perhaps partial), `jurisdiction`."""
    kept = _fact_values(fields.CONVICTION, values)
    found: Conviction = _add(Conviction, subject, by, origin, "conviction", kept, tuple(kept))
    finders.tell(subject.pk)
    return found


@action(Event.PHOTOGRAPH_ADDED)
def add_photograph(
    subject: Subject, *, by: Actor, origin: Origin, image: bytes, taken_on: Any = None
) -> Photograph:
    """Add a photograph (JPEG or PNG, at most 1 MB), drawn anew without its metadata and sealed."""
    kept = _fact_values(fields.PHOTOGRAPH, {"taken_on": taken_on})
    try:
        picture = photographs.re_encode(image)
    except Malformed as problem:
        raise Refused(problem.sentence) from None
    sealed = vault.subjects.seal_bytes(subject.key_slot, picture, context="subject.photograph")
    statement = _said(subject, by, origin, {"photograph": _plain(kept, kept)})
    return Photograph.objects.create(subject=subject, statement=statement, sealed=sealed, **kept)


@action(Event.FACTS_ADDED)
def say_again(fact: Fact, *, by: Actor, origin: Origin, what: str) -> Echo:
    """Keep that a source says again what is on record; `what` is the name under which statements say it."""
    statement = _said(fact.subject, by, origin, {what: {}})
    return Echo.objects.create(what=what, fact=fact.pk, statement=statement)


@action(Event.FACT_WITHDRAWN)
def withdraw(fact: Fact, *, by: Actor, reason: str) -> Fact:
    """Take a fact out of force, with the reason; it stays in the record, and what the source said with it."""
    others = ANumber.objects.none()
    if isinstance(fact, ANumber):
        others = standing_facts(ANumber, fact.subject).exclude(pk=fact.pk)
    rules.may_withdraw(
        withdrawn=fact.withdrawn_at is not None,
        reason=reason,
        last_a_number=isinstance(fact, ANumber) and not others.exists(),
    ).or_refuse()
    fact.withdrawn_at = timezone.now()
    fact.save(update_fields=["withdrawn_at"])
    if isinstance(fact, ANumber) and fact.primary:
        others.filter(pk__in=others.values("pk")[:1]).update(primary=True)
    if isinstance(fact, Alias):
        NameKeys.objects.filter(alias=fact).delete()
    finders.tell(fact.subject_id)
    return fact


# --- what the verbs share


def address_values(values: Mapping[str, Any]) -> fields.Reading:
    """Read the values of an address, its ZIP code also by the directory."""
    reading = rules.fact_values(fields.ADDRESS, values, bounds())
    zip_code = reading.kept.get("zip", "")
    if zip_code and current_edition() is not None:
        facts = zip_facts(zip_code)
        states = facts.states if facts else frozenset()
        for name, sentence in rules.zip_fits(zip_code, reading.kept.get("state", ""), states).items():
            reading.faults.setdefault(name, sentence)
    return reading


def standing_facts(model: type[Any], subject: Subject) -> Any:
    """The facts of one kind that are in force for a subject."""
    return model.objects.filter(subject=subject, withdrawn_at=None)


def _fact_values(readers: Mapping[str, fields.Reader], values: Mapping[str, Any]) -> dict[str, Any]:
    reading = rules.fact_values(readers, values, bounds())
    reading.verdict.or_refuse()
    return reading.kept


def _contested(
    values: Mapping[str, Any], standing: Mapping[str, Any], settled: Collection[str]
) -> dict[str, Any]:
    """What of an extract's values waits for a person: what contradicts a settled one, and what needs that."""
    plain = _plain(standing, standing)
    against = contested(_plain(values, values), plain, settled)
    if against:
        rest = {name: value for name, value in values.items() if name not in against}
        faults = rules.subject_values(_plain(rest, rest), standing, bounds()).faults
        against |= {name: rest[name] for name in faults if name in rest}
    return against


def _subject_values(values: Mapping[str, Any], standing: Mapping[str, Any], origin: Origin) -> dict[str, Any]:
    office = values.get("docket_office")
    written = {**values, "docket_office": office.code} if isinstance(office, Office) else values
    reading = rules.subject_values(written, standing, bounds())
    reading.verdict.or_refuse()
    kept = reading.kept
    if kept.get("docket_office"):
        kept["docket_office"] = _office(kept["docket_office"])
    if kept.get("case_category") and not standing:
        kept.setdefault("case_category_on", origin.as_of)
    return kept


def _office(code: str) -> Office:
    office = Office.objects.exclude(kind=OfficeKind.HQ).filter(code=code.upper()).first()
    if office is None:
        raise Refused(
            "The docket office is not one of the field offices or sub-offices. Choose one of the list."
        )
    return office


def _add(
    model: type[Any],
    subject: Subject,
    by: Actor,
    origin: Origin,
    what: str,
    kept: dict[str, Any],
    same: tuple[str, ...],
) -> Any:
    already = standing_facts(model, subject).filter(**{name: kept[name] for name in same}).exists()
    first_no(rules.known_once(already, what)).or_refuse()
    said = {name: value for name, value in kept.items() if name != "key" and value not in ("", None)}
    statement = _said(subject, by, origin, {what.replace(" ", "_"): _plain(said, said)})
    return model.objects.create(subject=subject, statement=statement, **kept)


def owner_of(a_number: str) -> str:
    """The number of the subject who has an A-Number, "" for none."""
    found = ANumber.objects.filter(number=a_number, withdrawn_at=None).select_related("subject").first()
    return found.subject.number if found else ""


def _said(
    subject: Subject, by: Actor, origin: Origin, said: Mapping[str, Any], *, heard: Iterable[str] = ()
) -> Statement:
    return Statement.objects.create(
        subject=subject,
        source=origin.source,
        system=origin.system,
        intake=origin.intake,
        file=origin.file,
        row=origin.row,
        as_of=origin.as_of,
        recorded_at=timezone.now(),
        recorded_by=by if isinstance(by, User) else None,
        said=dict(said),
        heard=list(heard),
    )


def _plain(kept: Mapping[str, Any], said: Iterable[str]) -> dict[str, Any]:
    """The values as JSON keeps them: dates as `YYYY-MM-DD`, an office by its code."""
    plain = {}
    for name in said:
        value = kept[name]
        code = value.code if isinstance(value, Office) else value
        plain[name] = code.isoformat() if hasattr(code, "isoformat") else code
    return plain


def _keep_name(subject: Subject, alias: Alias | None, named: Subject | Alias) -> None:
    NameKeys.objects.filter(subject=subject, alias=alias).delete()
    parts = [getattr(named, name) for name in NAME]
    NameKeys.objects.create(subject=subject, alias=alias, name=shown(*parts), keys=name_keys(*parts))
