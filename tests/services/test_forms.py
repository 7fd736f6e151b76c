"""Forms before a visit: made by the administrator, answered at home, read by the doctor in the visit."""

import threading
from uuid import UUID, uuid4

import pytest
from pydantic import ValidationError
from sqlmodel import select

from hms.config import settings
from hms.db import transaction
from hms.errors import Forbidden, Invalid, NotFound, NotPossible, Stale
from hms.models import QuestionnaireResponse
from hms.schemas.forms import Answer, Question, TitleForm
from hms.schemas.scheduling import CancelRequest
from hms.services import forms, scheduling, visits
from hms.services.forms import answering, making, seeing
from tests.support.cast import Cast, later
from tests.support.forms import HEART, make, reply
from tests.support.offers import type_form


def state_of(clinic: Cast, form_id: UUID) -> str:
    state: str = clinic.do(clinic.admin, making.see, form_id).state
    return state


def test_bilal_answers_at_home_goes_on_later_and_dr_rao_reads_it_in_the_visit(clinic: Cast) -> None:
    make(clinic)
    booked = clinic.book(clinic.bilal)
    (due,) = clinic.do(clinic.bilal, forms.due)
    assert (due.title, due.state, due.words) == ("Your heart", "new", "8 questions")
    assert due.href == f"/patient/appointments/{booked.id}/form"
    page = clinic.do(clinic.bilal, answering.page, booked.id)
    page = reply(clinic, clinic.bilal, page, 0, "yes")
    page = reply(clinic, clinic.bilal, page, 2, "Insulin", "Aspirin")
    assert clinic.do(clinic.bilal, forms.due)[0].words == "2 of 8 questions answered"
    with pytest.raises(Invalid, match="1 question still needs an answer"):
        clinic.do(clinic.bilal, answering.hand_in, booked.id)
    page = clinic.do(clinic.bilal, answering.page, booked.id)  # on another device
    assert [step.values for step in page.steps if step.done] == [("yes",), ("Aspirin", "Insulin")]
    for place, value in ((3, "82,5"), (4, "2026-10-01"), (5, "My sister"), (6, "That it comes back."), (7, "0")):
        page = reply(clinic, clinic.bilal, page, place, value)
    page = clinic.do(clinic.bilal, answering.hand_in, booked.id)
    assert (page.answered, page.missing, page.handed_in) == (7, 0, True)
    assert clinic.do(clinic.bilal, forms.due) == []
    (read,) = clinic.do(clinic.dr_rao, seeing.answers, booked.id)
    assert [(row.question, row.answer) for row in read.rows] == [
        ("Do you have pain in the chest?", "Yes"),
        ("When is it worst?", ""),
        ("What do you take?", "Aspirin, Insulin"),
        ("What do you weigh?", "82.5 kg"),
        ("When did it begin?", "1 Oct 2026"),
        ("Who looks after you at home?", "My sister"),
        ("What worries you?", "That it comes back."),
        ("How bad is it?", "0 of 10"),
    ]
    assert read.told.startswith("In the patient’s own words")


def test_reception_sees_whether_it_is_answered_and_not_what(clinic: Cast) -> None:
    make(clinic)
    booked = clinic.book(clinic.bilal)
    reply(clinic, clinic.bilal, clinic.do(clinic.bilal, answering.page, booked.id), 5, "Quokka")
    seen = clinic.do(clinic.reception, seeing.state, booked.id)
    assert seen.state == "begun"
    assert "Quokka" not in seen.model_dump_json()
    with pytest.raises(Forbidden):
        clinic.do(clinic.reception, seeing.answers, booked.id)
    for who in (clinic.dr_osei, clinic.asha):
        with pytest.raises(NotFound):
            clinic.do(who, seeing.state, booked.id)
    with pytest.raises(NotFound):
        clinic.do(clinic.dr_osei, seeing.answers, booked.id)
    with pytest.raises(NotFound):
        clinic.do(clinic.asha, answering.page, booked.id)
    assert clinic.do(clinic.asha, forms.due) == []


def test_what_is_missing_is_said(clinic: Cast) -> None:
    make(clinic)
    booked = clinic.book(clinic.bilal)
    (read,) = clinic.do(clinic.dr_rao, seeing.answers, booked.id)
    assert (read.told, read.missing) == ("Not answered", 2)
    assert [row.missing for row in read.rows] == [True, False, False, True, False, False, False, False]


