"""Documents of asha's record: filed by her doctor or brought by herself, opened by whom they are for, and never lost."""

import io
from base64 import b64decode
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from PIL import Image
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from hms.access import Actor
from hms.config import reset_settings, settings
from hms.db import transaction
from hms.errors import Forbidden, Invalid, NotFound, NotPossible, Stale
from hms.models import AuditEntry, DocumentReference, StoredFile
from hms.schemas.documents import ShareForm
from hms.schemas.record_lists import ErrorForm
from hms.services.chart import changing, timeline
from hms.services.documents import listing, opening, sharing
from hms.services.record import parts
from tests.services.test_exports import fetched, made, resources
from tests.support.cast import Cast
from tests.support.documents import brought, filed, key, paper, photo, taken


@pytest.fixture
def cared(clinic: Cast) -> Cast:
    """Give the clinic with asha in dr_rao's care."""
    clinic.book(clinic.asha)
    return clinic


def shown(clinic: Cast, who: Actor | None = None) -> list[Any]:
    who = who or clinic.dr_rao
    if who.patient_id:
        return list(clinic.do(who, listing.mine).listed)
    return list(clinic.do(who, listing.listed, clinic.asha.patient_id).listed)


def share(clinic: Cast, document_id: UUID, version: int = 1, shared: bool = True) -> None:
    clinic.do(clinic.dr_rao, sharing.share, ShareForm(entry_id=document_id, version=version, shared=shared))


def call_error(clinic: Cast, document_id: UUID, version: int = 1, reason: str = "Another patient's") -> None:
    form = ErrorForm(kind="document_reference", entry_id=document_id, version=version, reason=reason)
    clinic.do(clinic.dr_rao, changing.call_error, form)


def kept_files() -> list[StoredFile]:
    with transaction(reading=True) as db:
        return list(db.exec(select(StoredFile)).all())


def test_a_filed_paper_is_listed_looked_at_and_saved_by_the_doctor(cared: Cast) -> None:
    body = paper("From the heart clinic", "Second page")
    said = {"title": "Heart clinic, spring", "author": "Dr Lindqvist", "happened": date(2026, 5, 4), "note": "Read it"}
    document_id = filed(cared, cared.asha, taken("../../x\u202e.pdf", body), **said)
    (line,) = shown(cared)
    assert (line.title, line.when, line.facts) == (
        "Heart clinic, spring", "4 May 2026", "Letter from another doctor, Dr Lindqvist",
    )  # fmt: skip
    assert (line.who, line.status_words) == ("Dr Meera Rao, 23 Nov 2026", "Not shared")
    small = Image.open(io.BytesIO(b64decode(line.picture.partition(",")[2])))
    assert small.format == "JPEG" and max(small.size) == 160
    view = cared.do(cared.dr_rao, opening.view, document_id)
    assert (view.kind, view.pages, view.name, view.note) == ("paper", 2, "x.pdf", "Read it")
    file, found = cared.do(cared.dr_rao, opening.fetch, document_id)
    assert (file.media_type, found) == ("application/pdf", body)
    assert cared.do(cared.dr_rao, opening.look, document_id) == ("application/pdf", body)


def test_without_a_title_a_document_is_called_what_it_is_and_the_same_key_files_it_once(cared: Cast) -> None:
    once = key()
    first = filed(cared, cared.asha, taken("pulse.txt", "Monday 62 – fine".encode()), type="other", key=once)
    assert filed(cared, cared.asha, taken("pulse.txt", "Monday 62 – fine".encode()), type="other", key=once) == first
    (line,) = shown(cared)
    assert (line.title, line.picture) == ("Another document", "")
    view = cared.do(cared.dr_rao, opening.view, first)
    assert (view.kind, view.text) == ("text", "Monday 62 – fine")
    assert len(kept_files()) == 1


