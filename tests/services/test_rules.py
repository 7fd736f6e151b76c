"""The administrator sets the rules of scheduling; everybody goes by them at once."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError
from sqlmodel import select

from hms.changes import BUS, Change
from hms.db import transaction
from hms.errors import Invalid, NotAllowedHere, NotPossible, SlotTaken, Stale
from hms.models import THE_CLINIC, AuditEntry, Clinic
from hms.schemas.rules import RulesForm
from hms.schemas.scheduling import CancelRequest
from hms.services import availability, rules, scheduling
from tests.support.cast import ELEVEN, NOW, Cast, later


def answers(clinic: Cast, **changed: Any) -> dict[str, Any]:
    """Answer with the rules as they stand, save for some."""
    card = clinic.do(clinic.admin, rules.read).model_dump(exclude={"country", "regions", "zone"})
    return card | changed


def set_rules(clinic: Cast, **changed: Any) -> Any:
    return clinic.do(clinic.admin, rules.save, RulesForm.model_validate(answers(clinic, **changed)))


def test_a_clinic_that_set_no_rules_goes_by_the_usual_ones(clinic: Cast) -> None:
    card = clinic.do(clinic.admin, rules.read)
    assert (card.version, card.hold_min, card.cutoff_min, card.overbooking_roles) == (1, 5, 0, ())
    assert card.country == "India" and ("KL", "Kerala") in card.regions
    saved = set_rules(clinic, hold_min=7)
    assert (saved.version, saved.hold_min) == (2, 7) == (2, clinic.do(clinic.admin, rules.read).hold_min)


def test_a_cut_off_keeps_patients_from_cancelling_late_and_says_whom_to_call(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha)
    set_rules(clinic, cutoff_min=120, phone="+91 22 5550 100")
    with pytest.raises(NotPossible, match="too late") as refused:
        wanted = CancelRequest(appointment_id=booked.id, reason="x", version=booked.version)
        clinic.do(clinic.asha, scheduling.cancel, wanted)
    assert "+91 22 5550 100" in refused.value.body


def test_reception_double_books_only_where_the_rules_say_so(clinic: Cast) -> None:
    clinic.book(clinic.asha)
    over = clinic.request(ELEVEN, patient_id=clinic.bilal.patient_id, overbook_reason="He is in pain")
    with pytest.raises(NotAllowedHere, match="does not double-book"):
        clinic.do(clinic.reception, scheduling.book, over)
    set_rules(clinic, overbooking_roles=["receptionist"])
    assert clinic.do(clinic.reception, scheduling.book, over).overbooked
    set_rules(clinic, overbooking_roles=[])
    with pytest.raises((NotPossible, SlotTaken)):
        clinic.do(clinic.reception, scheduling.book, clinic.request(ELEVEN, patient_id=clinic.bilal.patient_id))


@pytest.mark.parametrize(
    ("field", "answer"),
    [
        ("hold_min", "0"), ("hold_min", "31"), ("hold_min", "x"), ("notice_min", "-1"), ("ahead_days", "0"),
        ("ahead_days", "731"), ("cutoff_min", str(30 * 1440 + 1)), ("phone", "1" * 41), ("phone", "12\u202e34"),
        ("overbooking_roles", ["patient"]), ("overbooking_roles", ["administrator"]), ("overbooking_roles", ["x"]),
        ("offer_min", "4"), ("reminder_hours", "169"), ("quiet_from", "24:00"), ("quiet_to", "8:00"),
        ("quiet_from", "21:00; --"), ("no_show_min", "-1"), ("long_wait_min", "0"),
    ],
)  # fmt: skip
def test_an_answer_out_of_range_is_refused_beside_its_field(clinic_on_sqlite: Cast, field: str, answer: object) -> None:
    with pytest.raises(ValidationError) as refused:
        set_rules(clinic_on_sqlite, **{field: answer})
    assert [error["loc"][0] for error in refused.value.errors()] == [field]


def test_a_range_is_worded_in_the_unit_in_which_people_think(clinic_on_sqlite: Cast) -> None:
    for field, words in (("cutoff_min", "30 days at most"), ("offer_min", "from 5 minutes to 7 days")):
        with pytest.raises(ValidationError, match=words):
            set_rules(clinic_on_sqlite, **{field: 10**9})


def test_a_region_that_the_country_does_not_have_is_refused(clinic: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        set_rules(clinic, holiday_region="BY")
    assert list(refused.value.fields) == ["holiday_region"]
    assert set_rules(clinic, holiday_region="KL").holiday_region == "KL"


def test_coming_holidays_are_named_before_anything_is_saved_with_what_is_booked_on_them(clinic: Cast) -> None:
    clinic.book(clinic.asha, ELEVEN.replace(month=12, day=25))
    coming = clinic.do(clinic.admin, rules.coming_holidays, "")
    christmas = next(one for one in coming if one.day == date(2026, 12, 25))
    assert (christmas.name, christmas.words, christmas.booked) == ("Christmas", "Friday 25 December 2026", 1)
    assert all(NOW.date() <= one.day <= date(2027, 11, 23) for one in coming)
    assert [one.day for one in coming] == sorted(one.day for one in coming)
    kerala = {one.name for one in clinic.do(clinic.admin, rules.coming_holidays, "KL")}
    assert kerala - {one.name for one in coming}


def test_nobody_is_booked_on_a_holiday_that_the_clinic_observes(clinic: Cast) -> None:
    asked = (clinic.dr_rao.practitioner_id, date(2026, 12, 25))
    assert clinic.do(clinic.asha, availability.free_times, *asked)
    set_rules(clinic, observes_holidays=True)
    assert clinic.do(clinic.asha, availability.free_times, *asked) == []


def test_a_country_without_a_known_calendar_has_no_regions_and_no_holidays(clinic: Cast) -> None:
    with transaction() as db:
        db.get_one(Clinic, THE_CLINIC).country = "CP"
    assert clinic.do(clinic.admin, rules.read).regions == []
    assert clinic.do(clinic.admin, rules.coming_holidays, "") == []


def test_of_two_who_save_the_second_is_told_and_nothing_is_overwritten(clinic: Cast) -> None:
    first = answers(clinic, hold_min=8)
    second = answers(clinic, hold_min=9)
    clinic.do(clinic.admin, rules.save, RulesForm.model_validate(first))
    with pytest.raises(Stale):
        clinic.do(clinic.admin, rules.save, RulesForm.model_validate(second))
    assert clinic.do(clinic.admin, rules.read).hold_min == 8


def test_a_change_of_the_rules_is_told_and_remembered(clinic_on_sqlite: Cast) -> None:
    heard: list[Change | None] = []
    stop = BUS.subscribe(heard.append)
    set_rules(clinic_on_sqlite, hold_min=6)
    stop()
    assert heard == [Change("directory", (str(THE_CLINIC),))]
    with transaction(reading=True) as db:
        kept = db.exec(select(AuditEntry).where(AuditEntry.record_id == THE_CLINIC)).all()
    assert [(entry.what, entry.account_id) for entry in kept] == [("save", clinic_on_sqlite.admin.account_id)]


def test_a_shorter_hold_counts_for_the_next_time_that_is_chosen(clinic: Cast) -> None:
    from hms.schemas.scheduling import HoldRequest
    from hms.services import holds

    set_rules(clinic, hold_min=1)
    wanted = HoldRequest(practitioner_id=clinic.dr_rao.practitioner_id, starts_at=ELEVEN)
    assert clinic.do(clinic.asha, holds.hold, wanted).expires_at == later(1)