def test_answers_change_until_the_visit_begins(clinic: Cast) -> None:
    make(clinic)
    booked = clinic.book(clinic.bilal)
    page = clinic.do(clinic.bilal, answering.page, booked.id)
    page = reply(clinic, clinic.bilal, page, 0, "yes")
    page = reply(clinic, clinic.bilal, page, 3, "80")
    clinic.do(clinic.bilal, answering.hand_in, booked.id)
    page = reply(clinic, clinic.bilal, page, 0, "no")
    assert page.handed_in
    page = reply(clinic, clinic.bilal, page, 0)  # taken back: it is needed, so the form is open again
    assert (page.missing, page.handed_in) == (1, False)
    reply(clinic, clinic.bilal, page, 0, "no")
    clinic.do(clinic.dr_rao, visits.start, booked.id)
    with pytest.raises(NotPossible, match="visit has begun"):
        reply(clinic, clinic.bilal, page, 0, "yes")
    with pytest.raises(NotPossible, match="visit has begun"):
        clinic.do(clinic.bilal, answering.hand_in, booked.id)
    assert clinic.do(clinic.dr_rao, seeing.answers, booked.id)[0].rows[0].answer == "No"
    assert clinic.do(clinic.bilal, answering.page, booked.id).refused == "The visit has begun"


def test_a_cancelled_visit_asks_nothing(clinic: Cast) -> None:
    make(clinic)
    booked = clinic.book(clinic.bilal)
    clinic.do(clinic.bilal, scheduling.cancel, CancelRequest(appointment_id=booked.id, reason="x", version=1))
    assert clinic.do(clinic.bilal, forms.due) == []


def test_what_does_not_fit_is_refused_and_what_was_answered_stays(clinic: Cast) -> None:
    make(clinic)
    booked = clinic.book(clinic.bilal)
    page = reply(clinic, clinic.bilal, clinic.do(clinic.bilal, answering.page, booked.id), 3, "80")
    wrong = {
        0: ["maybe"], 1: ["Never"], 2: ["Heroin"], 3: ["10", "301", "many", "NaN", "1e2", "9" * 30], 4: ["2026-02-30", "x", "1750-01-01"],
        5: ["x" * 201, "a\u202eb"], 6: ["x" * 3_001], 7: ["11", "-1", "ten"],
    }  # fmt: skip
    for place, values in wrong.items():
        for value in values:
            with pytest.raises(Invalid) as refused:
                reply(clinic, clinic.bilal, page, place, value)
            assert list(refused.value.fields) == ["answer"]
    with pytest.raises(Invalid):
        reply(clinic, clinic.bilal, page, 1, "In the morning", "At night")
    with pytest.raises(ValidationError):
        reply(clinic, clinic.bilal, page, 6, "x" * 10_000_000)
    again = clinic.do(clinic.bilal, answering.page, booked.id)
    assert [step.values for step in again.steps if step.done] == [("80",)]
    for form_id, key in ((page.steps[0].form_id, "gone"), (UUID(int=9), "x")):
        with pytest.raises((NotFound, NotPossible)):
            clinic.do(
                clinic.bilal, answering.answer, Answer(appointment_id=booked.id, form_id=form_id, key=key, values=["x"])
            )


def test_an_answered_version_never_changes(clinic: Cast) -> None:
    form_id = make(clinic, *HEART[:2])
    seen = clinic.do(clinic.admin, making.see, form_id)
    assert (seen.version, seen.answered) == (1, False)
    first = clinic.book(clinic.bilal)
    reply(clinic, clinic.bilal, clinic.do(clinic.bilal, answering.page, first.id), 0, "yes")
    changed = seen.questions[0].model_dump(include={"key", "kind", "required"}) | {"text": "Any pain at all?"}
    after = clinic.do(
        clinic.admin, making.put_question, form_id, Question.model_validate(changed), state_of(clinic, form_id)
    )
    assert (after.version, after.answered) == (2, False)
    assert clinic.do(clinic.bilal, answering.page, first.id).steps[0].question.text == "Do you have pain in the chest?"
    second = clinic.book(clinic.bilal, later(120))
    assert clinic.do(clinic.bilal, answering.page, second.id).steps[0].question.text == "Any pain at all?"
    again = clinic.do(clinic.admin, making.remove_question, form_id, after.questions[1].key, after.state)
    assert (again.version, len(again.questions)) == (2, 1)  # nobody has answered the second yet


