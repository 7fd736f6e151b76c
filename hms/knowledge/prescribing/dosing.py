"""A dose against its usual range: at once, in a day, per kg of a child, and together with the same in another product."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from hms.knowledge.prescribing.facts import Alert, Dose, Drug, Person, Taken, sourced
from hms.knowledge.prescribing.reading import Range, Severity, knowledge
from hms.texts import t

ADULT_MONTHS = 18 * 12  # who has no age known is taken for grown up
TWICE = 2  # the most in a day, times this: beyond it is severe whatever it is. The project's own choice

TENTH = Decimal("0.1")


def range_of(drug: Drug, person: Person) -> Range | None:
    """Find the usual range of a medicine at this age."""
    age = ADULT_MONTHS if person.age_months is None else person.age_months
    fits = (
        one for one in knowledge().ranges.get(drug.atc, ()) if one.from_ <= age and (one.to is None or age < one.to)
    )
    return next(fits, None)


def judge(new: Taken, current: Sequence[Taken], person: Person) -> Iterator[Alert]:
    """Say what is unusual about a dose; one line, the most serious. Says in words where it could not be compared."""
    drug, dose = new.drug, new.dose
    if dose is None:
        return
    usual = range_of(drug, person)
    if usual is None or (usual.unit == "mg" and drug.mg is None):
        if drug.known:
            yield Alert(
                "unchecked", "note", t("Dose not checked: {drug}", drug=drug.label),
                t("The checks know no usual dose of it at this age."), key=f"unchecked:dose:{drug.label}",
            )  # fmt: skip
        return
    if usual.kg and person.weight_kg is None:
        yield Alert(
            "unchecked", "note", t("Dose by weight not checked: {drug}", drug=drug.label),
            t("No body weight is known. Weigh the child."), key=f"unchecked:weight:{drug.label}",
        )  # fmt: skip
    found = list(_unusual(drug, dose, usual, person, _elsewhere(drug, current)))
    if found:
        severity, words = min(found, key=lambda one: one[0] != "severe")
        about = drug.ingredients[0] if drug.ingredients else drug.label
        yield sourced("dose", severity, t("Dose: {drug}", drug=drug.label), words, usual.source, about)


def _unusual(drug: Drug, dose: Dose, usual: Range, person: Person, more: Decimal) -> Iterator[tuple[Severity, str]]:
    each = Decimal(1) if usual.unit == "given" else drug.mg or Decimal(0)
    once, day = dose.units * each, dose.units * each * dose.a_day
    unit = drug.unit if usual.unit == "given" else "mg"
    one_day = dose.days == 1
    most = max(usual.day, usual.first_day or usual.day) if one_day else usual.day
    if day > most:
        words = t("{n} a day; the most is {most}.", n=_counted(day, unit), most=plain(most))
        yield _beyond(day, most, usual.hard), words
    elif usual.hard and more and day + more > most:
        words = t("With the same in another medicine {n} a day; the most is {most}.", n=_counted(day + more, unit),
                  most=plain(most))  # fmt: skip
        yield "severe", words
    low, high = usual.once
    high = max(high, usual.first_day or high) if one_day else high
    if once > high:
        words = t("{n} at once; the most is {most}.", n=_counted(once, unit), most=plain(high))
        yield _beyond(once, high, False), words
    if once < low:
        yield "note", t("{n} at once; usual are {low} to {high}.", n=_counted(once, unit), low=plain(low),
                        high=plain(high))  # fmt: skip
    if usual.kg and person.weight_kg:
        yield from _by_weight(once, day, usual, person.weight_kg)
    if usual.course and dose.days > usual.course:
        yield "note", t("{n} days; the most is {most}.", n=dose.days, most=usual.course)


def _by_weight(once: Decimal, day: Decimal, usual: Range, weight: Decimal) -> Iterator[tuple[Severity, str]]:
    for amount, span, when in ((once, usual.kg, t("at once")), (day, usual.kg_day, t("a day"))):
        if span is None:
            continue
        # A tenth off is how tablets and spoons divide, not an error.
        low, high = span[0] * weight * (1 - TENTH), span[1] * weight * (1 + TENTH)
        if not low <= amount <= high:
            words = t("{n} mg for each kg {when}; usual are {low} to {high}.", n=plain(amount / weight), when=when,
                      low=plain(span[0]), high=plain(span[1]))  # fmt: skip
            yield "note" if amount < low else _beyond(amount, high, usual.hard), words


def _counted(number: Decimal, unit: str) -> str:
    """Count doses: 1 tablet, 2 tablets, 5 ml, 500 mg."""
    more = "" if unit in {"mg", "ml"} or number <= 1 else "es" if unit.endswith("ch") else "s"
    return f"{plain(number)} {unit}{more}"


def _beyond(amount: Decimal, most: Decimal, hard: bool) -> Severity:
    return "severe" if hard or amount > most * TWICE else "note"


def _elsewhere(drug: Drug, current: Sequence[Taken]) -> Decimal:
    """Add up a day's mg of the same ingredient in other products; the same product again is a renewal."""
    return sum(
        (
            one.drug.mg * one.dose.units * one.dose.a_day
            for one in current
            if one.dose and one.drug.mg and one.drug.label != drug.label and not one.drug.local
            and one.drug.ingredients[:1] == drug.ingredients[:1] != ()
        ),
        Decimal(0),
    )  # fmt: skip


def plain(number: Decimal) -> str:
    """Write a number as people do: no more than two places, none that is nought."""
    rounded = round(number, 2 if number < 10 else 1 if number < 100 else 0)
    return f"{rounded.normalize():,f}"


def by_weight(drug: Drug, person: Person) -> tuple[Decimal, Decimal] | None:
    """Compute the usual mg at once for a child of this weight, no more than the most at once; None where none is known."""
    usual = range_of(drug, person)
    if usual is None or usual.kg is None or person.weight_kg is None:
        return None
    low, high = (min(each * person.weight_kg, usual.once[1]) for each in usual.kg)
    return low, high
