"""Results are looked at: critical ones first, by somebody else if need be, and read by the patient in time."""

from typing import Any

import pytest

from hms.access import SYSTEM
from hms.db import transaction
from hms.errors import Invalid, NotFound, NotPossible, Stale
from hms.models import Patient, Practitioner
from hms.schemas.results import HandOverForm, ResultChange, SeenForm, TypedResult
from hms.schemas.threads import CoverForm
from hms.services import news, opening
from hms.services.chart import opened
from hms.services.orders import correcting, escalating, inbox, releasing, ruling
from hms.services.record import parts
from hms.services.threads import covers
from tests.support.cast import Cast, later
from tests.support.orders import box, came, ordered, orders, report, result, rule, see, typed

HOUR = 60


@pytest.fixture
def ward(clinic: Cast) -> Cast:
    """Give the clinic with a second doctor of the heart; asha and bilal are in dr_rao's care."""
    clinic.people["dr_lund"] = clinic.hire("Dr Nils Lund", "lund@alder.example", clinic.cardiology)  # type: ignore[arg-type]
    clinic.book(clinic.asha)
    clinic.book(clinic.bilal, later(80))
    return clinic


def escalate(cast: Cast, minutes: float) -> int:
    done: int = cast.do(SYSTEM, escalating.escalate, now=later(minutes))
    return done


def read(cast: Cast, who: Any = None, **at: Any) -> list[Any]:
    """List the results that asha reads."""
    listed: list[Any] = cast.do(who or cast.asha, parts.results, **at).listed
    return listed


def test_what_is_critical_comes_first_then_what_is_not_as_usual_and_the_oldest_first(ward: Cast) -> None:
    for minutes, said in enumerate(("3", "30", "4", "250", "40", "260")):
        (order, *_) = ordered(ward, "crp")
        came(ward, order, results=typed(crp=said), now=later(minutes))
    page = box(ward, now=later(10))
    assert [one.said.split()[3] for one in page.listed] == ["250", "260", "30", "40", "3", "4"]
    assert (page.total, page.critical) == (6, 2)
    assert page.listed[0].said == "C-reactive protein (CRP) 250 mg/L, very high"
    assert ward.do(ward.dr_rao, inbox.count) == (6, 2)
    assert box(ward, ward.dr_lund).total == box(ward, ward.dr_osei).total == 0, "a colleague's results are not theirs"


def test_a_long_inbox_has_pages_and_nothing_leaves_it_without_a_look(ward: Cast) -> None:
    for _ in range(27):
        result(ward, "inr", inr="1")
    page = box(ward)
    assert (page.total, page.pages, len(page.listed)) == (27, 2, 25)
    assert len(ward.do(ward.dr_rao, inbox.waiting, 2).listed) == 2
    for minutes in (HOUR, 30 * 24 * HOUR, 400 * 24 * HOUR):
        escalate(ward, minutes)
        ward.do(SYSTEM, releasing.release, now=later(minutes))
    assert box(ward, now=later(400 * 24 * HOUR)).total == 27


def test_whoever_has_looked_says_so_once_with_a_note(ward: Cast) -> None:
    made = result(ward, "crp", crp="30")
    (line,) = box(ward).listed
    with pytest.raises(Stale):
        see(ward, line, version=9)
    for who in (ward.dr_osei, ward.dr_lund):
        with pytest.raises(NotFound):
            see(ward, line, who)
    see(ward, line, note="Called her, antibiotics")
    see(ward, line, note="Twice is once")
    assert box(ward).total == 0
    assert report(ward, made).seen == ["Dr Meera Rao looked on 23 Nov 2026, 10:00: Called her, antibiotics"]
    assert report(ward, made).waits_for == ""


def test_who_writes_ones_own_result_down_may_say_at_once_that_it_was_looked_at(ward: Cast) -> None:
    (order,) = ordered(ward, "crp")
    came(ward, order, results=typed(crp="3"), seen=True)
    assert box(ward).total == 0
    ward.book(ward.asha, later(120), doctor="dr_osei")
    (again, *_) = ordered(ward, "inr")
    came(ward, again, who=ward.dr_osei, results=typed(inr="1"), seen=True)
    assert box(ward).total == 1, "nobody looks in another's place by writing it down"


