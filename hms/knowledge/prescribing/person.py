"""A medicine in one person: pregnancy, age, kidneys."""

from collections.abc import Iterator

from hms.knowledge.prescribing.facts import Alert, Drug, Person, sourced
from hms.knowledge.prescribing.reading import Rule, knowledge
from hms.texts import t

BEARING = range(12 * 12, 51 * 12)  # months of age in which a woman is asked


def judge(drug: Drug, person: Person) -> Iterator[Alert]:
    """Say what speaks against a medicine in this person: the most serious of each kind."""
    for key in drug.ingredients or drug.classes:
        of = knowledge().ingredients.get(key)
        tags = of.tags if of else frozenset(key)
        rules = [rule for rule in knowledge().rules if rule.of & tags and (rule.local or not drug.local)]
        for kind, title in (("pregnancy", t("Pregnancy")), ("age", t("Age")), ("renal", t("Kidney function"))):
            fits = [rule for rule in rules if rule.kind == kind and _fits(rule, person)]
            if fits:
                rule = min(fits, key=lambda one: (one.severity != "severe", one.below or 0, one.under_months or 0))
                words = t(rule.words)
                yield sourced(rule.kind, rule.severity, f"{title}: {drug.label}", words, rule.source, key)
        if asks(person) and any(rule.ask for rule in rules):
            rule = next(rule for rule in rules if rule.ask)
            words = t("Nobody has said whether she is pregnant: ask. {words}", words=t(rule.words))
            yield sourced("pregnancy", "note", f"{t('Pregnancy')}: {drug.label}", words, rule.source, key)


def asks(person: Person) -> bool:
    """Tell whether somebody may be pregnant, and nobody has said so or not."""
    return person.pregnant is None and person.sex == "female" and person.age_months in BEARING


def _fits(rule: Rule, person: Person) -> bool:
    if rule.kind == "pregnancy":
        return person.pregnant is True
    if rule.kind == "renal":
        return person.egfr is not None and rule.below is not None and person.egfr < rule.below
    age = person.age_months
    if age is None:
        return False
    young = rule.under_months is not None and age < rule.under_months
    return young or (rule.from_months is not None and age >= rule.from_months)
