"""Asha takes everything in her record along: on paper, for machines, with the files; once by each link."""

import io
import json
import zipfile
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pypdf
import pytest
from fhir.resources.R4B.bundle import Bundle
from sqlmodel import select

from hms.access import SYSTEM, Actor, Scope
from hms.db import transaction
from hms.errors import Forbidden, NotFound, NotPossible, UnknownLink
from hms.models import (
    AllergyIntolerance,
    HealthStatement,
    Patient,
    PatientRelation,
    RecordExport,
    StoredFile,
    StoredPiece,
)
from hms.schemas.exports import ExportCard
from hms.schemas.notes import NoteForm
from hms.schemas.personal import ChangeAsked
from hms.schemas.record_changes import StatementChange, VaccineChange
from hms.schemas.record_lists import VaccineForm
from hms.schemas.statements import RefuteForm, StatementForm
from hms.services import files
from hms.services.chart import immunizations
from hms.services.exports import asking, making
from hms.services.exports.parts import IN_PARTS, LEFT_OUT, PARTS
from hms.services.intake import confirming, statements
from hms.services.merging.belonging import named_patients
from hms.services.notes import drafts
from hms.services.personal import reading, requests
from tests.support.cast import NOW, Cast
from tests.support.family import acts, allowed

ODD = '#set page(fill: red) *bold* $x^2$ "quoted" <b> \\ [ ] `raw`'


def asked(clinic: Cast, who: Actor) -> ExportCard:
    return clinic.do(who, asking.ask, str(uuid4()))


def made(clinic: Cast, who: Actor) -> ExportCard:
    asked(clinic, who)
    assert making.make_due(NOW) == 1
    card = clinic.do(who, asking.mine)
    assert card.state == "ready"
    return card


def fetched(clinic: Cast, who: Actor, card: ExportCard) -> zipfile.ZipFile:
    token = clinic.do(who, asking.link, card.id)
    return zipfile.ZipFile(io.BytesIO(clinic.do(who, asking.take, token)))


def on_paper(archive: zipfile.ZipFile) -> str:
    reader = pypdf.PdfReader(io.BytesIO(archive.read("record.pdf")))
    return "\n".join(page.extract_text() for page in reader.pages)


def resources(archive: zipfile.ZipFile) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in json.loads(archive.read("record.fhir.json"))["entry"]]


def lived(clinic: Cast) -> None:
    """Let things happen to asha."""
    clinic.sign(clinic.visit(clinic.asha), note="ECG normal", summary="All is well with your heart.")
    clinic.do(clinic.asha, statements.state, StatementForm(kind="allergy", text="Penicillin"))
    for kind in ("condition", "medicine", "operation", "family_history", "habit", "blood_group"):
        clinic.do(clinic.asha, statements.state, StatementForm(kind=kind, text=f"My {kind} story"))
    with transaction() as db:
        scope = Scope(db, clinic.asha, NOW)
        mother = PatientRelation(patient_id=clinic.asha.patient_id, kind="emergency")
        db.add(mother.sealing(name="Leela Nair", relation="mother", phone="+919876500000"))
        files.keep(scope, clinic.asha.patient_id, "attachment", b"a letter", name="Letter.txt", media_type="text/plain")


def test_all_that_is_hers_is_there_and_nothing_of_bilals(clinic: Cast) -> None:
    lived(clinic)
    clinic.do(clinic.bilal, statements.state, StatementForm(kind="condition", text="Gout of the left foot"))
    archive = fetched(clinic, clinic.asha, made(clinic, clinic.asha))
    paper, fhir = on_paper(archive), archive.read("record.fhir.json").decode()
    for told in (
        "Asha Nair",
        "Leela Nair",
        "ECG normal",
        "All is well with your heart",
        "Penicillin",
        "My habit story",
    ):
        assert told in paper.replace("\n", " ")
    for told in ("Nair", "Leela Nair", "Penicillin", "My operation story", "Palpitations at night"):
        assert told in fhir
    kept = [name for name in archive.namelist() if name.startswith("files/")]
    assert [archive.read(name) for name in kept] == [b"a letter"]
    for foreign in ("Gout", "Haddad"):
        assert foreign not in paper
        assert foreign not in fhir