def test_a_patient_sees_what_is_shared_or_their_own_and_nobody_elses(cared: Cast) -> None:
    hidden, open_ = filed(cared, cared.asha), filed(cared, cared.asha, shared=True, title="For you")
    own = brought(cared, cared.asha, title="My skin")
    assert {one.title for one in shown(cared, cared.asha)} == {"For you", "My skin"}
    (mine,) = [one for one in shown(cared, cared.asha) if one.mine]
    assert (mine.source, mine.type) == ("", "Photo")
    assert cared.do(cared.asha, opening.view, own).source == "You"
    assert cared.do(cared.dr_rao, opening.view, own).source == "The patient"
    totals = {one.part: one.total for one in cared.do(cared.asha, parts.overview)}
    assert totals["documents"] == 2
    for verb in (opening.view, opening.look, opening.fetch):
        cared.do(cared.asha, verb, open_)
        cared.do(cared.asha, verb, own)
        cared.do(cared.dr_rao, verb, own)
        for who, what in ((cared.asha, hidden), (cared.bilal, open_), (cared.bilal, own), (cared.dr_osei, open_)):
            with pytest.raises(NotFound):
                cared.do(who, verb, what)
        for who in (cared.reception, cared.admin):
            with pytest.raises(Forbidden):
                cared.do(who, verb, open_)
    assert shown(cared, cared.bilal) == []


def test_sharing_and_its_end_are_known_and_a_patients_own_is_never_kept_from_them(cared: Cast) -> None:
    document_id, own = filed(cared, cared.asha), brought(cared, cared.asha)
    share(cared, document_id)
    share(cared, document_id, version=1)  # as it is already
    assert cared.do(cared.asha, opening.view, document_id).id == document_id
    with pytest.raises(Stale):
        share(cared, document_id, version=1, shared=False)
    share(cared, document_id, version=2, shared=False)
    with pytest.raises(NotFound):
        cared.do(cared.asha, opening.view, document_id)
    told = cared.do(cared.dr_rao, changing.earlier, "document_reference", document_id)
    assert [one.reason for one in told] == ["No longer shared with the patient", "Shared with the patient"]
    assert ("Seen by the patient", "Yes") in [(part.name, part.words) for part in told[0].said]
    with pytest.raises(NotPossible, match="own"):
        share(cared, own, shared=False)


def test_an_error_stays_readable_for_the_doctor_and_leaves_the_patient(cared: Cast) -> None:
    document_id = filed(cared, cared.asha, shared=True)
    with pytest.raises(Invalid):
        call_error(cared, document_id, reason=" ")
    call_error(cared, document_id)
    (line,) = shown(cared)
    assert (line.error, line.status_words) == (True, "Entered in error")
    assert cared.do(cared.dr_rao, opening.view, document_id).error
    assert shown(cared, cared.asha) == []
    with pytest.raises(NotFound):
        cared.do(cared.asha, opening.fetch, document_id)
    with pytest.raises(NotPossible):
        share(cared, document_id, version=2, shared=False)


def test_a_document_of_before_the_birth_or_of_the_future_is_refused_and_leaves_nothing(cared: Cast) -> None:
    for day, words in ((date(1980, 2, 2), "before the patient was born"), (date(2026, 11, 25), "still to come")):
        with pytest.raises(Invalid) as refused:
            filed(cared, cared.asha, happened=day)
        assert words in refused.value.fields["happened"]
        with pytest.raises(Invalid):
            brought(cared, cared.asha, happened=day)
    filed(cared, cared.asha, happened=date(1980, 2, 3))
    assert len(kept_files()) == 2  # the paper and its small picture


