"""The shape of what is typed about accounts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password

from fcms.lib import policyfiles
from fcms.offices.models import Office, Team
from fcms.offices.queries import office_choices

from . import rules
from .models import PLAIN_NAME, User


class SignInForm(AuthenticationForm):
    """User name and password; the refusal does not say which of the two was wrong."""

    error_messages = {
        "invalid_login": "That user name and password do not belong together. Check both and try again; "
        "after several failures ask your administrator.",
        "inactive": "This account is disabled. Ask your administrator.",
    }


class TeamChoice(forms.ModelChoiceField):
    """Teams with the office they belong to."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.office.code} · {obj}"


class UserForm(forms.Form):
    """An account: name, position, office and telephone, and the role."""

    name = forms.CharField(max_length=120)
    position_title = forms.CharField(max_length=120, label="Position title")
    office = forms.ModelChoiceField(Office.objects.none(), empty_label="Choose an office")
    team = TeamChoice(Team.objects.none(), required=False, empty_label="No team")
    telephone = forms.CharField(max_length=20, required=False, label="Office telephone")
    role = forms.ChoiceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = Office.objects.order_by("name")  # type: ignore[attr-defined]
        self.fields["team"].queryset = Team.objects.select_related("office").order_by(  # type: ignore[attr-defined]
            "office__code", "number"
        )
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (code, role.name) for code, role in policyfiles.roles().items()
        ]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if office := given.get("office"):
            fitting = rules.fits(office, given.get("team"))
            if not fitting:
                self.add_error("team", fitting.sentence)
        return given

    @classmethod
    def of(cls, user: User) -> UserForm:
        """The form as it stands for an existing account."""
        return cls(initial={name: getattr(user, name) for name in cls.base_fields})


class NewUserForm(UserForm):
    """A new account, with its first password."""

    username = forms.RegexField(
        PLAIN_NAME,
        max_length=60,
        label="User name",
        help_text="Small letters, digits, dots and dashes, for example dal.officer.",
    )
    password = forms.CharField(
        widget=forms.PasswordInput, label="First password", help_text="At least 15 characters."
    )
    field_order = ["username", "name", "position_title", "office", "team", "telephone", "role", "password"]

    def __init__(self, *args: Any, taken: Callable[[str], bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken = taken

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if self.taken(username):
            raise forms.ValidationError("That user name is taken. Choose another one.")
        return username

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(username=self.cleaned_data.get("username", "")))
        return password


class UserFilter(forms.Form):
    """Which users to list."""

    q = forms.CharField(required=False, label="Name or user name", max_length=60)
    office = forms.ChoiceField(required=False)
    role = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = [  # type: ignore[attr-defined]
            ("", "All offices"),
            *office_choices(headquarters=True),
        ]
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            ("", "All roles"),
            *((code, role.name) for code, role in policyfiles.roles().items()),
        ]

    def chosen(self) -> dict[str, str]:
        """The filters that hold; a value that is not in its list counts as none."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
