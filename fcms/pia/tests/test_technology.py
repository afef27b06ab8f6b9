"""No technology that raises privacy concerns."""

from __future__ import annotations

from pathlib import Path

import pytest

from fcms.pia.datum import Datum
from fcms.pia.technology import unwanted, unwanted_in_page

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.promise("PIA-9.3-1")
@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_nothing_that_is_installed_recognises_faces_tracks_scrapes_or_predicts(lock):
    assert unwanted((ROOT / lock).read_text(encoding="utf-8")) == []


@pytest.mark.promise("PIA-9.3-1")
def test_a_package_that_recognises_faces_is_found_however_its_name_is_written():
    found = unwanted("django==5.2\nFace_Recognition==1.3.0 \\\n    --hash=sha256:00\n")
    assert found == ["face-recognition brings face recognition, which the assessment rules out (PIA-9.3-1)."]


@pytest.mark.promise("PIA-9.3-1")
def test_no_page_or_script_of_ours_follows_a_person():
    pages = [
        file
        for kind in ("html", "js")
        for file in ROOT.glob(f"fcms/*/**/*.{kind}")
        if "uswds" not in file.parts
    ]
    assert pages
    assert [
        (file.name, said) for file in pages for said in unwanted_in_page(file.read_text(encoding="utf-8"))
    ] == []
    assert unwanted_in_page("navigator.geolocation.watchPosition(x)") != []


@pytest.mark.promise("PIA-9.3-1")
def test_the_inventory_has_no_place_for_templates_of_faces_or_for_whereabouts():
    words = " ".join(datum.words.lower() for datum in Datum)
    for unwelcome in (
        "biometric",
        "template",
        "gps",
        "whereabouts",
        "race",
        "religion",
        "ethnic",
        "social media",
    ):
        assert unwelcome not in words
