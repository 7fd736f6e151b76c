"""The leave assistant: what is proposed, what is done, and that nothing is lost half-way."""

from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import pytest
from pydantic import ValidationError
from sqlmodel import select

from hms.access import Actor
from hms.db import transaction
from hms.errors import NotFound
from hms.models import Appointment, AppointmentMove, Hold, OutboxMessage, Patient, WaitlistEntry, WaitlistOffer
from hms.schemas.doctor_time import DailyMost, LimitsForm
from hms.schemas.leave import KeptOption, LeaveCard, SettleForm, UnsettledCard
from hms.schemas.scheduling import CancelRequest
from hms.services import accounts, day, scheduling
from hms.services.doctor_time import leave, limits, seeing, special
from hms.services.waitlist import answering, offering
from tests.support.cast import Cast, later
from tests.support.doctor_time import add, block, free, on, plan, room, settle, special_form
from tests.support.offers import offer

DAY_MIN = 60 * 24


def hire_colleague(clinic: Cast) -> Actor:
    clinic.people["dr_ito"] = clinic.hire("Dr Aiko Ito", "ito@alder.example", clinic.cardiology)
    return clinic.dr_ito


def left(clinic: Cast, who: Actor | None = None) -> LeaveCard:
    return clinic.do(who or clinic.dr_rao, leave.unsettled, clinic.dr_rao.practitioner_id)


def told(kind: str, patient: Actor) -> int:
    with transaction() as db:
        asked = select(OutboxMessage).where(OutboxMessage.kind == kind, OutboxMessage.patient_id == patient.patient_id)
        return len(db.exec(asked).all())


def words(one: UnsettledCard) -> list[str]:
    return [option.words for option in one.options]


@pytest.fixture
def away(clinic: Cast) -> Cast:
    """Asha at 10:00 and Bilal at 10:20 tomorrow, when Dr Rao is away for three days."""
    hire_colleague(clinic)
    clinic.book(clinic.asha, later(DAY_MIN))
    clinic.book(clinic.bilal, later(DAY_MIN + 20))
    add(clinic, clinic.dr_rao, "leave", first=1, last=3)
    return clinic


def test_each_appointment_in_leave_gets_proposals_of_its_own(away: Cast) -> None:
    card = left(away)
    assert [one.appointment.patient for one in card.unsettled] == ["Asha Nair", "Bilal Haddad"]
    asha, bilal = card.unsettled
    assert words(asha) == [
        "Fri 27 Nov, 09:00, Dr Meera Rao",
        "Sat 28 Nov, 09:00, Dr Meera Rao",
        "Tue 24 Nov, 09:00, Dr Aiko Ito",
        "Wed 25 Nov, 09:00, Dr Aiko Ito",
    ]
    every = [(o.practitioner_id, o.starts_at) for one in card.unsettled for o in one.options]
    assert len(every) == len(set(every)) == 8
    assert words(bilal)[0] == "Fri 27 Nov, 09:20, Dr Meera Rao"


def test_nobody_is_offered_what_meets_their_own_appointments(away: Cast) -> None:
    away.book(away.asha, later(DAY_MIN * 4 - 60), doctor="dr_osei")  # Friday at nine, at the eyes
    assert words(left(away).unsettled[0])[0] == "Fri 27 Nov, 09:20, Dr Meera Rao"


def test_two_visits_of_one_patient_are_not_proposed_for_one_time(clinic: Cast) -> None:
    hire_colleague(clinic)
    clinic.book(clinic.asha, later(DAY_MIN))
    clinic.book(clinic.asha, later(DAY_MIN + 20))
    add(clinic, clinic.dr_rao, "leave", first=1)
    spans = sorted(o.starts_at for one in left(clinic).unsettled for o in one.options)
    assert all(b - a >= timedelta(minutes=20) for a, b in pairwise(spans))