def test_a_look_shows_what_it_was_before_and_how_to_reach_the_patient(ward: Cast) -> None:
    result(ward, "crp", crp="3")
    ward.now = later(24 * HOUR)
    result(ward, "crp", crp="90")
    (worse, _) = box(ward).listed
    shown = ward.do(ward.dr_rao, inbox.look, worse.review_id)
    assert shown.report.lines[0].before == "3 mg/L on 23 Nov 2026"
    assert shown.phones == ["+91 98765 43210"] and shown.patient == "Asha Nair"
    assert shown.order.startswith("Ordered on 24 Nov 2026, 10:00 by Dr Meera Rao")


def test_a_critical_result_that_nobody_looks_at_goes_to_the_other_doctors_of_the_department(ward: Cast) -> None:
    made = result(ward, "crp", crp="250")
    result(ward, "crp", "bilal", crp="30")
    assert escalate(ward, HOUR - 1) == 0
    assert escalate(ward, HOUR) == 1 and escalate(ward, HOUR) == 0, "once, and only what is critical"
    assert box(ward, ward.dr_osei).total == 0, "of another department"
    (line,) = box(ward, ward.dr_lund).listed
    assert line.because == "Nobody looked in time: Dr Meera Rao had ordered it"
    assert ward.do(ward.dr_lund, opening.open_record, ward.asha.patient_id).personal.name == "Asha Nair"
    with pytest.raises(NotFound):
        ward.do(ward.dr_lund, opening.open_record, ward.bilal.patient_id)
    see(ward, line, ward.dr_lund, note="Sent her to hospital")
    assert box(ward, ward.dr_lund).total == 0
    (mine, _) = box(ward).listed
    assert mine.mark == "Critical", "who ordered it still reads it, and who has looked"
    assert report(ward, made).seen[0].startswith("Dr Nils Lund looked on")


def test_once_one_has_looked_no_other_colleague_is_asked(ward: Cast) -> None:
    ward.people["dr_ito"] = ward.hire("Dr Aiko Ito", "ito@alder.example", ward.cardiology)  # type: ignore[arg-type]
    result(ward, "crp", crp="250")
    escalate(ward, HOUR)
    (line,) = box(ward, ward.dr_ito).listed
    see(ward, box(ward).listed[0])
    assert box(ward, ward.dr_lund).total == box(ward, ward.dr_ito).total == 0
    with pytest.raises(NotPossible, match="no longer waits"):
        ward.do(ward.dr_ito, inbox.acknowledge, SeenForm(review_id=line.review_id, version=1))
    with pytest.raises(NotFound):
        ward.do(ward.dr_ito, opening.open_record, ward.asha.patient_id)


def test_what_was_looked_at_in_time_is_not_escalated_and_a_change_to_critical_is(ward: Cast) -> None:
    made = result(ward, "crp", crp="30")
    see(ward, box(ward).listed[0])
    assert escalate(ward, 9 * HOUR) == 0
    (line,) = report(ward, made).lines
    change = ResultChange(observation_id=line.id, version=line.version, value="300", reason="A digit was lost")
    ward.do(ward.dr_rao, correcting.correct, change, now=later(10 * HOUR))
    assert escalate(ward, 10 * HOUR + 59) == 0 and escalate(ward, 11 * HOUR) == 1
    assert box(ward, ward.dr_lund).critical == 1


def test_a_department_of_one_asks_all_doctors_of_the_clinic(clinic: Cast) -> None:
    clinic.book(clinic.asha)
    result(clinic, "crp", crp="250")
    assert escalate(clinic, HOUR) == 1
    assert box(clinic, clinic.dr_osei).critical == 1


def test_what_waits_for_somebody_who_left_goes_to_colleagues_whatever_it_says(ward: Cast) -> None:
    made = result(ward, "inr", inr="1")
    with transaction() as db:
        db.get_one(Practitioner, ward.dr_rao.practitioner_id).stopped_at = later(1)
    assert escalate(ward, 2) == 1
    (line,) = box(ward, ward.dr_lund).listed
    see(ward, line, ward.dr_lund)
    assert report(ward, made, doctor="dr_lund").waits_for == ""
    ward.book(ward.bilal, later(140), doctor="dr_lund")
    (order, *_) = ordered(ward, "inr", patient="bilal")
    came(ward, order, who=ward.dr_lund, results=typed(inr="1"))
    assert box(ward, ward.dr_lund).total == 1, "who writes it down looks where who ordered is gone"


