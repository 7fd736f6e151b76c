"""The first visit of somebody whose record came from elsewhere: what was known there is read here."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from hms.db import transaction
from hms.models import Patient
from hms.schemas.scheduling import BookingRequest
from hms.services import scheduling
from tests.browser.conftest import Founded
from tests.browser.steps import button, on_board, row_of, settled, sign_in
from tests.browser.zones import morning_zone
from tests.support.cast import Cast
from tests.support.server import ROOT, ServedClinic

PEOPLE = ROOT.parent / "shared" / "data" / "synthea"
FILES = ("Kermit_Trantow_*.json", "Hassan_Jacobi_*.json", "Minna_Skiles_*.json")
KERMIT = "Kermit Trantow"
pytestmark = pytest.mark.skipif(not PEOPLE.is_dir(), reason=f"no shared patients at {PEOPLE}")


def bring_in(clinic: Founded, files: list[Path]) -> str:
    """Run the command as an administrator of the machine does."""
    line = [sys.executable, "-m", "hms.cli", "import", "fhir", *map(str, files)]
    told = subprocess.run(
        line, cwd=ROOT, env={**clinic.environment, "PYTHONPATH": str(ROOT)}, check=False, capture_output=True, text=True
    )
    assert told.returncode == 0, told.stdout + told.stderr
    return told.stdout


def of_kind(file: Path, kind: str) -> list[dict[str, Any]]:
    entries = json.loads(file.read_text("utf-8"))["entry"]
    return [entry["resource"] for entry in entries if entry["resource"]["resourceType"] == kind]


def record_of(name: str) -> UUID:
    with transaction(reading=True) as db:
        return next(patient.id for patient in db.exec(select(Patient)) if patient.name == name)


def book_by_telephone(cast: Cast, patient_id: UUID) -> None:
    zone = ZoneInfo(morning_zone())
    at_ten = datetime.combine(datetime.now(UTC).astimezone(zone), time(10), zone)
    request = BookingRequest(
        practitioner_id=cast.dr_rao.practitioner_id,
        starts_at=at_ten,
        reason="Stung by a wasp",
        key=str(uuid4()),
        patient_id=patient_id,
    )
    cast.do(cast.reception, scheduling.book, request)


def test_the_doctor_sees_the_past_visits_and_allergies_of_somebody_who_was_imported(
    this_morning: Founded, serve: Callable[..., ServedClinic], page_at: Callable[..., Page]
) -> None:
    files = [next(PEOPLE.glob(name)) for name in FILES]
    assert "3 new patients, 0 known ones, from 3 of 3 files." in bring_in(this_morning, files)
    with this_morning.acting() as cast:
        book_by_telephone(cast, record_of(KERMIT))
    clinic = serve("run", this_morning.place.data_dir, environment=this_morning.environment)
    doctor, reception = page_at(), page_at()
    sign_in(doctor, clinic.url, "rao@alder.example")
    sign_in(reception, clinic.url, "desk@alder.example")
    on_board(reception, "10:00", KERMIT).click()
    button(reception, f"Arrived {KERMIT}").first.click()
    expect(row_of(doctor, KERMIT, "Waiting")).to_be_visible()
    button(doctor, f"Call in {KERMIT}").first.click()
    expect(doctor).to_have_url(re.compile(r"/doctor/visits/"))

    allergies, visits = of_kind(files[0], "AllergyIntolerance"), of_kind(files[0], "Encounter")
    assert allergies and visits
    told = doctor.get_by_text(re.compile("^Allergies:"))
    for allergy in allergies:
        expect(told).to_contain_text(allergy["code"]["text"])
    past = doctor.locator("section").filter(has=doctor.get_by_role("heading", name="Past visits"))
    expect(past.get_by_role("listitem")).to_have_count(len(visits))
    latest = max(visits, key=lambda visit: visit["period"]["start"])
    expect(past.get_by_role("listitem").first).to_contain_text(latest["type"][0]["text"])
    expect(past.get_by_role("listitem").first).to_contain_text(latest["period"]["start"][:4])
    expect(doctor.get_by_text("21 Jun 1993")).to_be_visible()
    expect(on_board(reception, "10:00", KERMIT)).to_contain_text("In room")
    settled(reception)
