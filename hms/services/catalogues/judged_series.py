"""Whether what the administrator writes of a series of vaccinations can be: refused beside its field, or made into an entry."""

import re

from hms.access import Scope
from hms.errors import Invalid
from hms.knowledge.changed import Tree
from hms.knowledge.vaccines.ages import span
from hms.knowledge.vaccines.schedule import told
from hms.schemas.catalogues.vaccines import DoseForm, SeriesForm
from hms.services.catalogues import keeping
from hms.services.catalogues.current import current
from hms.texts import t

SPAN = re.compile(r"(\d{1,4})\s*([dwmy])", re.ASCII)
MONTH_DAYS, MOST_WEEKS = 30.4375, 520
Wrong = dict[str, str]


def tree_of(scope: Scope, form: SeriesForm, key: str) -> Tree:
    """Make an entry of what was typed. Raises Invalid with words for each field."""
    wrong: Wrong = {}
    if any(
        one.tree["name"].casefold() == form.name.casefold()
        for one in keeping.standing(scope, "series")
        if one.key != key
    ):
        wrong["name"] = t("The schedule has a series of this name already.")
    tree: Tree = {"key": key, "name": form.name, "doses": _doses(form, wrong)}
    ends = {name: _span(getattr(form, name), name, wrong) for name in ("until", "single_from")}
    tree |= {name: value for name, value in (("only", form.only), *ends.items()) if value}
    if form.more_codes:
        tree["more"] = {
            "codes": _codes(scope, form.more_codes, wrong),
            "dose": _dose(form.more, "more", first=False, wrong=wrong),
        }
    _in_time(tree, form, wrong)
    if wrong:
        raise Invalid(**wrong)
    if not form.doses:
        raise Invalid(t("A series has a dose at least. Add one."))
    return tree


def _doses(form: SeriesForm, wrong: Wrong) -> list[Tree]:
    made: list[Tree] = []
    for one in form.doses:
        dose = _dose(one, one.mark, first=not made, wrong=wrong)
        if made:
            for name in ("age", "least_age"):
                if name in dose and name in made[-1] and days(dose[name]) < days(made[-1][name]):
                    wrong.setdefault(f"{name}_{one.mark}", t("The dose before is given later than this one."))
        made.append(dose)
    return made


def _dose(one: DoseForm, mark: str, first: bool, wrong: Wrong) -> Tree:
    made: Tree = {}
    for name in ("age", "least_age", "least_gap", "gap"):
        if value := _span(getattr(one, name), f"{name}_{mark}", wrong):
            made[name] = value
    if "age" not in made:
        wrong.setdefault(f"age_{mark}", t("Give the age from which it is recommended, such as 6w; 0d is at birth."))
    elif "least_age" not in made:
        made["least_age"] = made["age"]
    if days(made.get("least_age", "0d")) > days(made.get("age", "999y")):
        wrong.setdefault(f"least_age_{mark}", t("It is recommended earlier than it counts."))
    if "gap" in made and days(made["gap"]) < days(made.get("least_gap", "0d")):
        wrong.setdefault(f"gap_{mark}", t("It is recommended sooner after the dose before than it counts."))
    if first and (set(made) & {"least_gap", "gap"}):
        wrong.setdefault(
            f"{'least_gap' if 'least_gap' in made else 'gap'}_{mark}", t("There is no dose before the first.")
        )
    made["late_weeks"] = _weeks(one.late_weeks, f"late_weeks_{mark}", wrong)
    return made


def _weeks(typed: str, field: str, wrong: Wrong) -> int:
    if not typed.isascii() or not typed.isdigit() or int(typed) > MOST_WEEKS:
        wrong[field] = t("Give whole weeks, from 0 to {most}.", most=MOST_WEEKS)
        return 0
    return int(typed)


def _span(typed: str, field: str, wrong: Wrong) -> str:
    if not typed:
        return ""
    if typed.startswith(("-", "−")):
        gap = "gap" in field
        wrong[field] = (
            t("A time between two doses is not negative.") if gap else t("Nobody is vaccinated before birth.")
        )
        return ""
    found = SPAN.fullmatch(typed.casefold())
    if found is None:
        wrong[field] = t("Write days, weeks, months or years as 10d, 6w, 9m or 4y.")
        return ""
    return f"{int(found[1])}{found[2]}"


def _codes(scope: Scope, typed: str, wrong: Wrong) -> list[str]:
    known = current(scope).vaccines
    found = [known.find(code) for code in typed.replace(",", " ").split()]
    if None in found:
        wrong["more_codes"] = t("Write CVX codes of the list of vaccines, such as 116 122.")
    return [one.code for one in found if one]


def _in_time(tree: Tree, form: SeriesForm, wrong: Wrong) -> None:
    """Refuse what would never be due, and ends that do not fit."""
    end = told()["children_until"]
    until = tree.get("until", end)
    if days(until) > days(end):
        wrong.setdefault("until", t("The schedule ends at {age}.", age=end))
    for one, dose in zip(form.doses, tree["doses"], strict=True):
        if "age" in dose and days(dose["age"]) >= days(until):
            wrong.setdefault(f"age_{one.mark}", t("It is given until the age of {age} only.", age=until))
    if "single_from" in tree and days(tree["single_from"]) >= days(until):
        wrong.setdefault("single_from", t("It is given until the age of {age} only.", age=until))


def days(said: str) -> float:
    """Tell how long a span is in days, a month as the mean of months."""
    one = span(said)
    return one.days + one.months * MONTH_DAYS
