"""What is new at home since the last look, and that a look lasts while one reads."""

from datetime import timedelta

from hms.access import Actor
from hms.schemas.personal import ChangeAnswer, ChangeAsked
from hms.schemas.scheduling import CancelRequest
from hms.services import news, scheduling
from hms.services.intake import confirming
from hms.services.personal import reading, requests
from tests.support.cast import Cast, later
from tests.support.portal import say, stated


def titles(clinic: Cast, who: Actor, minutes: float) -> list[str]:
    """Look at the home page so many minutes after now."""
    return [one.title for one in clinic.do(who, news.latest, now=later(minutes))]


def test_a_signed_visit_is_new_until_the_next_look(clinic: Cast) -> None:
    page = clinic.visit(clinic.asha)
    assert titles(clinic, clinic.asha, 1) == []
    clinic.now = later(40)
    clinic.sign(page)
    assert titles(clinic, clinic.asha, 45) == ["New summary from Dr Meera Rao"]
    assert titles(clinic, clinic.asha, 60) == ["New summary from Dr Meera Rao"], "the same look"
    assert titles(clinic, clinic.asha, 120) == []
    assert titles(clinic, clinic.bilal, 120) == []


def test_whoever_looks_for_the_first_time_reads_of_the_last_month(clinic: Cast) -> None:
    clinic.sign(clinic.visit(clinic.asha))
    assert titles(clinic, clinic.asha, 24 * 60) == ["New summary from Dr Meera Rao"]
    clinic.sign(clinic.visit(clinic.bilal, later(80)))
    assert clinic.do(clinic.bilal, news.latest, now=clinic.now + timedelta(days=40)) == []


def test_what_the_clinic_does_is_told_and_what_one_does_oneself_is_not(clinic: Cast) -> None:
    mine = clinic.book(clinic.asha)
    assert titles(clinic, clinic.asha, 1) == []
    no = CancelRequest(appointment_id=mine.id, reason="Dr Rao is ill", version=mine.version)
    clinic.do(clinic.reception, scheduling.cancel, no, now=later(40))
    (one,) = clinic.do(clinic.asha, news.latest, now=later(50))
    assert (one.title, one.note) == ("Your appointment was cancelled", "23 Nov 2026, 11:00")
    assert one.href == f"/patient/appointments/{mine.id}"


def test_answers_to_changes_and_statements_are_told(clinic: Cast) -> None:
    clinic.book(clinic.asha)
    say(clinic, clinic.asha, "condition", "Asthma")
    say(clinic, clinic.asha, "condition", "Gout")
    version = clinic.do(clinic.asha, reading.page).version
    asked = clinic.do(clinic.asha, requests.ask_change, ChangeAsked(version=version, family_name="Menon"))
    assert titles(clinic, clinic.asha, 1) == []
    for entry in stated(clinic, clinic.dr_rao, clinic.asha):
        clinic.do(clinic.dr_rao, confirming.confirm, entry.id, now=later(40))
    yes = ChangeAnswer(request_id=asked.id, version=asked.version)
    clinic.do(clinic.reception, requests.accept, yes, now=later(41))
    first, second = clinic.do(clinic.asha, news.latest, now=later(45))
    assert (first.title, first.href) == ("Your change was accepted", "/patient/profile/changes")
    assert (second.note, second.href) == ("2 answers were looked at.", "/patient/profile/health")
