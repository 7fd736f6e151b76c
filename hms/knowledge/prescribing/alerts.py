"""All that is said against one medicine in one person, most serious first."""

from collections.abc import Sequence

from hms.knowledge.prescribing import allergies as against_allergies
from hms.knowledge.prescribing import dosing, person, together
from hms.knowledge.prescribing.facts import Alert, Drug, Person, Taken
from hms.knowledge.prescribing.reading import knowledge
from hms.texts import t

CHILD_MONTHS, LOW_EGFR = 18 * 12, 60


def alerts(new: Taken, current: Sequence[Taken], allergies: Sequence[str], who: Person) -> list[Alert]:
    """Say all that speaks against a medicine: severe first, each thing once, and in words what was not checked."""
    drug = new.drug
    found: list[Alert] = []
    if drug.known:
        found += against_allergies.judge(drug, allergies)
        found += together.judge(drug, [one.drug for one in current])
        found += person.judge(drug, who)
        found += dosing.judge(new, current, who)
    found += _not_checked(drug, [one.drug for one in current], who)
    once = {(one.key, one.title): one for one in sorted(found, key=lambda one: one.severity == "severe")}
    return sorted(once.values(), key=lambda one: (one.severity != "severe", one.kind == "unchecked"))


def _not_checked(drug: Drug, current: Sequence[Drug], who: Person) -> list[Alert]:
    if not drug.known:
        words = t(
            "Allergies, interactions, duplicates, pregnancy, age, dose and kidneys are not checked: the checks do not know this medicine."
        )
        return [_unchecked(t("Not checked: {drug}", drug=drug.label), words, f"all:{drug.label}")]
    found = []
    if strange := sorted({one.label for one in current if not one.known}):
        title = t("Interactions not checked with: {drugs}", drugs=", ".join(strange))
        found.append(_unchecked(title, t("The checks do not know these medicines."), f"with:{strange}"))
    reviewed = [knowledge().ingredients[key].reviewed for key in drug.ingredients]
    if not reviewed or not all(reviewed):
        parts = [
            (who.pregnant is True, t("Pregnancy")),
            (who.age_months is not None and who.age_months < CHILD_MONTHS, t("Age")),
            (who.egfr is not None and who.egfr < LOW_EGFR, t("Kidney function")),
        ]
        names = {"pregnancy": t("Pregnancy"), "age": t("Age"), "renal": t("Kidney function")}
        told = {names[rule.kind] for rule in knowledge().rules if rule.of & drug.tags}
        if missing := [words for asked, words in parts if asked and words not in told]:
            title = t("{checks} not checked: {drug}", checks=", ".join(missing), drug=drug.label)
            found.append(
                _unchecked(title, t("The checks know nothing about that for this medicine."), f"person:{drug.label}")
            )
    return found


def _unchecked(title: str, words: str, key: str) -> Alert:
    return Alert("unchecked", "note", title, words, key=f"unchecked:{key}")
