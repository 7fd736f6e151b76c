"""When a child is due for which vaccine, and the list of vaccines."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hms.knowledge.vaccines import catalogue, schedule
from hms.knowledge.vaccines.ages import Span, span
from hms.knowledge.vaccines.due import COMING, DUE, OVERDUE, Given, Next
from hms.knowledge.vaccines.due import due as due_by

BORN = date(2026, 1, 5)
PENTA, BOPV, IPV, PCV13, ROTA1, ROTA5, MR, BCG, HEXA = "198", "178", "10", "133", "119", "116", "04", "19", "146"
KNOWN = catalogue.starter()
CODES = sorted(KNOWN)


def due(*asked: Any) -> list[Next]:
    return due_by(*asked, known=KNOWN)


def weeks(n: int) -> date:
    return BORN + timedelta(weeks=n)


def standing(today: date, *had: Given, sex: str = "male") -> dict[str, tuple[int, str]]:
    return {one.series: (one.dose, one.state) for one in due(schedule.who(), BORN, sex, had, today)}


def infant(*at: int) -> list[Given]:
    return [Given(weeks(n), code) for n in at for code in (PENTA, BOPV, PCV13, ROTA1)]


def test_a_newborn_is_due_for_two_and_the_rest_comes() -> None:
    found = standing(BORN)
    assert {key for key, (_, state) in found.items() if state == DUE} == {"bcg", "hepb"}
    assert found["dtp"] == (1, COMING) and found["measles"] == (1, COMING)


def test_at_six_weeks_one_visit_covers_what_one_vaccine_is_against() -> None:
    had = [Given(BORN, BCG), Given(BORN, "08")]
    before, after = standing(weeks(6), *had), standing(weeks(6), *had, *infant(6))
    assert {key for key, (_, state) in before.items() if state == DUE} == {"hepb", "polio", "dtp", "hib", "pcv", "rota"}
    assert not [key for key, (_, state) in after.items() if state in {DUE, OVERDUE}]
    assert after["dtp"] == (2, COMING) and after["hepb"] == (3, COMING)


def test_a_hexavalent_vaccine_counts_against_each_of_its_illnesses() -> None:
    found = standing(weeks(14), *[Given(weeks(n), HEXA) for n in (6, 10, 14)])
    assert not {"hepb", "polio", "ipv", "hib"} & found.keys()
    assert found["dtp"] == (4, COMING)


def test_what_is_long_past_its_age_is_overdue_and_comes_first() -> None:
    found = due(schedule.who(), BORN, "male", [Given(BORN, BCG)], weeks(20))
    assert found[0].state == OVERDUE and found[-1].state == COMING
    assert {one.series for one in found if one.state == OVERDUE} == {
        "hepb",
        "polio",
        "dtp",
        "hib",
        "pcv",
        "rota",
        "ipv",
    }


@pytest.mark.parametrize(("second", "counts"), [(27, False), (28, True), (40, True)])
def test_a_second_dose_counts_from_four_weeks_after_the_first(second: int, counts: bool) -> None:
    on = weeks(6) + timedelta(days=second)
    found = {
        one.series: one for one in due(schedule.who(), BORN, "male", [Given(weeks(6), PENTA), Given(on, PENTA)], on)
    }
    assert (found["dtp"].dose == 3) is counts
    assert found["dtp"].not_counted == (0 if counts else 1)


def test_measles_before_nine_months_is_given_again() -> None:
    early = Given(BORN + timedelta(days=200), MR)
    assert standing(date(2026, 10, 5), early)["measles"] == (1, DUE)


def test_no_rotavirus_from_two_years_and_one_hib_is_enough_after_the_first() -> None:
    assert "rota" in standing(date(2028, 1, 4)) and "rota" not in standing(date(2028, 1, 5))
    assert "hib" in standing(date(2027, 6, 1)) and "hib" not in standing(
        date(2027, 6, 1), Given(date(2027, 5, 1), "48")
    )
    assert "hib" not in standing(date(2031, 1, 5))


def test_the_pentavalent_rotavirus_vaccine_is_given_three_times() -> None:
    twice = [Given(weeks(6), ROTA5), Given(weeks(10), ROTA5)]
    assert standing(weeks(14), *twice)["rota"] == (3, DUE)
    assert "rota" not in standing(weeks(14), Given(weeks(6), ROTA1), Given(weeks(10), ROTA1))


def test_hpv_is_for_girls_from_nine_to_fourteen() -> None:
    nine, fifteen = date(2035, 1, 5), date(2041, 1, 5)
    assert standing(nine, sex="female")["hpv"] == (1, DUE)
    assert "hpv" not in standing(nine) and "hpv" not in standing(fifteen, sex="female")
    once = Given(nine, "165")
    assert standing(date(2035, 6, 30), once, sex="female")["hpv"] == (2, COMING)
    assert "hpv" not in standing(date(2035, 12, 30), once, Given(date(2035, 6, 5), "165"), sex="female")


def test_nobody_is_asked_before_birth_or_as_an_adult() -> None:
    assert not standing(BORN - timedelta(days=1)) and not standing(date(2044, 1, 5))


def test_a_vaccine_that_nobody_knows_changes_nothing() -> None:
    assert standing(weeks(6), Given(weeks(6), "no such code")) == standing(weeks(6))


doses = st.lists(
    st.builds(Given, st.integers(-50, 6600).map(lambda n: BORN + timedelta(days=n)), st.sampled_from(CODES)),
    max_size=25,
)
days = st.integers(0, 6560).map(lambda n: BORN + timedelta(days=n))


@given(doses, days, st.sampled_from(["male", "female", "other", "unknown"]))
@settings(max_examples=300, deadline=None)
def test_what_is_due_never_breaks_its_own_rules(had: list[Given], today: date, sex: str) -> None:
    by_key = {one.key: one for one in schedule.who().series}
    for one in due(schedule.who(), BORN, sex, had, today):
        series = by_key[one.series]
        assert 1 <= one.dose <= one.of
        assert one.due_on >= one.early_on >= BORN
        assert one.state == (COMING if today < one.due_on else one.state)
        assert not series.until or today < series.until.after(BORN)
        assert one.not_counted <= len(had)


@given(doses, days)
@settings(max_examples=200, deadline=None)
def test_giving_what_is_due_today_brings_every_series_on(had: list[Given], today: date) -> None:
    past = [one for one in had if one.on < today]
    for one in due(schedule.who(), BORN, "female", past, today):
        if one.state == COMING:
            continue
        code = next(v.code for v in catalogue.starter().values() if one.series in v.against)
        after = {n.series: n for n in due(schedule.who(), BORN, "female", [*past, Given(today, code)], today)}
        assert one.series not in after or after[one.series].dose == one.dose + 1


@given(doses, days, st.permutations(range(25)))
@settings(max_examples=100, deadline=None)
def test_the_order_in_which_doses_were_written_down_does_not_matter(
    had: list[Given], today: date, order: list[int]
) -> None:
    mixed = [had[n] for n in order if n < len(had)]
    assert due(schedule.who(), BORN, "female", had, today) == due(schedule.who(), BORN, "female", mixed, today)


def test_spans_are_calendar_months_and_exact_weeks() -> None:
    assert span("6w") == Span(days=42) and span("4y") == Span(months=48)
    assert span("1m").after(date(2024, 1, 31)) == date(2024, 2, 29)
    with pytest.raises(ValueError):
        span("6")


def test_the_list_of_vaccines_is_whole() -> None:
    listed = catalogue.starter()
    assert all(code.isdigit() and one.short and one.full for code, one in listed.items())
    assert {one.route for one in listed.values()} <= {"im", "sc", "id", "oral", "nasal", ""}
    every = {key for one in listed.values() for key in one.against}
    assert {one.key for one in schedule.who().series} <= every
    for series in schedule.who().series:
        assert any(one.offered and series.key in one.against for one in listed.values()), series.key
        assert series.more_codes <= listed.keys()
    assert catalogue.starter().find("8") == catalogue.starter().find("08") is not None
