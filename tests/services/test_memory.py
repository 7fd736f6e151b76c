"""Every access is remembered, in a chain that nobody rewrites."""

from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from hms.access import perform_noting
from hms.audit import told
from hms.db import transaction
from hms.errors import Forbidden, NotFound, SlotTaken
from hms.models import AuditEntry, AuditSubject
from hms.security.fingerprints import chain_link
from hms.services import accounts, board, portal, scheduling, visits
from tests.support.cast import Cast


def entries() -> list[tuple[AuditEntry, set[UUID]]]:
    with transaction(reading=True) as db:
        rows = db.exec(select(AuditEntry).order_by(AuditEntry.seq)).all()
        subjects = db.exec(select(AuditSubject)).all()
        return [(row, {s.patient_id for s in subjects if s.entry_id == row.id}) for row in rows]


def since(before: int) -> list[tuple[str, str, object, set[UUID]]]:
    return [(e.what, e.outcome, e.account_id, about) for e, about in entries()[before:]]


def test_each_read_and_write_of_ashas_data_is_remembered_with_who_and_what(clinic: Cast) -> None:
    before, asha = len(entries()), {clinic.asha.patient_id}
    page = clinic.visit(clinic.asha)
    clinic.do(clinic.reception, board.of_day, None)
    clinic.sign(page)
    clinic.do(clinic.asha, portal.home)
    assert since(before) == [
        ("book", "done", clinic.asha.account_id, asha),
        ("start", "done", clinic.dr_rao.account_id, asha),
        ("page", "done", clinic.dr_rao.account_id, asha),
        ("of_day", "done", clinic.reception.account_id, asha),
        ("sign", "done", clinic.dr_rao.account_id, asha),
        ("home", "done", clinic.asha.account_id, asha),
    ]


def test_a_refusal_is_remembered_though_nothing_else_of_it_is_kept(clinic: Cast) -> None:
    booked, before = clinic.book(clinic.asha), len(entries())
    with pytest.raises(NotFound):
        clinic.do(clinic.bilal, scheduling.card, booked.id)
    with pytest.raises(Forbidden):
        clinic.do(clinic.asha, accounts.list_accounts)
    refused = entries()[before:]
    assert [(e.what, e.outcome, e.account_id) for e, _ in refused] == [
        ("card", "refused", clinic.bilal.account_id),
        ("list_accounts", "refused", clinic.asha.account_id),
    ]
    assert refused[0][0].record_id == booked.id


def test_what_was_not_kept_leaves_no_entry(clinic: Cast) -> None:
    clinic.book(clinic.asha)
    before = len(entries())
    with pytest.raises(SlotTaken):
        clinic.book(clinic.bilal)
    assert len(entries()) == before


def test_a_screen_that_stays_open_is_remembered_once_for_each_patient_it_shows(clinic: Cast) -> None:
    clinic.book(clinic.asha)
    before = len(entries())
    _, shown = perform_noting(board.of_day, clinic.reception, None, now=clinic.now)
    _, again = perform_noting(board.of_day, clinic.reception, None, now=clinic.now, shown=shown)
    assert shown == again == {clinic.asha.patient_id}
    assert [about for *_, about in since(before)] == [{clinic.asha.patient_id}]
    booked_too = clinic.book(clinic.bilal, clinic.now.replace(hour=6, minute=30))
    assert booked_too
    perform_noting(board.of_day, clinic.reception, None, now=clinic.now, shown=shown)
    assert since(before)[-1][3] >= {clinic.bilal.patient_id}


def test_the_chain_holds_and_a_rewritten_entry_breaks_it(clinic: Cast) -> None:
    clinic.sign(clinic.visit(clinic.asha))
    link = ""
    for n, (entry, about) in enumerate(entries(), start=1):
        assert entry.seq == n
        link = chain_link(link, told(entry.model_dump(), about))
        assert link == entry.link
    last, about = entries()[-1]
    forged = last.model_dump() | {"account_id": clinic.bilal.account_id}
    assert chain_link(entries()[-2][0].link, told(forged, about)) != last.link


@pytest.mark.parametrize("table", ["audit_entry", "audit_subject"])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET {}"])
def test_the_database_itself_refuses_to_rewrite_the_audit(clinic: Cast, table: str, change: str) -> None:
    column = "outcome = 'done'" if table == "audit_entry" else "patient_id = patient_id"
    with pytest.raises(DBAPIError, match="audit_only_grows"), transaction() as db:
        db.connection().execute(text(change.format(table, column)))


def test_the_audit_holds_no_content(clinic: Cast) -> None:
    clinic.sign(clinic.visit(clinic.asha))
    spelled = " ".join(told(entry.model_dump(), about) for entry, about in entries())
    assert not any(word in spelled for word in ("Asha", "Nair", "Palpitations", "ECG", "asha@"))


def test_visits_seen_by_a_doctor_are_reads_too(clinic: Cast) -> None:
    page = clinic.sign(clinic.visit(clinic.asha))
    before = len(entries())
    clinic.do(clinic.dr_rao, visits.page, page.appointment.id)
    assert since(before) == [("page", "done", clinic.dr_rao.account_id, {clinic.asha.patient_id})]