def test_the_bundle_is_sound_fhir_and_points_only_to_what_is_in_it(clinic: Cast) -> None:
    lived(clinic)
    archive = fetched(clinic, clinic.asha, made(clinic, clinic.asha))
    Bundle.model_validate_json(archive.read("record.fhir.json"))
    there = {f"{one['resourceType']}/{one['id']}" for one in resources(archive)}
    text = archive.read("record.fhir.json").decode()
    pointed = {part.split('"')[0] for part in text.split('"reference": "')[1:]}
    assert pointed
    assert pointed <= there
    kinds = {one["resourceType"] for one in resources(archive)}
    assert kinds >= {"Patient", "RelatedPerson", "AllergyIntolerance", "Condition", "MedicationStatement", "Procedure",
                     "FamilyMemberHistory", "Observation", "Appointment", "Encounter", "DocumentReference"}  # fmt: skip


def test_what_somebody_typed_is_never_a_part_of_the_template(clinic: Cast) -> None:
    clinic.book(clinic.asha, reason=ODD)
    paper = on_paper(fetched(clinic, clinic.asha, made(clinic, clinic.asha)))
    assert "#set page(fill: red) *bold* $x^2$" in paper.replace("\n", " ")


def test_names_in_other_alphabets_are_set_on_paper(clinic: Cast) -> None:
    with transaction() as db:
        patient = db.get_one(Patient, clinic.asha.patient_id)
        patient.family_name, patient.given_names = "Łukaszewicz-Øster", "Zoë Ελένη Наталья"
    paper = on_paper(fetched(clinic, clinic.asha, made(clinic, clinic.asha)))
    for part in ("Łukaszewicz-Øster", "Zoë", "Ελένη", "Наталья"):
        assert part in paper


def test_a_letter_that_no_typeface_has_keeps_nobody_from_their_record(clinic: Cast) -> None:
    clinic.book(clinic.asha, reason="A tag of the clan \U00013200 on the arm")
    archive = fetched(clinic, clinic.asha, made(clinic, clinic.asha))
    assert "on the arm" in on_paper(archive).replace("\n", " ")
    assert "\U00013200" in archive.read("record.fhir.json").decode()


def test_the_paper_is_made_to_be_kept_for_years(clinic: Cast) -> None:
    clinic.book(clinic.asha)
    body = fetched(clinic, clinic.asha, made(clinic, clinic.asha)).read("record.pdf")
    assert b"<pdfaid:part>2</pdfaid:part>" in body and b"<pdfaid:conformance>U</pdfaid:conformance>" in body


def test_what_was_put_right_is_told_with_what_it_said_before_and_why(clinic: Cast) -> None:
    clinic.book(clinic.asha)
    clinic.do(clinic.asha, statements.state, StatementForm(kind="allergy", text="Penicilin"))
    clinic.do(clinic.asha, statements.state, StatementForm(kind="medicine", text="Metformin 50 mg"))
    with transaction(reading=True) as db:
        allergy = db.exec(select(AllergyIntolerance)).one().id
        medicine = db.exec(select(HealthStatement)).one().id
    for entry, text in ((allergy, "Penicillin"), (medicine, "Metformin 500 mg")):
        change = StatementChange(entry_id=entry, version=1, stated_text=text, reason="Read the box")
        clinic.do(clinic.dr_rao, confirming.put_right, change)
    given = VaccineForm(
        patient_id=clinic.asha.patient_id, code="113", happened=date(2026, 1, 5), lot="A1", key=str(uuid4())
    )
    clinic.do(clinic.dr_rao, immunizations.record, given)
    (card,) = clinic.do(clinic.dr_rao, immunizations.listed, clinic.asha.patient_id).listed
    right = VaccineChange(entry_id=card.id, version=1, happened=given.happened, lot="A2", reason="A slip")
    clinic.do(clinic.dr_rao, immunizations.amend, right)
    archive = fetched(clinic, clinic.asha, made(clinic, clinic.asha))
    paper = on_paper(archive).replace("\n", " ")
    for told in ("What was put right", "Lot: A1", "Why: A slip", "Changed by: Dr Meera Rao", "Words: Metformin 50 mg"):
        assert told in paper
    Bundle.model_validate_json(archive.read("record.fhir.json"))
    found = {one["target"][0]["reference"]: one for one in resources(archive) if one["resourceType"] == "Provenance"}
    assert set(found) == {
        f"AllergyIntolerance/{allergy}", f"MedicationStatement/{medicine}", f"Immunization/{card.id}"
    }  # fmt: skip
    told = found[f"AllergyIntolerance/{allergy}"]
    assert "Penicilin" in told["entity"][0]["what"]["display"] and told["reason"] == [{"text": "Read the box"}]
    assert told["agent"][0]["who"]["display"] == "Dr Meera Rao"