def test_proposals_keep_to_types_lengths_rooms_and_daily_limits(clinic: Cast) -> None:
    ecg, first = offer(clinic, "ECG", buffer_after_min=10), room(clinic)
    plan(clinic, clinic.dr_rao, *(block(d, "09:00", "12:00", room_id=first) for d in range(7)))
    for who, at in ((clinic.asha, 0), (clinic.bilal, 60)):
        clinic.book(who, later(DAY_MIN + at), visit_type_id=ecg.id)
    most = [DailyMost(visit_type_id=ecg.id, most=1)]
    version = clinic.do(clinic.dr_rao, limits.limits, clinic.dr_rao.practitioner_id).version
    form = LimitsForm(
        practitioner_id=clinic.dr_rao.practitioner_id, limits=most, notice_min=None, ahead_days=None, version=version
    )
    clinic.do(clinic.dr_rao, limits.set_limits, form)
    add(clinic, clinic.dr_rao, "leave", first=1)
    asha, bilal = left(clinic).unsettled
    assert words(asha) == ["Wed 25 Nov, 09:00, Dr Meera Rao", "Thu 26 Nov, 09:00, Dr Meera Rao"]
    assert words(bilal) == ["Fri 27 Nov, 09:00, Dr Meera Rao", "Sat 28 Nov, 09:00, Dr Meera Rao"]
    for one in (asha, bilal):
        assert settle(clinic, clinic.dr_rao, one.appointment, "move", one.options[0]).done


def test_what_a_reader_sees_with_an_appointment_stays_its_own_while_it_is_free(away: Cast) -> None:
    asha, bilal = left(away).unsettled
    kept = [
        KeptOption(
            appointment_id=one.appointment.id, practitioner_id=option.practitioner_id, starts_at=option.starts_at
        )
        for one, option in ((bilal, bilal.options[0]), (asha, asha.options[3]))
    ]
    assert settle(away, away.dr_rao, asha.appointment, "cancel").done
    (again,) = away.do(away.dr_rao, leave.unsettled, away.dr_rao.practitioner_id, kept).unsettled
    assert "Fri 27 Nov, 09:20, Dr Meera Rao" in words(again) and len(again.options) == 4
    away.book(away.asha, bilal.options[0].starts_at)
    (again,) = away.do(away.dr_rao, leave.unsettled, away.dr_rao.practitioner_id, kept).unsettled
    assert "Fri 27 Nov, 09:20, Dr Meera Rao" not in words(again) and len(set(words(again))) == 4


def test_a_colleague_whose_account_is_disabled_is_not_proposed(away: Cast) -> None:
    away.do(away.admin, accounts.disable, away.dr_ito.account_id)
    assert {o.same_doctor for one in left(away).unsettled for o in one.options} == {True}


def test_moving_keeps_the_history_tells_the_patient_and_leaves_no_hole_in_the_leave(away: Cast) -> None:
    asha = left(away).unsettled[0]
    answer = settle(away, away.dr_rao, asha.appointment, "move", asha.options[0])
    assert (answer.done, answer.words) == (True, "Moved to Fri 27 Nov, 09:00. The patient is told.")
    seen = away.do(away.asha, scheduling.card, asha.appointment.id)
    assert (seen.short_day, seen.time, seen.status) == ("Fri 27 Nov", "09:00", "booked")
    assert told("moved", away.asha) == 1
    with transaction() as db:
        moves = db.exec(select(AppointmentMove).where(AppointmentMove.appointment_id == asha.appointment.id)).all()
        assert [(m.act, m.role, m.reason) for m in moves][-1] == ("move", "doctor", "The doctor is away")
    assert free(away, on(1)) == []
    assert [one.appointment.patient for one in left(away).unsettled] == ["Bilal Haddad"]


def test_moving_to_a_colleague_changes_the_doctor_and_pressing_twice_does_it_once(away: Cast) -> None:
    asha = left(away).unsettled[0]
    first, second = (settle(away, away.dr_rao, asha.appointment, "move", asha.options[2]) for _ in range(2))
    assert first == second and first.done
    assert away.do(away.asha, scheduling.card, asha.appointment.id).doctor == "Dr Aiko Ito"
    assert told("moved", away.asha) == 1
    assert away.do(away.dr_ito, day.mine, on(1)).total == 1


