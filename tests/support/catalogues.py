"""What the tests of every service ask of the catalogues, and forms as the administrator's screen fills them in."""

from typing import Any

from hms.schemas.catalogues.tests import LabTestCard, LabTestForm, RangeForm, UnitForm
from hms.schemas.catalogues.vaccines import CvxCard, CvxForm, DoseForm, SeriesCard, SeriesForm
from hms.services.catalogues import series, tests, vaccines
from tests.support.cast import Cast

# Called by services, inside their scope: they check nothing and are no way in.
HELPERS = {
    "catalogues.current.changes_of", "catalogues.current.current", "catalogues.judged_series.tree_of",
    "catalogues.judged_tests.tree_of", "catalogues.keeping.kept", "catalogues.keeping.one_of", "catalogues.keeping.own_key",
    "catalogues.keeping.say", "catalogues.keeping.seen", "catalogues.keeping.standing",
}  # fmt: skip


def arguments() -> dict[str, tuple[Any, ...]]:
    """Say what each service of the catalogues is asked with."""
    entry = ("test", "nothing", 0)
    vaccine, schedule = CvxForm(code="999", short="New vaccine"), a_series()
    return {
        "catalogues.tests.listed": (), "catalogues.tests.add": (a_test(),), "catalogues.tests.change": ("nothing", a_test(), 0),
        "catalogues.vaccines.listed": (), "catalogues.vaccines.add": (vaccine,),
        "catalogues.vaccines.change": ("nothing", vaccine, 0), "catalogues.series.listed": (),
        "catalogues.series.add": (schedule,), "catalogues.series.change": ("nothing", schedule, 0),
        "catalogues.standing.take_off": entry, "catalogues.standing.offer": entry, "catalogues.standing.put_back": entry,
    }  # fmt: skip


def a_range(**said: str) -> RangeForm:
    """Write a range of adults."""
    return RangeForm(**{"mark": "u0r0", "since": "15y", "high": "20", "very_high": "100", **said})


def a_unit(*ranges: RangeForm, **said: str) -> UnitForm:
    """Write a unit with its code, 30341-2 (erythrocyte sedimentation rate) where no other is given."""
    usual = {"mark": "u0", "ucum": "mm/h", "code": "30341-2", "least": "0", "most": "200"}
    return UnitForm(**{**usual, **said}, ranges=list(ranges or (a_range(),)))


def a_test(*units: UnitForm, **said: Any) -> LabTestForm:
    """Write a test of the clinic's own."""
    usual = {"name": "Sedimentation rate", "about": "A sign of inflammation."}
    return LabTestForm(**{**usual, **said}, units=list(units or (() if said.get("answers") else (a_unit(),))))


def a_series(*doses: DoseForm, **said: Any) -> SeriesForm:
    """Write a series of the clinic's own: two doses against typhoid fever."""
    usual = (
        DoseForm(mark="d0", age="9m", least_age="6m", late_weeks="12"),
        DoseForm(mark="d1", age="2y", least_age="18m", least_gap="6m", late_weeks="12"),
    )
    return SeriesForm(**{"name": "Typhoid fever", **said}, doses=list(doses or usual))


def lab_form(card: LabTestCard, **other: Any) -> LabTestForm:
    """Fill in the form as it begins with a test."""
    units = [one.model_dump() for one in card.units]
    told = card.model_dump(include={"name", "about", "code", "panel"})
    answers = {} if card.units or not card.own else {"answers": card.answers}
    return LabTestForm.model_validate({**told, **answers, "units": units, **other})


def vaccine_form(card: CvxCard, **other: Any) -> CvxForm:
    """Fill in the form as it begins with a vaccine."""
    told = {"code": card.key, "short": card.name, **card.model_dump(include={"full", "against", "route"})}
    return CvxForm.model_validate({**told, **other})


def series_form(card: SeriesCard, **other: Any) -> SeriesForm:
    """Fill in the form as it begins with a series."""
    names = {"name", "only", "until", "single_from", "doses", "more_codes", "more"}
    return SeriesForm.model_validate({**card.model_dump(include=names), **other})


def lab_card(clinic: Cast, name: str) -> LabTestCard:
    """Find a test of the administrator's list by its name."""
    return next(one for one in clinic.do(clinic.admin, tests.listed).tests if one.name == name)


def vaccine_card(clinic: Cast, code: str) -> CvxCard:
    """Find a vaccine of the administrator's list by its code."""
    return next(one for one in clinic.do(clinic.admin, vaccines.listed) if one.key == code)


def series_card(clinic: Cast, key: str) -> SeriesCard:
    """Find a series of the administrator's list by its key."""
    return next(one for one in clinic.do(clinic.admin, series.listed) if one.key == key)
