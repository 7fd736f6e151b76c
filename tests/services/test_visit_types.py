"""The administrator says which kinds of visits there are; whoever books chooses among them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError
from sqlmodel import select

from hms.changes import BUS, Change
from hms.components.theme import TONES
from hms.db import transaction
from hms.errors import Invalid, NotFound, NotPossible, Stale
from hms.models import AuditEntry, SpecialTime, WeeklyHours
from hms.schemas.visit_types import Colour, VisitTypeForm
from hms.services import directory, scheduling, visit_types
from tests.support.cast import ELEVEN, NOW, Cast, later
from tests.support.offers import offer, type_form


def names(clinic: Cast, who: str, department_id: UUID | None = None) -> list[str]:
    return [kind.name for kind in clinic.do(clinic.people[who], visit_types.offered, department_id)]


def keep_hours_for(clinic: Cast, type_id: UUID, doctor: str = "dr_rao", **other: Any) -> None:
    """Keep a doctor's hours for one kind of visit."""
    with transaction() as db:
        mine = select(WeeklyHours).where(WeeklyHours.practitioner_id == clinic.people[doctor].practitioner_id)
        for block in db.exec(mine):
            block.only_types = str(type_id)
            for name, value in other.items():
                setattr(block, name, value)


def test_what_the_administrator_offers_patients_read_and_book(clinic: Cast) -> None:
    kind = offer(clinic, price="40 €", preparation="Bring your list of medicines.", colour="ok", buffer_after_min=5)
    (seen,) = clinic.do(clinic.asha, visit_types.offered)
    assert (seen.name, seen.length_min, seen.price, seen.colour) == ("ECG", 30, "40 €", "ok")
    assert seen.preparation == "Bring your list of medicines." and not seen.by_video
    booked = clinic.book(clinic.asha, visit_type_id=kind.id)
    assert (booked.visit_type, booked.length_min) == ("ECG", 30)


def test_patients_are_offered_what_they_may_book_and_a_department_what_is_its_own(clinic: Cast) -> None:
    offer(clinic, "ECG", department_id=clinic.cardiology)
    offer(clinic, "Field of vision", department_id=clinic.eyes)
    offer(clinic, "Second opinion", patients_may_book=False)
    assert names(clinic, "asha") == ["ECG", "Field of vision"]
    assert names(clinic, "reception") == ["ECG", "Field of vision", "Second opinion"]
    assert names(clinic, "reception", clinic.eyes) == ["Field of vision", "Second opinion"]
    assert names(clinic, "asha", clinic.cardiology) == ["ECG"]


def test_the_administrator_reads_each_type_in_words(clinic: Cast) -> None:
    offer(clinic, "Talk", buffer_before_min=5, buffer_after_min=10, needs_approval=True, department_id=clinic.eyes)
    offer(clinic, "By phone", patients_may_book=False)
    phone, talk = clinic.do(clinic.admin, visit_types.listed)
    assert (talk.length_words, talk.who_books) == ("30 min, 5 min before, 10 min after", "Patients ask, staff book")
    assert (talk.department, phone.department, phone.who_books) == ("Eyes", "Every department", "Staff")


