"""The people who use the program."""

import django.db.models.deletion
from django.db import migrations, models

from fcms.audit.operations import Watch


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("audit", "0001_initial"),
        ("offices", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("username", models.CharField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("position_title", models.CharField(max_length=120, verbose_name="position title")),
                ("telephone", models.CharField(blank=True, max_length=20, verbose_name="office telephone")),
                ("role", models.CharField(max_length=30)),
                ("is_active", models.BooleanField(default=True)),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="users", to="offices.office"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="offices.team",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("username__regex", "^[a-z0-9][a-z0-9._-]*$")),
                        name="accounts_user_username_plain",
                        violation_error_message="Use small letters, digits, dots and dashes for a user name.",
                    )
                ],
            },
        ),
        Watch("accounts_user", quiet=("password",), ignored=("last_login",)),
    ]