def test_cancelling_gives_notice_and_the_reason_once(away: Cast) -> None:
    asha = left(away).unsettled[0]
    for _ in range(2):
        assert settle(away, away.dr_rao, asha.appointment, "cancel").done
    seen = away.do(away.asha, scheduling.card, asha.appointment.id)
    assert (seen.status, seen.cancel_reason, seen.cancelled_by) == ("cancelled", "The doctor is away", "the clinic")
    assert told("cancelled", away.asha) == 1


def test_an_offer_is_held_and_the_patients_yes_moves_the_appointment(away: Cast) -> None:
    asha, bilal = left(away).unsettled
    key = str(uuid4())
    for _ in range(2):
        assert settle(away, away.dr_rao, asha.appointment, "offer", asha.options[0], key=key).done
    assert told("proposal", away.asha) == 1
    again = left(away)
    assert again.unsettled[0].offered.startswith("Offered Fri 27 Nov, 09:00; the patient can answer until ")
    assert (again.total, again.waiting) == (2, 1)
    assert "09:00" not in free(away, on(4))
    (open_offer,) = away.do(away.asha, answering.open_offers)
    assert (open_offer.time, open_offer.replaces) == ("09:00", "Tue 24 Nov, 10:00, Dr Meera Rao")
    away.do(away.asha, answering.accept, open_offer.id, open_offer.version)
    assert away.do(away.asha, scheduling.card, asha.appointment.id).short_day == "Fri 27 Nov"
    assert [one.appointment.id for one in left(away).unsettled] == [bilal.appointment.id]


def test_an_offer_that_is_not_answered_leaves_the_appointment_to_be_settled(away: Cast) -> None:
    asha = left(away).unsettled[0]
    settle(away, away.dr_rao, asha.appointment, "offer", asha.options[0])
    away.now = later(DAY_MIN / 2 + 1)
    away.do(Actor(role="system"), offering.expire)  # type: ignore[arg-type]
    assert away.do(away.asha, scheduling.card, asha.appointment.id).status == "booked"
    assert left(away).unsettled[0].offered == ""


def test_what_was_offered_is_taken_back_when_it_is_settled_otherwise(away: Cast) -> None:
    asha = left(away).unsettled[0]
    settle(away, away.dr_rao, asha.appointment, "offer", asha.options[0])
    settle(away, away.dr_rao, asha.appointment, "cancel")
    assert away.do(away.asha, answering.open_offers) == []
    assert "09:00" in free(away, on(4))
    with transaction() as db:
        assert all(entry.withdrawn_at for entry in db.exec(select(WaitlistEntry)))
        assert [one.state for one in db.exec(select(WaitlistOffer))] == ["taken_back"]
        assert all(kept.over_at for kept in db.exec(select(Hold)))


def test_half_way_nothing_is_lost(away: Cast) -> None:
    asha = left(away).unsettled[0]
    settle(away, away.dr_rao, asha.appointment, "move", asha.options[0])
    week = away.do(away.dr_rao, seeing.week, away.dr_rao.practitioner_id)
    assert (week.unsettled, week.unsettled_words) == (1, "1 appointment still lies in leave")
    assert [one.inside for one in week.coming] == [1]
    bilal = left(away).unsettled[0]
    settle(away, away.dr_rao, bilal.appointment, "cancel")
    week = away.do(away.dr_rao, seeing.week, away.dr_rao.practitioner_id)
    assert (week.unsettled, week.unsettled_words, left(away).unsettled) == (0, "", [])


def test_a_proposal_that_was_taken_meanwhile_is_answered_in_words_and_changes_nothing(away: Cast) -> None:
    asha = left(away).unsettled[0]
    away.book(away.bilal, asha.options[0].starts_at)
    for act in ("move", "offer"):
        answer = settle(away, away.dr_rao, asha.appointment, act, asha.options[0])
        assert not answer.done and answer.words.startswith("This time was just taken.")
    assert away.do(away.asha, scheduling.card, asha.appointment.id).short_day == "Tue 24 Nov"
    assert words(left(away).unsettled[0])[0] == "Fri 27 Nov, 09:20, Dr Meera Rao"
    assert told("moved", away.asha) == told("proposal", away.asha) == 0