def test_the_room_of_a_record_is_limited_and_each_has_its_own(cared: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HMS_PATIENT_DOCUMENTS_MB", "1")
    reset_settings()
    words = taken("long.txt", b"x" * 600_000)
    brought(cared, cared.asha, words)
    for add in (lambda: brought(cared, cared.asha, words), lambda: filed(cared, cared.asha, words)):
        with pytest.raises(Invalid) as refused:
            add()
        assert "no more room" in refused.value.fields["file"] and "1 MB" in refused.value.fields["file"]
    brought(cared, cared.bilal, words)
    monkeypatch.undo()
    reset_settings()


def test_only_who_may_files_a_document(cared: Cast) -> None:
    for who in ("asha", "reception", "admin"):
        with pytest.raises(Forbidden):
            filed(cared, cared.asha, who=who)
    with pytest.raises(NotFound):
        filed(cared, cared.asha, who="dr_osei")
    with pytest.raises(Forbidden):
        brought(cared, cared.dr_rao)


def test_the_database_lets_nobody_remove_a_document_or_put_another_file_in_its_place(cared: Cast) -> None:
    document_id, other = filed(cared, cared.asha), filed(cared, cared.asha)
    with pytest.raises(DBAPIError), transaction() as db:
        db.delete(db.get_one(DocumentReference, document_id))
    with pytest.raises(DBAPIError), transaction() as db:
        db.get_one(DocumentReference, document_id).file_id = db.get_one(DocumentReference, other).thumbnail_id
    assert cared.do(cared.dr_rao, opening.fetch, document_id)[1] == paper()


def test_the_timeline_tells_of_documents_and_leads_to_them(cared: Cast) -> None:
    document_id = filed(cared, cared.asha, title="Heart clinic", happened=date(2026, 5, 4))
    brought(cared, cared.asha, title="My skin")
    told = cared.do(cared.dr_rao, timeline.timeline, cared.asha.patient_id, "documents").listed
    assert [(one.title, one.day, one.source) for one in told] == [
        ("My skin", "23 Nov 2026", "stated by the patient"), ("Heart clinic", "4 May 2026", "Dr Meera Rao"),
    ]  # fmt: skip
    assert told[1].href == f"/doctor/patients/{cared.asha.patient_id}/documents/{document_id}"
    assert "not shared" in told[1].note and "not shared" not in told[0].note


def test_each_opening_is_remembered(cared: Cast) -> None:
    document_id = filed(cared, cared.asha, shared=True)
    cared.do(cared.asha, opening.fetch, document_id)
    with transaction(reading=True) as db:
        entry = db.exec(select(AuditEntry).order_by(col(AuditEntry.seq).desc()).limit(1)).one()
    assert (entry.what, entry.record_id) == ("fetch", document_id)


def test_documents_go_into_the_download_with_their_files_but_for_what_is_not_shared(cared: Cast) -> None:
    open_ = filed(cared, cared.asha, shared=True, title="For you")
    filed(cared, cared.asha, taken("secret.txt", b"About somebody else"), title="Not for you")
    call_error(cared, filed(cared, cared.asha, shared=True, title="An error"))
    brought(cared, cared.asha, title="My skin")
    with fetched(cared, cared.asha, made(cared, cared.asha)) as archive:
        documents = [one for one in resources(archive) if one["resourceType"] == "DocumentReference"]
        assert {one["description"] for one in documents} == {"For you", "My skin"}
        (paper_,) = [one for one in documents if one["id"] == str(open_)]
        assert archive.read(paper_["content"][0]["attachment"]["url"]) == paper()
        assert paper_["type"]["coding"] == [{"system": "http://loinc.org", "code": "11488-4"}]
        assert not any(b"somebody else" in archive.read(name) for name in archive.namelist())


def test_nothing_of_a_document_stands_readable_on_the_disk(clinic_on_sqlite: Cast) -> None:
    clinic_on_sqlite.book(clinic_on_sqlite.asha)
    words = taken("Quokka.txt", b"Quokka notes " * 50)
    filed(clinic_on_sqlite, clinic_on_sqlite.asha, words, title="Quokka clinic", author="Dr Quokka", note="Quokka")
    brought(clinic_on_sqlite, clinic_on_sqlite.asha, taken("skin.jpg", photo()), title="Quokka skin")
    on_disk = b"".join(path.read_bytes() for path in settings().data_dir.rglob("*") if path.is_file())
    assert b"Quokka" not in on_disk
    assert photo()[200:400] not in on_disk