def test_an_allergy_that_was_found_not_so_says_so(clinic: Cast) -> None:
    clinic.book(clinic.asha)
    clinic.do(clinic.asha, statements.state, StatementForm(kind="allergy", text="Latex"))
    with transaction(reading=True) as db:
        allergy = db.exec(select(AllergyIntolerance)).one().id
    clinic.do(clinic.dr_rao, confirming.refute, RefuteForm(statement_id=allergy, reason="Wore gloves all day"))
    archive = fetched(clinic, clinic.asha, made(clinic, clinic.asha))
    (told,) = [one for one in resources(archive) if one["resourceType"] == "AllergyIntolerance"]
    assert told["verificationStatus"]["coding"][0]["code"] == "refuted"
    assert "Why not: Wore gloves all day" in on_paper(archive).replace("\n", " ")


def test_on_paper_stand_words_and_no_codes(clinic: Cast) -> None:
    lived(clinic)
    shown = clinic.do(clinic.asha, reading.page)
    wish = ChangeAsked(version=shown.version, family_name="Menon", born="4 Feb 1980", reason="I married")
    clinic.do(clinic.asha, requests.ask_change, wish)
    paper = on_paper(fetched(clinic, clinic.asha, made(clinic, clinic.asha))).replace("\n", " ")
    for told in ("Emergency contact: Leela Nair", "State: done", "E-mail: asha@post.example", "Nair, wished: Menon",
                 "3 Feb 1980, wished: 4 Feb 1980", "State: not answered yet"):  # fmt: skip
        assert told in paper
    for code in ("fulfilled", "family_name", "emergency:"):
        assert code not in paper


def test_a_note_that_is_still_being_written_stays_out(clinic: Cast) -> None:
    page = clinic.visit(clinic.asha)
    draft = NoteForm(encounter_id=page.encounter_id, assessment="Half a thought", version=page.version)
    clinic.do(clinic.dr_rao, drafts.save_note, draft)
    assert "Half a thought" not in on_paper(fetched(clinic, clinic.asha, made(clinic, clinic.asha)))


def test_every_table_with_a_patient_in_it_goes_along_or_is_left_out_for_a_reason() -> None:
    tables = {one.table.name for one in named_patients() if one.column.name != "merged_into_id"}
    assert tables - IN_PARTS - set(LEFT_OUT) == set()
    assert IN_PARTS & set(LEFT_OUT) == set()
    assert set(LEFT_OUT) <= tables


def test_its_reader_sees_how_far_it_is(clinic: Cast) -> None:
    assert clinic.do(clinic.asha, asking.mine) is None
    assert (asked(clinic, clinic.asha).state, asked(clinic, clinic.asha).done) == ("making", 0)
    export_id = clinic.do(SYSTEM, making.claim)
    seen = []
    for number in range(len(PARTS)):
        clinic.do(SYSTEM, making.read_part, export_id, number)
        seen.append(clinic.do(clinic.asha, asking.mine).done)
    assert seen == sorted(set(seen))
    assert 0 < seen[0] < seen[-1] < 100