def test_questions_are_put_in_order_and_a_stale_page_is_refused(clinic: Cast) -> None:
    form_id = make(clinic, *HEART[:3])
    page = clinic.do(clinic.admin, making.see, form_id)
    keys = [one.key for one in page.questions]
    page = clinic.do(clinic.admin, making.move_question, form_id, keys[2], -1, page.state)
    page = clinic.do(clinic.admin, making.move_question, form_id, keys[0], -1, page.state)
    assert [one.key for one in page.questions] == [keys[0], keys[2], keys[1]]
    with pytest.raises(Stale):
        clinic.do(clinic.admin, making.rename, form_id, TitleForm(title="Other"), "1.1")
    with pytest.raises(NotFound):
        clinic.do(clinic.admin, making.move_question, form_id, "gone", 1, page.state)
    with pytest.raises(ValidationError, match="one a line"):
        Question(kind="choice", text="x", options=("only one",))
    with pytest.raises(ValidationError, match="smallest"):
        Question(kind="number", text="x", least="3", most="2")


def test_a_form_is_asked_before_its_kinds_of_visits_only(clinic: Cast) -> None:
    from hms.services import visit_types

    kind = clinic.do(clinic.admin, visit_types.add, type_form("Stress test"))
    form_id = make(clinic, types=(str(kind.id),))
    plain = clinic.book(clinic.bilal)
    with pytest.raises(NotFound):
        clinic.do(clinic.bilal, answering.page, plain.id)
    typed = clinic.book(clinic.bilal, later(120), visit_type_id=kind.id)
    assert len(clinic.do(clinic.bilal, answering.page, typed.id).steps) == 8
    (line,) = clinic.do(clinic.admin, making.listed)
    assert (line.types, line.questions, line.answered) == ("Stress test", 8, 0)
    with pytest.raises(Invalid):
        clinic.do(clinic.admin, making.ask_before, form_id, ["nothing"])
    clinic.do(clinic.admin, making.close, form_id, True)
    assert clinic.do(clinic.bilal, forms.due) == []
    with pytest.raises(NotPossible, match="no more"):
        clinic.do(clinic.admin, making.rename, form_id, TitleForm(title="Other"), state_of(clinic, form_id))
    clinic.do(clinic.admin, making.close, form_id, False)
    assert len(clinic.do(clinic.bilal, forms.due)) == 1


def test_made_twice_is_there_once(clinic: Cast) -> None:
    key = str(uuid4())
    one, two = (clinic.do(clinic.admin, making.begin, TitleForm(title="Your heart"), key) for _ in range(2))
    assert one == two


def test_two_devices_at_once_lose_no_answer(clinic: Cast) -> None:
    make(clinic)
    booked = clinic.book(clinic.bilal)
    page = clinic.do(clinic.bilal, answering.page, booked.id)
    replies = {0: "yes", 1: "At night", 3: "80", 5: "My sister", 7: "4"}
    work = [
        threading.Thread(target=reply, args=(clinic, clinic.bilal, page, place, value))
        for place, value in replies.items()
    ]
    for one in work:
        one.start()
    for one in work:
        one.join()
    again = clinic.do(clinic.bilal, answering.page, booked.id)
    assert {n: step.values[0] for n, step in enumerate(again.steps) if step.done} == replies
    with transaction(reading=True) as db:
        assert len(db.exec(select(QuestionnaireResponse)).all()) == 1


def test_no_answer_stands_readable_on_the_disk(clinic_on_sqlite: Cast) -> None:
    clinic = clinic_on_sqlite
    make(clinic)
    booked = clinic.book(clinic.bilal)
    reply(clinic, clinic.bilal, clinic.do(clinic.bilal, answering.page, booked.id), 6, "Quokka at night")
    on_disk = b"".join(path.read_bytes() for path in settings().data_dir.rglob("*") if path.is_file())
    assert b"Quokka" not in on_disk
