"""What people type of names, birth dates, phones and addresses."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from hms.errors import Invalid
from hms.schemas.addresses import PARTS, SHAPES, fields_of, written, wrong_code
from hms.schemas.births import NoDate, age_words, birth_of_age, birth_words, read_birth
from hms.schemas.person_names import NeededName, PersonName
from hms.services.personal.national import KINDS, checked, kinds_of
from hms.services.personal.phones import kept, read_phone, shown_phone

TODAY = date(2026, 11, 23)
NAME, NEEDED = TypeAdapter(PersonName), TypeAdapter(NeededName)
DAYS = st.dates(date(1890, 1, 1), TODAY)


@pytest.mark.parametrize(
    "name",
    ["X", "Ng", "O’Brien", "D'Souza", "Jean-Luc", "de la Cruz", "Nguyễn Thị", "Ærøskøbing", "Łukasz", "Иван", "王小明",
     "さとう ケン", "محمد", "עֲמִית", "ശ്രീജ", "ශ්‍රී", "علی‌رضا", "Kaʻiulani", "Baby 2 of Asha", "Mary-Jane (Janey)"],
)  # fmt: skip
def test_names_of_the_world_are_taken(name: str) -> None:
    assert NEEDED.validate_python(f"  {name} ").replace(" ", "") == name.replace(" ", "")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("x" * 300, "at most 200"), ("x" * 10_000_000, "at most 200"), ("Asha 😀", "no pictures"),
        ("As\u200bha", "without invisible"), ("As\u200dha", "without invisible"), ("\u202eahsA", "without invisible"),
        ("Asha\u0000", "without invisible"), ("Asha\nNair", "without invisible"), ("<b>", "without invisible"), ("𝐀𝐬𝐡𝐚", "without invisible"),
        ("Аsha", "Cyrillic and Latin"), ("Αsha", "Greek and Latin"), ("Nair-Рatel", "Cyrillic and Latin"),
        ("A" + "\u0301" * 9, "without invisible"), ("12", "in letters"), ("...", "in letters"),
    ],
)  # fmt: skip
def test_what_is_no_name_is_refused_in_words(name: str, says: str) -> None:
    with pytest.raises(ValidationError) as refused:
        NAME.validate_python(name)
    assert says in str(refused.value.errors()[0]["ctx"]["error"])


def test_an_empty_name_is_refused_only_where_one_is_needed() -> None:
    assert NAME.validate_python(" ") == ""
    with pytest.raises(ValidationError):
        NEEDED.validate_python(" ")


@given(st.text(max_size=400))
def test_whatever_is_typed_as_a_name_is_taken_or_refused_and_what_is_taken_is_taken_again(text: str) -> None:
    try:
        taken = NAME.validate_python(text)
    except ValidationError as refused:
        assert refused.errors()[0]["ctx"]["error"].args[0]
    else:
        assert len(taken) <= 200 and NAME.validate_python(taken) == taken


@given(DAYS)
def test_a_birth_date_is_read_however_it_is_written(day: date) -> None:
    for way in ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d %m %Y", "%d%m%Y", "%d %b %Y", "%B %d, %Y", "%d-%b-%Y"):
        assert read_birth(day.strftime(way), TODAY, "IN") == day.isoformat(), way
    assert read_birth(f"{day:%m/%d/%Y}", TODAY, "US") == day.isoformat()
    assert read_birth(f"{day.day}.{day.month}.{day.year}", TODAY) == day.isoformat()
    assert read_birth(f"{day:%Y-%m}", TODAY) == f"{day:%Y-%m}" and read_birth(f"{day:%Y}", TODAY) == f"{day:%Y}"
    assert birth_words(day.isoformat(), False).endswith(str(day.year))


@given(st.dates(max_value=date(1889, 12, 31)) | st.dates(min_value=TODAY + timedelta(days=1)))
def test_nobody_was_born_before_1890_or_after_today(day: date) -> None:
    for typed in (day.isoformat(), f"{day.day} {day:%b} {day.year:04}"):
        with pytest.raises(NoDate):
            read_birth(typed, TODAY)


@given(st.text(max_size=60))
def test_whatever_is_typed_as_a_birth_date_or_age_is_read_or_refused(text: str) -> None:
    for read in (lambda: read_birth(text, TODAY, "IN"), lambda: birth_of_age(text, TODAY)):
        try:
            born = read()
        except NoDate as refused:
            assert refused.args[0]
        else:
            assert 1890 <= int(born[:4]) <= TODAY.year and age_words(born, True, TODAY)


@pytest.mark.parametrize(
    ("typed", "born", "spoken"),
    [("46", "1980", "about 46 y"), ("8 months", "2026-03", "about 8 mo"), ("10 d", "2026-11-13", "about 10 d"),
     ("3 weeks", "2026-11-02", "about 21 d"), ("0", "2026-11", "about 8 d"), ("about 70 years", "1956", "about 70 y")],
)  # fmt: skip
def test_an_age_that_somebody_guessed_is_read(typed: str, born: str, spoken: str) -> None:
    assert birth_of_age(typed, TODAY) == born
    assert age_words(born, True, TODAY) == spoken


@pytest.mark.parametrize("typed", ["", "-3", "137", "999", "3 moons", "9" * 50, "46 y 3 m"])
def test_what_is_no_age_is_refused(typed: str) -> None:
    with pytest.raises(NoDate):
        birth_of_age(typed, TODAY)


@given(st.sampled_from(["IN", "DE", "US", "GB", "JP", ""]), st.text(max_size=60))
def test_whatever_is_typed_as_a_phone_is_kept_in_one_form_or_refused(country: str, text: str) -> None:
    try:
        value, typed = read_phone(text, country)
    except Invalid as refused:
        assert refused.fields["phone"]
        assert kept(text, country)[1] == text
    else:
        assert value.startswith("+") and value[1:].isdecimal() and len(value) <= 16
        assert read_phone(value, "") == (value, value)
        assert kept(text, country)[0] == value and typed == " ".join(text.split())
        assert shown_phone(value, country)


@given(st.sampled_from([*SHAPES, "XX", ""]), st.dictionaries(st.sampled_from(PARTS), st.text(min_size=1, max_size=30)))
def test_no_part_of_an_address_is_lost_in_its_line(country: str, parts: dict[str, str]) -> None:
    line = written(country, parts)
    assert all(part in line for part in parts.values())


@pytest.mark.parametrize("country", SHAPES)
def test_each_countrys_example_keeps_its_own_rule(country: str) -> None:
    shape = SHAPES[country]
    assert set(shape.parts) <= set(PARTS) and set(shape.names) <= set(PARTS)
    assert [part for part, _ in fields_of(country)] == shape.parts
    if shape.code:
        assert wrong_code(country, shape.example) == "" and shape.example in wrong_code(country, "?")


def test_each_national_number_has_a_rule_that_refuses_nonsense() -> None:
    for country, kinds in KINDS.items():
        assert {kind.module for kind in kinds} < {kind for kind, _ in kinds_of(country)}
        for kind in kinds:
            with pytest.raises(Invalid):
                checked(country, kind.module, "0?", "n")
    assert checked("GB", "nhs", "9434765870", "n") == "943 476 5870"
    assert checked("", "other", " a  b ", "n") == "a b"
    for country, kind in (("", "passport"), ("IN", "bsn"), ("", "")):
        with pytest.raises(Invalid):
            checked(country, kind, "1", "n")