@pytest.mark.parametrize(
    ("field", "answers"),
    [
        ("name", {"name": " "}),
        ("name", {"name": "ECG\u202e"}),
        ("length_min", {"length_min": "0"}),
        ("length_min", {"length_min": "485"}),
        ("length_min", {"length_min": "12"}),
        ("length_min", {"length_min": "soon"}),
        ("buffer_before_min", {"buffer_before_min": "-5"}),
        ("buffer_after_min", {"buffer_after_min": "121"}),
        ("colour", {"colour": "#ff0000"}),
        ("link", {"by_video": True, "link": ""}),
        ("link", {"by_video": True, "link": "http://video.example/room"}),
        ("link", {"by_video": True, "link": "javascript:alert(1)"}),
        ("link", {"by_video": True, "link": "https://clinic.example@evil.example/"}),
        ("link", {"link": "https://video.example/room"}),
        ("price", {"price": "4" * 81}),
        ("preparation", {"preparation": "x" * 10_000_000}),
    ],
)
def test_an_answer_out_of_range_is_refused_beside_its_field(field: str, answers: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refused:
        VisitTypeForm.model_validate({"name": "ECG", "length_min": "30", **answers})
    assert [error["loc"][0] for error in refused.value.errors()] == [field]


def test_colours_are_the_tones_of_the_look() -> None:
    assert Colour.__args__ == TONES  # type: ignore[attr-defined]


def test_a_name_stands_for_one_type_in_whatever_letters(clinic: Cast) -> None:
    first = offer(clinic, "Échographie")
    with pytest.raises(Invalid) as refused:
        offer(clinic, "ÉCHOGRAPHIE")
    assert "already" in refused.value.fields["name"]
    clinic.do(clinic.admin, visit_types.close, first.id, first.version)
    with pytest.raises(Invalid) as refused:
        offer(clinic, "échographie")
    assert "again" in refused.value.fields["name"]
    other = offer(clinic, "ECG")
    with pytest.raises(Invalid):
        clinic.do(clinic.admin, visit_types.change, other.id, type_form("Échographie"), other.version)


def test_a_type_of_a_department_that_is_not_open_is_refused(clinic: Cast) -> None:
    closed = clinic.do(clinic.admin, directory.add_department, directory.DepartmentForm(name="Skin"))
    clinic.do(clinic.admin, directory.close_department, closed.id, closed.version)
    with pytest.raises(Invalid) as refused:
        offer(clinic, department_id=closed.id)
    assert list(refused.value.fields) == ["department_id"]


def test_a_change_counts_from_now_on_and_booked_visits_keep_their_length(clinic: Cast) -> None:
    kind = offer(clinic)
    booked = clinic.book(clinic.asha, visit_type_id=kind.id)
    changed = clinic.do(
        clinic.admin, visit_types.change, kind.id, type_form("ECG at rest", length_min=45), kind.version
    )
    assert (changed.length_min, changed.version) == (45, kind.version + 1)
    card = clinic.do(clinic.asha, scheduling.card, booked.id)
    assert (card.length_min, card.visit_type) == (30, "ECG at rest")
    assert clinic.book(clinic.bilal, doctor="dr_osei", visit_type_id=kind.id).length_min == 45


def test_of_two_who_change_one_type_the_second_is_told(clinic: Cast) -> None:
    kind = offer(clinic)
    clinic.do(clinic.admin, visit_types.change, kind.id, type_form("ECG at rest"), kind.version)
    with pytest.raises(Stale) as refused:
        clinic.do(clinic.admin, visit_types.change, kind.id, type_form("Stress test"), kind.version)
    assert refused.value.theirs == "ECG at rest"
    with pytest.raises(Stale):
        clinic.do(clinic.admin, visit_types.close, kind.id, kind.version)
    assert [one.name for one in clinic.do(clinic.admin, visit_types.listed)] == ["ECG at rest"]


def test_a_closed_type_is_offered_to_nobody_and_can_be_opened_again(clinic: Cast) -> None:
    kind = offer(clinic)
    booked = clinic.book(clinic.asha, visit_type_id=kind.id)
    clinic.do(clinic.admin, visit_types.close, kind.id, kind.version)
    assert names(clinic, "asha") == names(clinic, "reception") == []
    with pytest.raises(Invalid):
        clinic.book(clinic.bilal, later(180), visit_type_id=kind.id)
    assert clinic.do(clinic.asha, scheduling.card, booked.id).visit_type == "ECG"
    (closed,) = clinic.do(clinic.admin, visit_types.listed)
    assert closed.closed
    with pytest.raises(NotFound):
        clinic.do(clinic.admin, visit_types.close, kind.id, closed.version)
    again = clinic.do(clinic.admin, visit_types.reopen, kind.id, closed.version)
    assert not again.closed and names(clinic, "asha") == ["ECG"]
    with pytest.raises(NotFound):
        clinic.do(clinic.admin, visit_types.reopen, kind.id, again.version)


def test_a_type_that_hours_are_kept_for_is_not_closed_and_it_says_whose(clinic: Cast) -> None:
    kind = offer(clinic)
    keep_hours_for(clinic, kind.id, "dr_rao")
    with pytest.raises(NotPossible) as refused:
        clinic.do(clinic.admin, visit_types.close, kind.id, kind.version)
    assert "Dr Meera Rao" in refused.value.body and "Osei" not in refused.value.body
    keep_hours_for(clinic, kind.id, "dr_rao", valid_to_on=(NOW - timedelta(days=1)).date())
    clinic.do(clinic.admin, visit_types.close, kind.id, kind.version)


def test_extra_hours_to_come_keep_a_type_open_too_until_they_are_over(clinic: Cast) -> None:
    kind = offer(clinic)
    with transaction() as db:
        extra = SpecialTime(
            practitioner_id=clinic.dr_osei.practitioner_id, kind="extra", starts_at=ELEVEN, ends_at=later(180),
            only_types=str(kind.id), request_key="one", made_at=NOW,
        )  # fmt: skip
        db.add(extra)
    with pytest.raises(NotPossible, match="Hours are still kept"):
        clinic.do(clinic.admin, visit_types.close, kind.id, kind.version)
    clinic.do(clinic.admin, visit_types.close, kind.id, kind.version, now=later(200))


def test_each_change_is_told_and_remembered(clinic_on_sqlite: Cast) -> None:
    clinic = clinic_on_sqlite
    heard: list[Change | None] = []
    stop = BUS.subscribe(heard.append)
    kind = offer(clinic)
    clinic.do(clinic.admin, visit_types.change, kind.id, type_form(length_min=40), kind.version)
    clinic.do(clinic.admin, visit_types.close, kind.id, kind.version + 1)
    clinic.do(clinic.admin, visit_types.reopen, kind.id, kind.version + 2)
    stop()
    assert heard == [Change("directory", (str(kind.id),))] * 4
    with transaction(reading=True) as db:
        kept = db.exec(select(AuditEntry).where(AuditEntry.record_id == kind.id).order_by(AuditEntry.seq)).all()
    assert [entry.what for entry in kept] == ["add", "change", "close", "reopen"]
    assert {entry.account_id for entry in kept} == {clinic.admin.account_id}