def test_a_stale_or_cancelled_appointment_is_answered_in_words(away: Cast) -> None:
    asha = left(away).unsettled[0]
    stale = settle(away, away.dr_rao, asha.appointment, "move", asha.options[0], version=9)
    assert not stale.done and stale.words.startswith("Somebody saved this before you.")
    away.do(away.asha, scheduling.cancel, CancelRequest(appointment_id=asha.appointment.id, reason="x", version=1))
    assert not settle(away, away.dr_rao, asha.appointment, "move", asha.options[0]).done
    assert settle(away, away.dr_rao, asha.appointment, "cancel").done
    assert told("cancelled", away.asha) == 1


def test_only_what_lies_in_leave_can_be_settled_here(clinic: Cast) -> None:
    booked = clinic.book(clinic.asha, later(DAY_MIN))
    answer = settle(clinic, clinic.dr_rao, booked, "cancel")
    assert (answer.done, answer.words) == (
        False, "This appointment lies in no leave. Reception can move or cancel it. Nothing was changed.",
    )  # fmt: skip
    assert clinic.do(clinic.asha, scheduling.card, booked.id).status == "booked"


def test_a_doctor_settles_their_own_and_the_administrator_without_a_name(away: Cast) -> None:
    asha = left(away).unsettled[0]
    with pytest.raises(NotFound):
        left(away, away.dr_osei)
    for act, option in (("cancel", None), ("move", asha.options[0])):
        with pytest.raises(NotFound):
            settle(away, away.dr_osei, asha.appointment, act, option)
    seen = left(away, away.admin)
    assert [one.appointment.patient for one in seen.unsettled] == ["", ""]
    assert "Nair" not in seen.model_dump_json() and "Haddad" not in seen.model_dump_json()
    assert settle(away, away.admin, seen.unsettled[0].appointment, "move", seen.unsettled[0].options[0]).done


def test_another_departments_doctor_cannot_be_forced(away: Cast) -> None:
    asha = left(away).unsettled[0]
    forged = asha.options[0].model_copy(update={"practitioner_id": away.dr_osei.practitioner_id})
    answer = settle(away, away.dr_rao, asha.appointment, "move", forged)
    assert not answer.done and answer.words.startswith("This doctor is in another department.")


def test_somebody_who_has_died_can_only_be_cancelled(away: Cast) -> None:
    asha = left(away).unsettled[0]
    with transaction() as db:
        db.get_one(Patient, away.asha.patient_id).deceased = True
    for act in ("move", "offer"):
        assert not settle(away, away.dr_rao, asha.appointment, act, asha.options[0]).done
    assert settle(away, away.dr_rao, asha.appointment, "cancel").done


@pytest.mark.parametrize("answers", [{"act": "move"}, {"act": "offer"}, {"act": "burn"}, {"reason": ""}])
def test_a_decision_without_its_facts_is_refused(answers: dict[str, Any]) -> None:
    usual = {"appointment_id": UUID(int=7), "version": 1, "act": "cancel", "reason": "x", "key": str(uuid4())}
    with pytest.raises(ValidationError):
        SettleForm.model_validate(usual | answers)


def test_a_closed_clinic_is_settled_doctor_by_doctor(clinic: Cast) -> None:
    clinic.book(clinic.asha, later(DAY_MIN))
    clinic.do(clinic.admin, special.save_special, special_form(None, "leave", 1))
    (one,) = left(clinic).unsettled
    assert words(one)[0] == "Wed 25 Nov, 09:00, Dr Meera Rao"


def test_what_was_booked_over_leave_on_purpose_is_left_alone(away: Cast) -> None:
    asha = left(away).unsettled[0]
    with transaction() as db:
        db.get_one(Appointment, asha.appointment.id).overbooked_at = later(60)
    assert [one.appointment.patient for one in left(away).unsettled] == ["Bilal Haddad"]
