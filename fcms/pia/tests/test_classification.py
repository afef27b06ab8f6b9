"""Over-collection is a failing test: a field that is in neither list stops the program."""

from __future__ import annotations

import pytest
from django.db import models

from fcms.pia.classification import every_field_is_classified, faults, models_of_fcms, personal_fields
from fcms.pia.datum import Datum


def model(privacy: dict[str, object] | None, **fields: models.Field) -> type[models.Model]:
    """A model that is in no registry, with a `Privacy` of the given attributes."""

    class Meta:
        app_label = "pia"
        apps = __import__("django.apps", fromlist=["registry"]).registry.Apps()

    body: dict[str, object] = {"Meta": Meta, "__module__": __name__, **fields}
    if privacy is not None:
        body["Privacy"] = type("Privacy", (), privacy)
    return type("Specimen", (models.Model,), body)


def text() -> models.Field:
    return models.CharField(max_length=10)


@pytest.mark.promise("PIA-1.7-1")
def test_every_field_of_every_model_is_in_the_inventory_or_plain():
    assert list(models_of_fcms())
    assert every_field_is_classified() == []


@pytest.mark.promise("PIA-1.7-1")
def test_a_field_that_nobody_classified_is_a_fault():
    found = list(faults(model({"personal": {"name": Datum.NAME}}, name=text(), religion=text())))
    assert found == [
        "religion is not classified. Put it in Privacy.personal with its Datum, or in Privacy.plain."
    ]


def test_a_model_without_classification_is_a_fault_for_each_field():
    assert len(list(faults(model(None, one=text(), two=text())))) == 2


def test_a_name_that_is_no_field_is_a_fault():
    assert list(faults(model({"plain": {"gone"}}))) == ["Privacy names gone, which is not a field."]


def test_a_field_in_both_lists_is_a_fault():
    both = model({"personal": {"name": Datum.NAME}, "plain": {"name"}}, name=text())
    assert list(faults(both)) == ["name is both personal and plain."]


@pytest.mark.parametrize("declared", ["height", (), (Datum.NAME, "height")])
@pytest.mark.promise("PIA-1.7-1")
def test_a_personal_field_that_is_not_in_the_inventory_is_a_fault(declared):
    (fault,) = faults(model({"personal": {"height": declared}}, height=text()))
    assert "PIA-1.7-1" in fault


def test_a_field_may_hold_one_of_several_items():
    several = model({"personal": {"number": (Datum.FIN, Datum.SID)}}, number=text())
    assert list(faults(several)) == []
    assert personal_fields(several) == {"number": (Datum.FIN, Datum.SID)}


def test_the_classification_of_an_abstract_parent_counts():
    class Parent(models.Model):
        note = text()

        class Meta:
            abstract = True
            app_label = "pia"

        class Privacy:
            personal = {"note": Datum.LEAD_NOTES}

    child = type(
        "Child",
        (Parent,),
        {
            "Meta": type("Meta", (), {"app_label": "pia", "apps": model({})._meta.apps}),
            "__module__": __name__,
            "other": text(),
            "Privacy": type("Privacy", (), {"plain": {"other"}}),
        },
    )
    assert list(faults(child)) == []
