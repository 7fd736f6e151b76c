"""Spans of time in a form: asked for as people think of them, kept in minutes."""

from hms.pages.admin.measures import amount, minutes_of


def test_a_duration_is_asked_for_in_the_largest_unit_and_kept_in_minutes() -> None:
    asked = [(amount(n).number, amount(n).unit) for n in (0, 45, 90, 120, 2880)]
    assert asked == [("0", "60"), ("45", "1"), ("90", "1"), ("2", "60"), ("2", "1440")]
    assert minutes_of({"x": " 2 ", "x_unit": "1440"}, "x") == 2880
    assert [minutes_of({"x": odd, "x_unit": "60"}, "x") for odd in ("", "-1", "two", "9" * 30)] == [
        "", "-1", "two", "9" * 30
    ]  # fmt: skip
    assert minutes_of({"x": "2", "x_unit": "decades"}, "x") == "2"
