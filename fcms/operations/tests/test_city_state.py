"""The directory of ZIP codes, from a synthetic file to the edition in force, and back."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from fcms.accounts.models import User
from fcms.exchange import actions
from fcms.exchange.lifecycle import Decision
from fcms.exchange.models import Finding, Intake
from fcms.exchange.sources.city_state import difference
from fcms.exchange.sources.city_state.read import RECORD
from fcms.exchange.undoing.actions import undo
from fcms.exchange.undoing.blockers import stands_on
from fcms.leads.actions import transfer
from fcms.leads.models import Lead, TransferProposal
from fcms.leads.proposals import actions as proposals
from fcms.leads.proposals import queries as waiting
from fcms.leads.tests.make import make_lead
from fcms.lib.actor import Job
from fcms.lib.verdict import Refused
from fcms.offices.models import PlaceDoubt, ZipCode
from fcms.offices.queries import current_edition, edition_in_force, office_of, route_of
from fcms.operations.synthetic import samples
from fcms.operations.synthetic.places import known_places
from fcms.subjects.tests.make import make_officer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def apart(settings: Any, tmp_path: Path) -> None:
    """Keys and sealed files of a home of its own."""
    settings.FCMS_HOME = tmp_path / "home"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[bytes, dict[str, Any]]]:
    """Samples that were made already: they take a while."""
    return {}


def sample(
    made: dict[str, Any], tmp_path: Path, *, rows: int = 60, planted: bool = True
) -> tuple[bytes, dict[str, Any]]:
    """A sample as the command writes it, with its truth."""
    key = f"{rows}{planted}"
    if key not in made:
        out = tmp_path / "ctystate.txt"
        given = samples.order(
            "city-state", rows=rows, seed=3, out=str(out), planted=planted, today=timezone.localdate()
        )
        samples.write(given, known_places(), lambda count: None)
        truth = json.loads(out.with_name("ctystate.txt.truth.json").read_text()) if planted else {}
        made[key] = out.read_bytes(), truth
    return made[key]


def load(content: bytes, by: User) -> Intake:
    """Receive and stage a file, as the command does."""
    return actions.stage(actions.receive(io.BytesIO(content), by=by, kind="city-state"), by=by)


def applied(content: bytes, by: User) -> Intake:
    """Load, reject what is wrong, and apply."""
    return actions.apply(actions.accept_all_clean(load(content, by), by=by), by=by)


def findings(intake: Intake) -> set[tuple[int, str, str]]:
    """The findings: row, rule, column."""
    return set(Finding.objects.filter(intake=intake).values_list("row", "rule", "column"))


@pytest.mark.promise("PIA-1.3-3")
def test_each_planted_fault_is_found_and_nothing_clean_is_an_error(home, analyst, made, tmp_path):
    content, truth = sample(made, tmp_path)
    intake = load(content, analyst)
    planted = {(one["row"], one["rule"], one["column"]) for one in truth["planted"]}
    assert planted <= findings(intake)
    spoilt = {row for row, _, _ in planted}
    wrong = Finding.objects.filter(intake=intake, severity="ERROR").exclude(row__in=spoilt)
    assert not wrong.exists()
    others = {rule for row, rule, _ in findings(intake) if row not in spoilt}
    assert others <= {"R-COUNTY"}


@pytest.mark.promise("PIA-1.3-3")
def test_the_difference_page_shows_exactly_what_was_changed(home, analyst, made, tmp_path):
    content, truth = sample(made, tmp_path)
    intake = load(content, analyst)
    found: dict[str, set[str]] = {}
    for change in difference.differences(intake):
        for what in change.what:
            found.setdefault(what, set()).add(change.zip)
    changed = truth["changes"]
    assert found["added"] == set(changed["added"])
    assert found["gone"] == set(changed["gone"])
    assert found["city"] == set(changed["city"])
    assert found["state"] == set(changed["state"])
    assert found["county"] == {*changed["county"], *changed["office"], *changed["state"]}
    assert set(changed["office"]) <= found["office"]
    assert not set(changed["city"]) & found["office"]


@pytest.fixture
def world(home: None, analyst: User, made: dict[str, Any], tmp_path: Path) -> dict[str, Any]:
    """A lead on a ZIP code that goes to another office, and the edition that sends it there."""
    content, truth = sample(made, tmp_path)
    moved = truth["changes"]["office"][0]
    before = route_of(moved)
    lead = make_lead(zip=moved, city=ZipCode.objects.filter(zip=moved).first().city, state="")
    elsewhere = make_lead(zip=moved)
    other = office_of("SEA")
    transfer(elsewhere, by=Job("tests"), office=other, note="Asked for.")
    assert lead.office == before.office
    return {
        "content": content,
        "truth": truth,
        "zip": moved,
        "lead": lead,
        "elsewhere": elsewhere,
        "by": analyst,
    }


@pytest.mark.promise("PIA-1.3-3")
def test_applying_makes_an_edition_by_which_is_routed_and_nothing_moves_by_itself(world):
    before = edition_in_force()
    intake = applied(world["content"], world["by"])
    edition = edition_in_force()
    assert edition.number == before.number + 1
    assert edition.month == timezone.localdate().replace(day=1)
    assert edition.intake == intake.number
    assert ZipCode.objects.filter(edition=before).exists()
    lead = Lead.objects.get(pk=world["lead"].pk)
    assert lead.office == world["lead"].office
    assert route_of(world["zip"]).office not in (None, lead.office)
    assert route_of(world["truth"]["changes"]["gone"][0]).rule == "UNKNOWN_ZIP"
    assert route_of(world["truth"]["changes"]["added"][0]).office is not None
    assert intake.result["transfers proposed"] == 1
    assert list(TransferProposal.objects.values_list("lead", flat=True)) == [lead.pk]
    code = ZipCode.objects.filter(edition=edition, zip="75201").values_list("county_code", flat=True)
    assert code[0].startswith("48")


@pytest.mark.promise("PIA-1.3-3")
def test_a_proposed_transfer_is_decided_by_the_office_that_holds_the_lead(world):
    applied(world["content"], world["by"])
    proposal = TransferProposal.objects.get()
    code = world["lead"].office.code
    supervisor, officer = make_officer(code, "supervisor"), make_officer(code)
    stranger = make_officer("SEA", "supervisor")
    assert list(waiting.waiting_for(supervisor)) == [proposal]
    assert not waiting.waiting_for(stranger).exists()
    with pytest.raises(Refused, match="supervisor of the office"):
        proposals.accept(proposal, by=officer)
    with pytest.raises(Refused, match="supervisor of the office"):
        proposals.accept(proposal, by=stranger)
    proposals.accept(proposal, by=supervisor)
    lead = Lead.objects.get(pk=world["lead"].pk)
    assert lead.office == proposal.to_office
    assert lead.steps.first().note == proposal.why
    with pytest.raises(Refused, match="decided already"):
        proposals.decline(proposal, by=supervisor, reason="No.")


def test_a_transfer_is_declined_with_a_reason_and_a_lead_that_moved_meanwhile_stays(world):
    applied(world["content"], world["by"])
    proposal = TransferProposal.objects.get()
    headquarters = make_officer("HQ", "hq_supervisor")
    with pytest.raises(Refused, match="Say why"):
        proposals.decline(proposal, by=headquarters, reason=" ")
    assert list(waiting.waiting_for(headquarters)) == [proposal]
    transfer(world["lead"], by=Job("tests"), office=office_of("SEA"), note="Asked for.")
    assert not waiting.waiting_for(headquarters).exists()
    with pytest.raises(Refused, match="went to another office"):
        proposals.accept(proposal, by=headquarters)
    proposals.decline(proposal, by=headquarters, reason="The street lies on our side.")
    assert Lead.objects.get(pk=world["lead"].pk).office == office_of("SEA")


@pytest.mark.promise("PIA-1.3-3")
def test_stored_addresses_are_compared_with_the_new_edition(world):
    intake = applied(world["content"], world["by"])
    renamed = world["truth"]["changes"]["city"][0]
    old = ZipCode.objects.filter(zip=renamed).order_by("edition__number")[0]
    result = intake.result
    assert result["addresses compared"] == 2
    assert (
        result["addresses that agree"]
        + sum(result[name] for name in ("with an unknown ZIP code", "in another state", "in another city"))
        == 2
    )
    make_lead(zip=renamed, city=old.city, state=old.state)
    with pytest.raises(Refused, match="Load a newer one"):
        load(with_month(world["content"], date(2009, 3, 1)), world["by"])
    content = with_month(world["content"], next_month())
    applied(content, world["by"])
    doubt = PlaceDoubt.objects.get(edition=current_edition(), zip=renamed)
    assert (doubt.doubt, doubt.leads, doubt.city) == ("CITY", 1, old.city.upper())


@pytest.mark.promise("PIA-1.3-3")
def test_undone_the_edition_before_is_in_force_again(world):
    before = edition_in_force()
    intake = applied(world["content"], world["by"])
    assert stands_on(intake) == []
    undone = undo(intake, by=world["by"], reason="A wrong file.")
    assert undone.undo_result == {"editions taken back": 1, "proposals closed": 1}
    assert edition_in_force() == before
    assert route_of(world["zip"]).office == world["lead"].office
    assert not waiting.waiting_for(make_officer("HQ", "hq_supervisor")).exists()
    assert load(world["content"], world["by"]).status == "REVIEW"


def test_what_stands_on_an_edition_keeps_it(world):
    intake = applied(world["content"], world["by"])
    lead = make_lead(zip="75201")
    with pytest.raises(Refused, match=lead.number):
        undo(intake, by=world["by"], reason="A wrong file.")


def next_month() -> date:
    today = timezone.localdate()
    return date(today.year + today.month // 12, today.month % 12 + 1, 1)


def with_month(content: bytes, month: date) -> bytes:
    """The file as of another month."""
    return content[:19] + f"{month:%m}-{month:%y}".encode() + content[24:]


@pytest.mark.promise("PIA-1.3-3")
@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda c: c[:-40], "The file is cut"),
        (lambda c: c[RECORD:], "first record is not the copyright record"),
        (lambda c: b"".join(c[n : n + RECORD] + b"\r\n" for n in range(0, len(c), RECORD)), "line breaks"),
        (lambda c: b"\xc3" + c[1:], "not ASCII"),
        (lambda c: b"PK\x03\x04" + c[4:], "not as a bundle"),
        (lambda c: c[:19] + b"XX-26" + c[24:], "names no month"),
        (lambda c: c[: RECORD * 20_000], "far"),
        (lambda c: c[: RECORD * 100] + c[RECORD * 100 + 7 :] + b" " * 7, "no known type"),
    ],
    ids=["cut", "order", "lines", "ascii", "bundle", "month", "fewer", "displaced"],
)
def test_what_cannot_be_the_directory_is_refused(home, analyst, made, tmp_path, spoil, sentence):
    content, _ = sample(made, tmp_path)
    before = edition_in_force()
    with pytest.raises(Refused) as refusal:
        load(spoil(content), analyst)
    assert sentence.replace("far", "cannot be whole") in refusal.value.sentence
    assert Intake.objects.get(kind="city-state").status == "REFUSED"
    assert edition_in_force() == before


def test_a_directory_of_which_few_rows_are_accepted_is_not_applied(home, analyst, made, tmp_path):
    intake = load(sample(made, tmp_path)[0], analyst)
    some = list(intake.staged.filter(state="CLEAN").order_by("row").values_list("row", flat=True)[:3])
    actions.decide(intake, by=analyst, file="ctystate.txt", rows=some, decision=Decision.ACCEPTED)
    with pytest.raises(Refused, match="cannot be whole"):
        actions.apply(intake, by=analyst)


def test_a_directory_of_another_time_is_noted(home, analyst, made, tmp_path):
    intake = load(with_month(sample(made, tmp_path)[0], date(2009, 3, 1)), analyst)
    assert (0, "R-EDITION", "") in findings(intake)
