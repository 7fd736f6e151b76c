"""What patients state about their health: theirs until a clinician confirms it, and never lost."""

from uuid import UUID

import pytest
from pydantic import ValidationError

from hms.errors import NotFound, NotPossible
from hms.schemas.statements import RefuteForm, StatementForm
from hms.services import visits
from hms.services.intake import confirming, statements
from tests.support.cast import Cast, later
from tests.support.portal import say, stated, told


def waiting(clinic: Cast) -> UUID:
    """Let asha, whom dr_rao sees today, state an allergy; gives its id."""
    clinic.book(clinic.asha)
    say(clinic, clinic.asha, "allergy", "Penicillin", more="rash", severe=True)
    return told(clinic, clinic.asha, "allergy")[0].id


def test_an_allergy_stands_in_the_doctors_banner_at_once_and_says_who_says_so(clinic: Cast) -> None:
    page = clinic.visit(clinic.asha)
    say(clinic, clinic.asha, "allergy", "Penicillin", more="rash", severe=True)
    (entry,) = told(clinic, clinic.asha, "allergy")
    assert (entry.text, entry.state, entry.severe) == ("Penicillin: rash", "stated", True)
    assert entry.words == "Stated by you, 23 Nov 2026; not confirmed yet"
    seen = clinic.do(clinic.dr_rao, visits.page, page.appointment.id)
    assert seen.banner.allergies == ["Penicillin: rash (stated by the patient)"] == seen.appointment.allergies


def test_a_doctor_confirms_and_the_mark_goes(clinic: Cast) -> None:
    allergy = waiting(clinic)
    assert clinic.do(clinic.dr_rao, confirming.stated, clinic.asha.patient_id).waiting == 1
    clinic.do(clinic.dr_rao, confirming.confirm, allergy)
    clinic.do(clinic.dr_rao, confirming.confirm, allergy, now=later(9))
    page = clinic.do(clinic.dr_rao, confirming.stated, clinic.asha.patient_id)
    assert (page.waiting, page.allergies) == (0, ["Penicillin: rash"])
    (entry,) = told(clinic, clinic.asha, "allergy")
    assert (entry.state, entry.can_withdraw) == ("confirmed", False)
    assert entry.words == "Stated by you, 23 Nov 2026; confirmed by Dr Meera Rao, 23 Nov 2026"
    with pytest.raises(NotPossible):
        clinic.do(clinic.asha, statements.withdraw, allergy)


def test_what_is_not_so_is_said_with_a_reason_and_stays_readable(clinic: Cast) -> None:
    allergy = waiting(clinic)
    with pytest.raises(ValidationError):
        RefuteForm(statement_id=allergy, reason="  ")
    clinic.do(clinic.dr_rao, confirming.refute, RefuteForm(statement_id=allergy, reason="Tolerated it in May"))
    page = clinic.do(clinic.dr_rao, confirming.stated, clinic.asha.patient_id)
    assert (page.groups, page.allergies) == ([], [])
    (entry,) = told(clinic, clinic.asha, "allergy")
    assert (entry.state, entry.reason) == ("refuted", "Tolerated it in May")
    with pytest.raises(NotPossible):
        clinic.do(clinic.dr_rao, confirming.confirm, allergy)


def test_only_whoever_cares_for_a_patient_reads_and_confirms(clinic: Cast) -> None:
    allergy = waiting(clinic)
    for service, asked in (
        (confirming.stated, clinic.asha.patient_id),
        (confirming.confirm, allergy),
        (confirming.refute, RefuteForm(statement_id=allergy, reason="x")),
    ):
        with pytest.raises(NotFound):
            clinic.do(clinic.dr_osei, service, asked)
    with pytest.raises(NotFound):
        clinic.do(clinic.bilal, statements.withdraw, allergy)
    assert [entry.state for entry in stated(clinic, clinic.dr_rao, clinic.asha)] == ["stated"]


def test_no_known_allergies_is_an_answer_and_ends_when_there_is_one(clinic: Cast) -> None:
    page = clinic.visit(clinic.asha)
    clinic.do(clinic.asha, statements.state_none, "allergy")
    clinic.do(clinic.asha, statements.state_none, "allergy")
    banner = clinic.do(clinic.dr_rao, visits.page, page.appointment.id).banner
    assert (banner.allergies, banner.no_allergies) == ([], "No known allergies (stated by the patient)")
    (entry,) = stated(clinic, clinic.dr_rao, clinic.asha)
    clinic.do(clinic.dr_rao, confirming.confirm, entry.id)
    assert clinic.do(clinic.dr_rao, visits.page, page.appointment.id).banner.no_allergies == "No known allergies"
    say(clinic, clinic.asha, "allergy", "Latex")
    banner = clinic.do(clinic.dr_rao, visits.page, page.appointment.id).banner
    assert (banner.allergies, banner.no_allergies) == (["Latex (stated by the patient)"], "")
    with pytest.raises(NotPossible):
        clinic.do(clinic.asha, statements.state_none, "allergy")


def test_several_entries_each_said_once(clinic: Cast) -> None:
    for text in ("Asthma", "High blood pressure", "asthma"):
        say(clinic, clinic.asha, "condition", text)
    assert [entry.text for entry in told(clinic, clinic.asha, "condition")] == ["Asthma", "High blood pressure"]
    clinic.do(clinic.asha, statements.withdraw, told(clinic, clinic.asha, "condition")[0].id)
    states = {entry.text: entry.state for entry in told(clinic, clinic.asha, "condition")}
    assert states == {"High blood pressure": "stated", "Asthma": "withdrawn"}
    assert told(clinic, clinic.bilal) == []


@pytest.mark.parametrize("text", ["", " ", "x" * 201, "a\u200bb", "a\u202eb", "two\nlines", "y" * 10_000_000])
def test_nonsense_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValidationError):
        StatementForm(kind="condition", text=text)


def test_a_list_has_an_end(clinic_on_sqlite: Cast) -> None:
    for number in range(statements.MOST):
        say(clinic_on_sqlite, clinic_on_sqlite.asha, "medicine", f"Medicine {number}")
    with pytest.raises(NotPossible):
        say(clinic_on_sqlite, clinic_on_sqlite.asha, "medicine", "One more")
