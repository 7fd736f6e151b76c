"""The clinic's schedule of vaccinations: when a child is due for which dose."""

from typing import Any

from hms.access import Scope, requires
from hms.knowledge.changed import Tree
from hms.knowledge.vaccines.schedule import told
from hms.permissions import Permission
from hms.schemas.catalogues.vaccines import DoseCard, SeriesCard, SeriesForm
from hms.services import edits
from hms.services.catalogues import keeping
from hms.services.catalogues.judged_series import tree_of
from hms.services.catalogues.keeping import Standing
from hms.texts import t

WHOM = {"": t("Every child"), "female": t("Girls"), "male": t("Boys")}
PARTS = ("age", "least_age", "least_gap", "gap")
BIRTH, WEEKS_A_YEAR = "0d", 52
SPANS = {
    "d": (t("1 day"), t("{n} days")), "w": (t("1 week"), t("{n} weeks")), "m": (t("1 month"), t("{n} months")),
    "y": (t("1 year"), t("{n} years")),
}  # fmt: skip


@requires(Permission.RUN_CLINIC, reading=True)
def listed(scope: Scope) -> list[SeriesCard]:
    """List every series in the order of the schedule, those that are switched off last."""
    return sorted((_card(one) for one in keeping.standing(scope, "series")), key=lambda card: not card.offered)


@requires(Permission.RUN_CLINIC)
def add(scope: Scope, form: SeriesForm) -> SeriesCard:
    """Let children be due for another series. Raises Invalid with words for each field."""
    edits.one_by_one(scope)
    key = keeping.own_key(scope, "series")
    tree = tree_of(scope, form, key)
    keeping.say(scope, keeping.seen(scope, "series", key, 0), tree)
    return _card(keeping.one_of(scope, "series", key))


@requires(Permission.RUN_CLINIC)
def change(scope: Scope, key: str, form: SeriesForm, version: int) -> SeriesCard:
    """Change when a series is due, from now on. Raises NotFound, Stale, or Invalid with words for each field."""
    keeping.one_of(scope, "series", key)
    row = keeping.seen(scope, "series", key, version)
    keeping.say(scope, row, tree_of(scope, form, key))
    return _card(keeping.one_of(scope, "series", key))


def _card(one: Standing) -> SeriesCard:
    tree, more = one.tree, one.tree.get("more", {})
    doses = [_dose(f"d{n}", dose) for n, dose in enumerate(tree["doses"])]
    extra = _dose("more", more["dose"]) if more else DoseCard(mark="more")
    file = told()
    also = (
        [t("One more after CVX {codes}: {dose}", codes=", ".join(more["codes"]), dose=_dose_words(0, more["dose"]))]
        if more
        else []
    )
    return SeriesCard(
        key=one.key, version=one.version, name=tree["name"], offered=one.offered, own=one.own, changed=one.changed, who=one.who,
        source="" if one.own else f"{file['source']}, {file['dated']}", whom=_whom(tree), only=tree.get("only", ""),
        until=tree.get("until", ""), single_from=tree.get("single_from", ""), doses=doses,
        more_codes=" ".join(more.get("codes", ())), more=extra,
        told=(*(_dose_words(n, dose) for n, dose in enumerate(tree["doses"], 1)), *also),
    )  # fmt: skip


def _dose(mark: str, dose: Tree) -> DoseCard:
    return DoseCard(mark=mark, late_weeks=str(dose["late_weeks"]), **{name: dose.get(name, "") for name in PARTS})


def _dose_words(number: int, dose: dict[str, Any]) -> str:
    """Say a dose: 2. at 15 months, not under 9 months, 4 weeks after the one before at least, late after 4 weeks."""
    least = dose["least_age"] if dose["least_age"] not in {dose["age"], BIRTH} else ""
    told_words = [
        t("at birth") if dose["age"] == BIRTH else t("at {age}", age=_long(dose["age"])),
        t("not under {age}", age=_long(least)) if least else "",
        t("{gap} after the one before at least", gap=_long(dose["least_gap"])) if "least_gap" in dose else "",
        t("better {gap}", gap=_long(dose["gap"])) if "gap" in dose else "",
        t("late after {span}", span=_late(dose["late_weeks"])),
    ]
    said = ", ".join(filter(None, told_words))
    return f"{number}. {said}" if number else said


def _whom(tree: Tree) -> str:
    """Say whom a series is for: girls, under 15 years, one dose from 24 months on is enough."""
    ends = [
        t("under {age}", age=_long(tree["until"])) if "until" in tree else "",
        t("one dose from {age} on is enough", age=_long(tree["single_from"])) if "single_from" in tree else "",
    ]
    return ", ".join(filter(None, [WHOM[tree.get("only", "")], *ends]))


def _long(span: str) -> str:
    """Write a span as people do: 6w as 6 weeks."""
    number, (one, many) = int(span[:-1]), SPANS[span[-1]]
    return one if number == 1 else many.format(n=number)


def _late(weeks: int) -> str:
    """Write some weeks, whole years as such."""
    years, rest = divmod(weeks, WEEKS_A_YEAR)
    return _long(f"{years}y" if years and not rest else f"{weeks}w")
