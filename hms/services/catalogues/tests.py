"""The clinic's list of tests: which can be ordered, in which units, and what is usual and critical."""

from hms.access import Scope, requires
from hms.errors import Invalid
from hms.knowledge.changed import Tree
from hms.knowledge.laboratory.catalogue import sources, starter
from hms.knowledge.laboratory.kinds import LABORATORY
from hms.knowledge.vitals.measures import UNITS
from hms.permissions import Permission
from hms.schemas.catalogues.tests import SEXES, LabTestCard, LabTestForm, LabTestList, RangeCard, UnitCard
from hms.services import edits
from hms.services.catalogues import keeping
from hms.services.catalogues.judged_tests import BOUNDS, tree_of
from hms.services.catalogues.keeping import Standing
from hms.services.orders.typed import ANSWERS
from hms.services.record.wording import range_words
from hms.texts import t


@requires(Permission.RUN_CLINIC, reading=True)
def listed(scope: Scope) -> LabTestList:
    """List every test in the order of the catalogue, those that are measured no more last."""
    found = sorted((_card(one) for one in keeping.standing(scope, "test")), key=lambda card: not card.offered)
    return LabTestList(tests=found, panels=[[key, name] for key, name in _panels().items()])


@requires(Permission.RUN_CLINIC)
def add(scope: Scope, form: LabTestForm) -> LabTestCard:
    """Let doctors order a test of the clinic's own. Raises Invalid with words for each field."""
    edits.one_by_one(scope)
    if form.panel and form.panel not in _panels():
        raise Invalid(panel=t("Please choose one"))
    key = keeping.own_key(scope, "test")
    tree = tree_of(scope, form, key, {})
    keeping.say(scope, keeping.seen(scope, "test", key, 0), tree)
    return _card(keeping.one_of(scope, "test", key))


@requires(Permission.RUN_CLINIC)
def change(scope: Scope, key: str, form: LabTestForm, version: int) -> LabTestCard:
    """Correct a test, from now on: results that are there keep their unit, their range and how they were judged.

    Raises NotFound, Stale, or Invalid with words for each field.
    """
    old = keeping.one_of(scope, "test", key)
    row = keeping.seen(scope, "test", key, version)
    if form.panel and (not old.own or form.panel not in _panels()):
        raise Invalid(panel=t("Please choose one"))
    before = keeping.file_of("test").get(key, old.tree)
    keeping.say(scope, row, tree_of(scope, form, key, before))
    return _card(keeping.one_of(scope, "test", key))


def _panels() -> dict[str, str]:
    """Name what several tests are ordered with."""
    found = starter().panels.values()
    return {one.key: one.name for one in found if one.category == LABORATORY and len(one.tests) > 1}


def _card(one: Standing) -> LabTestCard:
    tree, units = one.tree, one.tree.get("units", [])
    answers = tuple(ANSWERS[answer] for answer in tree.get("answers", ()))
    code = tree.get("code", "")
    from_where = dict.fromkeys(name for unit in units for band in unit["ranges"] for name in band["sources"])
    return LabTestCard(
        key=one.key, version=one.version, name=tree["name"], about=tree["about"], offered=one.offered, own=one.own,
        changed=one.changed, who=one.who, source="; ".join(sources()[name] for name in from_where), code=code,
        given=", ".join(answers or [UNITS.get(unit["ucum"], unit["ucum"]) for unit in units]),
        codes=", ".join(dict.fromkeys(filter(None, [code, *(unit["code"] for unit in units)]))),
        answers=" ".join(tree.get("answers", ())), panel=tree.get("panel", ""), panel_name=_panels().get(tree.get("panel", ""), ""),
        told=tuple(words for unit in units for words in _unit_words(unit)) or answers,
        units=[_unit(f"u{n}", unit) for n, unit in enumerate(units)],
    )  # fmt: skip


def _unit(mark: str, unit: Tree) -> UnitCard:
    ranges = [
        RangeCard(
            mark=f"{mark}r{n}", sex=band.get("sex", ""), since=band.get("from", ""), until=band.get("to", ""),
            **{name: band.get(name, "") for name in BOUNDS},
        )
        for n, band in enumerate(unit["ranges"])
    ]  # fmt: skip
    known = {name: unit[name] for name in ("ucum", "code", "least", "most")}
    return UnitCard(mark=mark, ranges=ranges, **known)


def _unit_words(unit: Tree) -> list[str]:
    name = str(UNITS.get(unit["ucum"], unit["ucum"]))
    least = t(
        "{unit}, code {code}, {low} to {high} at all",
        unit=name,
        code=unit["code"] or t("none"),
        low=unit["least"],
        high=unit["most"],
    )
    return [least, *(_range_words(name, band) for band in unit["ranges"])]


def _range_words(unit: str, band: Tree) -> str:
    """Say a range: g/dL, women, from 15y: 12 to 15.5, critical at 7 or less, at 20 or more."""
    ages = [
        t("from {age}", age=band["from"]) if "from" in band else "",
        t("under {age}", age=band["to"]) if "to" in band else "",
    ]
    whom = ", ".join(filter(None, [unit, SEXES[band.get("sex", "")].casefold(), *ages]))
    critical = [
        t("critical at {n} or less", n=band["very_low"]) if "very_low" in band else "",
        t("critical at {n} or more", n=band["very_high"]) if "very_high" in band else "",
    ]
    return f"{whom}: {', '.join(filter(None, [range_words(band.get('low', ''), band.get('high', '')), *critical]))}"
