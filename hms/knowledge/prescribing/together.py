"""Two medicines at once: what they do to each other, and whether they are the same twice."""

from collections.abc import Iterator, Sequence

from hms.knowledge.prescribing.facts import Alert, Drug, sourced
from hms.knowledge.prescribing.reading import Pair, knowledge
from hms.texts import t


def judge(new: Drug, current: Sequence[Drug]) -> Iterator[Alert]:
    """Say what a medicine does together with each other one: at most one line for the two, the most serious."""
    for other in current:
        found = [*_interactions(new, other), *_twice(new, other)]
        if found:
            yield min(found, key=lambda one: one.severity != "severe")


def _parts(drug: Drug) -> list[tuple[str, frozenset[str]]]:
    of = knowledge().ingredients
    return [(key, of[key].tags) for key in drug.ingredients] or [(key, frozenset(key)) for key in drug.classes]


def _interactions(new: Drug, other: Drug) -> Iterator[Alert]:
    local = new.local or other.local
    for mine, my_tags in _parts(new):
        for theirs, their_tags in _parts(other):
            for pair in _pairs(my_tags, their_tags):
                if mine != theirs and (pair.local or not local):
                    title = t("{one} with {other}", one=new.label, other=other.label)
                    yield sourced("interaction", pair.severity, title, t(pair.words), pair.source, mine, theirs)


def _pairs(mine: frozenset[str], theirs: frozenset[str]) -> Iterator[Pair]:
    known = knowledge().pairs_of
    for pair in dict.fromkeys(pair for tag in sorted(mine) for pair in known.get(tag, ())):
        if (pair.one & mine and pair.other & theirs) or (pair.other & mine and pair.one & theirs):
            yield pair


def _twice(new: Drug, other: Drug) -> Iterator[Alert]:
    if new.local != other.local:
        return
    know = knowledge()
    if same := sorted(set(new.ingredients) & set(other.ingredients)):
        name = know.ingredients[same[0]].name
        title = t("{name} twice", name=name)
        words = t("{drug} is on the list already.", drug=other.label)
        yield sourced("duplicate", "note", title, words, "smpc", same[0], same[0])
        return
    if new.local:
        return  # two creams of a kind are no harm to speak of
    for mine, my_tags in _parts(new):
        for theirs, their_tags in _parts(other):
            for group in sorted(my_tags & their_tags & set(know.groups)):
                named = know.groups[group]
                if named.duplicate:
                    title = t("Two {group}", group=t(named.name))
                    words = t("{one} and {other} belong to the same class.", one=new.label, other=other.label)
                    yield sourced("duplicate", named.duplicate, title, words, named.source, mine, theirs)
