"""A medicine against what somebody is allergic to."""

from collections.abc import Iterator, Sequence

from hms.knowledge.prescribing import naming
from hms.knowledge.prescribing.facts import Alert, Drug, sourced
from hms.knowledge.prescribing.reading import Severity, knowledge
from hms.texts import t


def judge(drug: Drug, allergies: Sequence[str]) -> Iterator[Alert]:
    """Say of each allergy, as it is written, what it means for a medicine: the most serious once, or that it is not understood."""
    for text in dict.fromkeys(allergies):
        said = naming.read(text)
        if not said.understood:
            title = t("Allergy not understood: “{written}”", written=text)
            yield Alert("unread", "note", title, t("Compare it with the medicine yourself."), key="unread")
        elif found := _against(drug, text, said):
            yield min(found, key=lambda one: one.severity != "severe")


def _against(drug: Drug, text: str, said: naming.Read) -> list[Alert]:
    know, found = knowledge(), []
    title = t("Allergy: “{written}”", written=text)

    def add(severity: Severity, words: str, source: str, about: tuple[str, str]) -> None:
        found.append(sourced("allergy", severity, title, words, source, *about))

    for same in set(drug.ingredients) & set(said.ingredients):
        words = t("{drug} contains {ingredient}.", drug=drug.label, ingredient=know.ingredients[same].name.lower())
        add("severe", words, "aaaai-2022", (same, same))
    for group in sorted(drug.tags & set(said.classes)):
        named = know.groups[group]
        words = t("{drug} belongs to the {group}.", drug=drug.label, group=t(named.name))
        add("severe", words, named.source, (_first(drug), group))
    for key in said.ingredients:
        for group in sorted(drug.tags & set(know.ingredients[key].classes)):
            named = know.groups[group]
            if named.allergy and key not in drug.ingredients:
                words = t("{drug} and {other} both belong to the {group}.", drug=drug.label,
                          other=know.ingredients[key].name.lower(), group=t(named.name))  # fmt: skip
                add(named.allergy, words, named.source, (_first(drug), key))
    tags = frozenset(said.classes).union(*(know.ingredients[key].tags for key in said.ingredients))
    for cross in know.crosses:
        for mine, theirs in ((cross.one, cross.other), (cross.other, cross.one)):
            if mine in tags and theirs in drug.tags:
                add(cross.severity, f"{drug.label}: {t(cross.words)}", cross.source, (_first(drug), mine))
    return found


def _first(drug: Drug) -> str:
    return drug.ingredients[0] if drug.ingredients else drug.classes[0]
