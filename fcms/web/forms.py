"""The one form renderer: Django's fields in the markup of the design system, bound to their hints and errors."""

from __future__ import annotations

from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.template.loader import get_template

_WIDGETS = "django/forms/widgets/"
_CLASSES = {
    "select.html": "usa-select",
    "textarea.html": "usa-textarea",
    "checkbox.html": "usa-checkbox__input",
    "checkbox_option.html": "usa-checkbox__input",
    "radio_option.html": "usa-radio__input",
    "file.html": "fcms-file",
    "clearable_file_input.html": "fcms-file",
}
_KINDS = "text input number email url password date datetime time tel search"
_INPUTS = {f"{kind}.html" for kind in _KINDS.split()}
_OWN = {
    "django/forms/errors/list/default.html": "web/forms/errors.html",
    _WIDGETS + "radio.html": "web/forms/choices.html",
    _WIDGETS + "checkbox_select.html": "web/forms/choices.html",
    _WIDGETS + "textarea.html": "web/forms/textarea.html",
}
_LISTS = ("radio.html", "checkbox_select.html")
_WIDTHS = ((5, "usa-input--xs"), (12, "usa-input--small"), (20, "usa-input--medium"), (40, "usa-input--lg"))


class Renderer(TemplatesSetting):
    """Render forms with this room's templates and give each widget the class of its kind."""

    form_template_name = "web/forms/form.html"
    field_template_name = "web/forms/field.html"

    def get_template(self, template_name: str) -> Any:
        """Find our own template for lists of choices and text areas, Django's for everything else."""
        return get_template(_OWN.get(template_name, template_name))

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """Render a form, a field or a widget; a widget is dressed first."""
        if template_name.startswith(_WIDGETS) and "widget" in context:
            dress(template_name.removeprefix(_WIDGETS), context["widget"])
        return super().render(template_name, context, request)


def dress(kind: str, widget: dict[str, Any]) -> None:
    """Give a widget's attributes their class, its input the native type of dates, its width a hint of length."""
    attrs = widget["attrs"]
    if kind in _LISTS:
        for _name, options, _index in widget["optgroups"]:
            for option in options:
                dress(option["template_name"].removeprefix(_WIDGETS), option)
        return
    if kind == "date.html" and widget["type"] == "text":
        widget["type"] = "date"
    elif kind == "datetime.html" and widget["type"] == "text":
        widget["type"] = "datetime-local"
        widget["value"] = (widget["value"] or "").replace(" ", "T")[:16] or None
    classes = [_CLASSES[kind]] if kind in _CLASSES else []
    if kind in _INPUTS:
        classes = ["usa-input", *_width(widget)]
    if attrs.get("aria-invalid") and kind in (_INPUTS | {"select.html", "textarea.html"}):
        classes.append("usa-input--error")
    attrs["class"] = " ".join([*classes, *filter(None, [attrs.get("class")])])


def _width(widget: dict[str, Any]) -> list[str]:
    if "usa-input--" in widget["attrs"].get("class", ""):
        return []
    if widget["type"] in ("date", "datetime-local", "time", "number"):
        return ["usa-input--medium"]
    length = int(widget["attrs"].get("maxlength") or 0)
    return [css for most, css in _WIDTHS if 0 < length <= most][:1]