def test_a_report_is_handed_to_a_colleague_and_the_hour_goes_on(ward: Cast) -> None:
    result(ward, "crp", crp="250")
    (line,) = box(ward).listed
    for to in (ward.dr_rao.practitioner_id, ward.asha.patient_id):
        with pytest.raises(Invalid):
            ward.do(ward.dr_rao, inbox.hand_over, HandOverForm(review_id=line.review_id, to=to))
    given = HandOverForm(review_id=line.review_id, to=ward.dr_osei.practitioner_id)
    ward.do(ward.dr_rao, inbox.hand_over, given)
    assert box(ward).total == 0
    (theirs,) = box(ward, ward.dr_osei).listed
    assert theirs.because == "Handed over by Dr Meera Rao"
    with pytest.raises(NotPossible):
        ward.do(ward.dr_rao, inbox.acknowledge, SeenForm(review_id=line.review_id, version=1))
    assert escalate(ward, HOUR) == 1
    assert box(ward, ward.dr_lund).total == box(ward).total == 1, "who handed it over is asked again as well"


def test_who_stands_in_looks_for_a_colleague_who_is_away(ward: Cast) -> None:
    result(ward, "crp", crp="30")
    cover = CoverForm(
        covered_by_id=ward.dr_osei.practitioner_id, from_on="2026-11-23", to_on="2026-11-24", key="2" * 32
    )
    ward.do(ward.dr_rao, covers.put, cover)
    (line,) = box(ward, ward.dr_osei).listed
    assert line.colleague == "You stand in for Dr Meera Rao"
    assert ward.do(ward.dr_osei, inbox.covered) == [ward.dr_rao.practitioner_id]
    see(ward, line, ward.dr_osei)
    assert box(ward).total == 0


def test_who_stands_in_reads_what_a_result_belongs_to_and_only_meanwhile(ward: Cast) -> None:
    result(ward, "crp", crp="30")
    with pytest.raises(NotFound):
        ward.do(ward.dr_osei, opened.open_chart, ward.asha.patient_id)
    cover = CoverForm(
        covered_by_id=ward.dr_osei.practitioner_id, from_on="2026-11-23", to_on="2026-11-24", key="3" * 32
    )
    ward.do(ward.dr_rao, covers.put, cover)
    assert ward.do(ward.dr_osei, opened.open_chart, ward.asha.patient_id).record.personal.name
    with pytest.raises(NotFound):
        ward.do(ward.dr_osei, opened.open_chart, ward.bilal.patient_id)
    with pytest.raises(NotFound):
        ward.do(ward.dr_lund, opened.open_chart, ward.asha.patient_id)
    ward.now = later(3 * 24 * HOUR)
    with pytest.raises(NotFound):
        ward.do(ward.dr_osei, opened.open_chart, ward.asha.patient_id)


def test_a_patient_reads_a_result_at_once_in_plain_words_with_what_it_was_before(ward: Cast) -> None:
    result(ward, "crp", crp="3")
    ward.now = later(24 * HOUR)
    result(ward, "crp", crp="30")
    new, old = read(ward)
    assert (new.title, new.day, new.mark) == ("C-reactive protein (CRP)", "24 Nov 2026", "Something is not as usual")
    (row,) = new.rows
    assert (row.value, row.mark, row.usual, row.about) == (
        "30 mg/L", "Above the usual range", "Usual: up to 5", "A sign of inflammation or infection.",
    )  # fmt: skip
    assert [(one.name, one.value) for one in row.earlier] == [("23 Nov 2026", "3 mg/L")]
    assert old.mark == "All as usual" and old.rows[0].earlier == []
    assert read(ward, ward.bilal) == []
    assert "New result: C-reactive protein (CRP)" in [one.title for one in ward.do(ward.asha, news.latest)]
    counted = {one.part: one.total for one in ward.do(ward.asha, parts.overview)}
    assert counted["results"] == 2