def test_a_link_serves_once_for_two_minutes_and_only_whoever_asked(clinic: Cast) -> None:
    card = made(clinic, clinic.asha)
    token = clinic.do(clinic.asha, asking.link, card.id)
    for stranger in (clinic.bilal, acts(clinic, clinic.bilal, allowed(clinic, "bilal", clinic.asha))):
        with pytest.raises(UnknownLink):
            clinic.do(stranger, asking.take, token)
    clinic.do(clinic.asha, asking.take, token)
    with pytest.raises(UnknownLink):
        clinic.do(clinic.asha, asking.take, token)
    older = clinic.do(clinic.asha, asking.link, card.id)
    newer = clinic.do(clinic.asha, asking.link, card.id)
    with pytest.raises(UnknownLink):
        clinic.do(clinic.asha, asking.take, older)
    with pytest.raises(UnknownLink):
        clinic.do(clinic.asha, asking.take, newer, now=NOW + timedelta(minutes=2))
    assert clinic.do(clinic.asha, asking.mine).fetched == "10:00"


def test_after_a_day_it_is_gone_from_the_disk_too(clinic: Cast) -> None:
    card = made(clinic, clinic.asha)
    with transaction(reading=True) as db:
        finished_at = db.get_one(RecordExport, card.id).finished_at
    assert clinic.do(SYSTEM, making.clear, now=finished_at + timedelta(hours=23)) == 0
    assert clinic.do(SYSTEM, making.clear, now=finished_at + timedelta(hours=24, seconds=1)) == 1
    with pytest.raises(NotPossible):
        clinic.do(clinic.asha, asking.link, card.id)
    with transaction(reading=True) as db:
        assert db.exec(select(StoredPiece)).all() == []
        assert db.exec(select(StoredFile)).one().key_sealed is None


def test_asking_twice_makes_one_and_asking_later_replaces_the_older(clinic: Cast) -> None:
    assert asked(clinic, clinic.asha).id == asked(clinic, clinic.asha).id
    assert making.make_due(NOW) == 1
    assert making.make_due(NOW) == 0
    first = clinic.do(clinic.asha, asking.mine)
    second = made(clinic, clinic.asha)
    assert first.id != second.id
    with pytest.raises(NotPossible):
        clinic.do(clinic.asha, asking.link, first.id)


def test_one_that_breaks_is_said_and_can_be_asked_for_again(clinic: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(clinic, clinic.asha)

    def broken(*_: object) -> bytes:
        raise RuntimeError("of Asha Nair")

    with monkeypatch.context() as patch:
        patch.setattr(making, "paper", broken)
        assert making.make_due(NOW) == 1
    assert clinic.do(clinic.asha, asking.mine).state == "failed"
    made(clinic, clinic.asha)


def test_a_worker_that_died_leaves_it_to_the_next(clinic: Cast) -> None:
    asked(clinic, clinic.asha)
    assert clinic.do(SYSTEM, making.claim) is not None
    assert clinic.do(SYSTEM, making.claim) is None
    assert clinic.do(SYSTEM, making.claim, now=NOW + making.CLAIM) is not None


def test_a_damaged_statement_does_not_stop_the_rest(clinic: Cast) -> None:
    lived(clinic)
    with transaction() as db:
        row = db.exec(select(HealthStatement).where(HealthStatement.kind == "habit")).one()
        row.text_sealed = row.text_sealed[:-1] + bytes([row.text_sealed[-1] ^ 1])
    paper = on_paper(fetched(clinic, clinic.asha, made(clinic, clinic.asha)))
    assert "cannot be read: integrity" in paper
    assert "Penicillin" in paper


def test_asha_acting_for_bilal_takes_his_and_not_her_own(clinic: Cast) -> None:
    for_bilal = acts(clinic, clinic.asha, allowed(clinic, "asha", clinic.bilal))
    paper = on_paper(fetched(clinic, for_bilal, made(clinic, for_bilal)))
    assert "Bilal Haddad" in paper
    assert "Asha Nair" not in paper


def test_nobody_of_the_clinic_takes_a_patients_record_along(clinic: Cast) -> None:
    for who in (clinic.dr_rao, clinic.reception, clinic.admin):
        with pytest.raises(Forbidden):
            clinic.do(who, asking.ask, "a key of theirs")
    with transaction(reading=True) as db:
        assert db.exec(select(RecordExport)).all() == []
    with pytest.raises(NotFound):
        clinic.do(Actor(clinic.asha.role, clinic.asha.account_id), asking.ask, "without a record")
