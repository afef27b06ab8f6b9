"""The closed lists of values that a subject's columns take; `policy/codes.toml` says them to people."""

from __future__ import annotations

from django.db.models import TextChoices


class Sex(TextChoices):
    MALE = "M", "Male"
    FEMALE = "F", "Female"
    ANOTHER = "X", "Another"
    UNKNOWN = "U", "Unknown"


class OrderKind(TextChoices):
    REMOVAL = "REMOVAL", "Removal"
    DEPORTATION = "DEPORTATION", "Deportation"
    EXCLUSION = "EXCLUSION", "Exclusion"


class CustodyStatus(TextChoices):
    AT_LARGE = "AT_LARGE", "At large"
    ICE_CUSTODY = "ICE_CUSTODY", "In ICE custody"
    OTHER_CUSTODY = "OTHER_CUSTODY", "In custody elsewhere"
    REMOVED = "REMOVED", "Removed"


class SourceKind(TextChoices):
    """Where a statement came from."""

    EID = "EID", "Enforcement Integrated Database"
    GOVERNMENT = "GOVERNMENT", "government extract"
    COMMERCIAL = "COMMERCIAL", "commercial extract"
    LEGACY = "LEGACY", "version before this one"
    OFFICER = "OFFICER", "officer"


class AliasKind(TextChoices):
    AKA = "AKA", "Also known as"
    ALIAS = "ALIAS", "Alias"
    FKA = "FKA", "Formerly known as"
    MONIKER = "MONIKER", "Moniker"


class IdentifierKind(TextChoices):
    SSN = "SSN", "Social Security number"
    FBI = "FBI", "FBI number"
    FIN = "FIN", "Fingerprint Identification Number"
    SID = "SID", "State Identification number"
    TECS = "TECS", "TECS number"


class Jurisdiction(TextChoices):
    US = "US", "United States"
    FOREIGN = "FOREIGN", "Foreign"