def test_a_clinics_delay_is_kept_to_the_minute(ward: Cast) -> None:
    rule(ward, release_hours=48)
    result(ward, "crp", crp="3")
    assert read(ward) == []
    see(ward, box(ward).listed[0])
    for minutes, many in ((48 * HOUR - 1, 0), (48 * HOUR, 1)):
        assert ward.do(SYSTEM, releasing.release, now=later(minutes)) == many
        assert len(read(ward, now=later(minutes))) == many


def test_a_doctor_who_looks_may_let_the_patient_read_at_once(ward: Cast) -> None:
    rule(ward, release_hours=48)
    result(ward, "crp", crp="3")
    see(ward, box(ward).listed[0], release=True)
    assert len(read(ward)) == 1


def test_a_critical_result_waits_for_the_doctors_look_but_not_for_ever(ward: Cast) -> None:
    seen, unseen = result(ward, "crp", crp="250"), result(ward, "inr", inr="7")
    assert read(ward) == []
    ward.do(SYSTEM, releasing.release, now=later(23 * HOUR))
    assert read(ward) == []
    (line,) = [one for one in box(ward).listed if "CRP" in one.said]
    see(ward, line)
    assert [one.id for one in read(ward)] == [str(seen)]
    assert ward.do(SYSTEM, releasing.release, now=later(24 * HOUR)) == 1
    assert {one.id for one in read(ward)} == {str(seen), str(unseen)}
    assert box(ward).total == 1, "that the patient reads it is no look of a doctor"


def test_a_critical_result_is_not_read_before_the_clinics_own_delay_though_a_doctor_has_looked(ward: Cast) -> None:
    rule(ward, release_hours=2)
    result(ward, "crp", crp="250")
    see(ward, box(ward).listed[0])
    assert read(ward) == []
    assert ward.do(SYSTEM, releasing.release, now=later(2 * HOUR)) == 1
    assert len(read(ward)) == 1


def test_an_error_is_no_longer_read_and_a_correction_says_that_it_is_one(ward: Cast) -> None:
    made = result(ward, "thyroid", tsh="2", free_t4="1.2")
    first, second = report(ward, made).lines
    ward.do(ward.dr_rao, correcting.void, ResultChange(observation_id=first.id, version=1, reason="Mixed up"))
    (told,) = read(ward)
    assert [one.name for one in told.rows] == ["Free thyroxine (fT4)"] and "corrected" in told.note
    ward.do(ward.dr_rao, correcting.void, ResultChange(observation_id=second.id, version=1, reason="Mixed up"))
    assert read(ward) == []


def test_rules_are_the_administrators_and_a_stale_save_is_refused(ward: Cast) -> None:
    shown = ward.do(ward.admin, ruling.read)
    assert (shown.release_hours, shown.escalate_hours, shown.version) == (0, 1, 1)
    rule(ward, escalate_hours=4)
    with pytest.raises(Stale):
        ward.do(ward.admin, ruling.save, ruling.ResultRulesForm(version=1, release_hours=1, escalate_hours=1))
    result(ward, "crp", crp="250")
    assert escalate(ward, 4 * HOUR - 1) == 0 and escalate(ward, 4 * HOUR) == 1


def test_a_number_that_nobody_knows_the_usual_of_is_never_called_usual(ward: Cast) -> None:
    with transaction() as db:
        db.get_one(Patient, ward.asha.patient_id).born = "2021-05-01"  # the file knows no range of a child
    result(ward, "ferritin", ferritin="40")
    (line,) = box(ward).listed
    assert (line.mark, line.tone) == ("Not judged yet", "warn")
    see(ward, line)
    assert read(ward)[0].mark == ""
    own = TypedResult(test="ferritin", value="40", low="10", high="60")
    came(ward, ordered(ward, "ferritin")[0], results=[own])
    assert box(ward).listed[0].mark == "As usual", "by the laboratory's own range, typed with it"


def test_a_report_says_who_wrote_it_down_and_who_ordered_it(ward: Cast) -> None:
    ward.book(ward.asha, later(120), doctor="dr_osei")
    (order,) = ordered(ward, "inr")
    made = came(ward, order, who=ward.dr_osei, results=typed(inr="1"))
    assert report(ward, made).written == "Written down on 23 Nov 2026, 10:00 by Dr Kofi Osei"
    assert orders(ward)[0].ordered == "Ordered on 23 Nov 2026, 10:00 by Dr Meera Rao. Order T200001-6"
