"""The index in memory finds whom a plain look at everybody would find."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hms.services.search.index import Index, Term
from hms.services.search.lines import UNSETTLED, Lines
from hms.services.search.words import digits, names_in, terms

NAMES = st.lists(st.text("anbo", min_size=1, max_size=5), min_size=1, max_size=3)
BORN_THEN = ["19690101", "19690315", "20010101"]
BORN = st.sampled_from([*BORN_THEN, "1969"])
NUMBERS = st.lists(st.one_of(BORN, st.text("0123", min_size=1, max_size=6).map(lambda d: "9" + d)), max_size=3)
PEOPLE = st.lists(st.tuples(NAMES, NUMBERS), max_size=12)
TERMS = st.lists(
    st.one_of(st.text("anbo", min_size=1, max_size=4), st.text("0123", min_size=1, max_size=3), BORN).map(
        lambda part: Term((part,))
    ),
    min_size=1,
    max_size=3,
)


def fits(term: Term, names: list[str], numbers: list[str]) -> bool:
    return any(term.parts[0] in word for word in (numbers if term.is_number else names))


@given(PEOPLE, st.dictionaries(st.integers(0, 11), st.tuples(NAMES, NUMBERS), max_size=3), TERMS)
def test_it_finds_whoever_fits_all_that_is_sought_also_after_a_change(
    people: list[tuple[list[str], list[str]]], changed: dict[int, tuple[list[str], list[str]]], sought: list[Term]
) -> None:
    index, known = Index(), dict(enumerate(people))
    for n, (names, numbers) in known.items():
        index.put(UUID(int=n + 1), names, numbers)
    for n, (names, numbers) in changed.items():
        if n in known:
            known[n] = (names, numbers)
            index.put(UUID(int=n + 1), names, numbers)
    if known:
        index.drop(UUID(int=1))
        del known[0]
    meant = {UUID(int=n + 1) for n, (names, numbers) in known.items() if all(fits(t, names, numbers) for t in sought)}
    few = index.find(sought, 1)
    assert len(few) == min(1, len(meant)) and set(few) <= meant and len(index) == len(known)
    if not any(term.parts[0] in BORN_THEN for term in sought):  # who was born then is enough
        assert set(index.find(sought, 100)) == meant


@given(st.lists(st.text("abc", min_size=1, max_size=4), max_size=30), st.text("abc", min_size=1, max_size=3))
def test_a_part_is_found_in_every_line_that_holds_it(some: list[str], part: str) -> None:
    lines = Lines()
    for n in range(UNSETTLED):
        lines.add(f"z{n}")
    for line in some:
        lines.add(line)
    meant = [n for n, line in enumerate(some, UNSETTLED) if part in line]
    for _ in range(2):  # before and after they are written into one text
        assert list(lines.holding(part)) == meant
        lines.add("z")


def test_a_whole_name_comes_before_the_begin_of_one_and_that_before_a_part() -> None:
    index = Index()
    for n, names in enumerate((["joanna"], ["anna"], ["annabel"])):
        index.put(UUID(int=n), names, [])
    assert [one.int for one in index.find([Term(("anna",))], 10)] == [1, 2, 0]


def test_those_born_then_come_before_those_whose_phone_holds_the_same_digits() -> None:
    index = Index()
    for n, numbers in enumerate((["19551231", "493019690101"], ["19690101", "4930555"], ["19690102", "4930556"])):
        index.put(UUID(int=n), ["anna"], numbers)
    assert [one.int for one in index.find([Term(("19690101",))], 10)] == [1]
    assert [one.int for one in index.find([Term(("1969",)), Term(("an",))], 2)] == [1, 2]
    assert [one.int for one in index.find([Term(("1969",))], 10)] == [1, 2, 0]
    assert [one.int for one in index.find([Term(("493019690101",))], 10)] == [0]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12.3.1980", [("19800312", "19801203")]),
        ("3/12/80", [("19801203", "20801203", "19800312", "20800312")]),
        ("1980-03-12", [("19800312",)]),
        ("12031980", [("12031980", "19800312")]),
        ("31.2.1980", [("3121980",)]),
        ("Núñez-O'Brien asha", [("nunez",), ("o",), ("brien",), ("asha",)]),
        ("+49 (030) 123 45", [("4903012345",)]),
        ("100001-7", [("1000017",)]),
        ("nair 100001", [("nair",), ("100001",)]),
        ("0", []),
        ("\u200bасha", [("асha",)]),
    ],
)
def test_what_is_typed_is_read_as_people_mean_it(typed: str, meant: list[tuple[str, ...]]) -> None:
    assert [term.parts for term in terms(typed)] == meant


def test_what_is_long_or_much_is_cut() -> None:
    assert len(terms("ab " * 10_000_000)) == 6 and digits("+0049 30/12") == "493012"
    assert names_in(["Ana-María  O'Brien", "ana 2nd"]) == ["ana", "maria", "o", "brien"]
