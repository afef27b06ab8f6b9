"""Two logs with two lives: changes live with their record, looks for a period of their own."""

from __future__ import annotations

from django.db import models

from fcms.pia.datum import Datum


class Operation(models.TextChoices):
    """What a statement did."""

    INSERT = "I", "entered"
    UPDATE = "U", "changed"
    DELETE = "D", "deleted"


class Change(models.Model):
    """One record changed, or one set of records entered by one statement; written by triggers alone."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=120)
    event = models.CharField(max_length=80)
    reason = models.TextField(blank=True)
    table = models.CharField(max_length=80)
    row = models.BigIntegerField(null=True)
    operation = models.CharField(max_length=1, choices=Operation)
    fields = models.JSONField(null=True)
    rows = models.IntegerField(default=1)
    digest = models.BinaryField(null=True)
    transaction = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["table", "row", "id"], name="audit_change_record")]

    class Privacy:
        personal = {"fields": Datum.SOURCE_STATEMENT, "reason": Datum.SOURCE_STATEMENT}
        plain = {"at", "actor", "event", "table", "row", "operation", "rows", "digest", "transaction"}


class AccessKind(models.TextChoices):
    """What a person did without changing anything."""

    SIGN_IN = "SIGN_IN", "signed in"
    SIGN_OUT = "SIGN_OUT", "signed out"
    SIGN_IN_FAILED = "SIGN_IN_FAILED", "failed to sign in"
    VIEW = "VIEW", "viewed"
    SEARCH = "SEARCH", "searched"
    REVEAL = "REVEAL", "revealed an identifier"
    EXPORT = "EXPORT", "exported"
    PRINT = "PRINT", "printed"
    REFUSED = "REFUSED", "was refused"


class Access(models.Model):
    """One look: who, when, at which record, with what purpose. Search words are kept as a keyed digest only."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=AccessKind)
    view = models.CharField(max_length=100)
    record = models.CharField(max_length=100, blank=True)
    results = models.IntegerField(null=True)
    purpose = models.TextField(blank=True)
    query_digest = models.BinaryField(null=True)
    address = models.GenericIPAddressField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["record", "id"], name="audit_access_record"),
            models.Index(fields=["actor", "id"], name="audit_access_actor"),
            models.Index(fields=["at"], name="audit_access_at"),
        ]

    class Privacy:
        personal = {"purpose": Datum.SOURCE_STATEMENT}
        plain = {"at", "actor", "kind", "view", "record", "results", "query_digest", "address"}
