"""What holds for every JSON tree, whatever it tells, and how a tree is spelled out again."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from json.encoder import encode_basestring  # as json.dumps writes a text, letters of all scripts as they are
from typing import Any

from hms.services.importing.refusals import Broken
from hms.texts import t

MOST_LEVELS = 60
# FHIR R4, data type string: no characters below 32 but tab, new line and carriage return. Half a surrogate pair is none.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Repeated(dict[str, Any]):
    """An object that names a field twice; which of the two is meant, nobody can say."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        names = [name for name, _ in pairs]
        self.name = next(name for name in names if names.count(name) > 1)


def step(place: str, name: str | int) -> str:
    """Go one step down in a JSON pointer (RFC 6901)."""
    return f"{place}/{str(name).replace('~', '~0').replace('/', '~1')}"


def check_tree(value: Any, place: str = "", level: int = 0) -> None:
    """Refuse what no bundle may hold: depth, fields given twice, control characters, numbers that are none."""
    if level > MOST_LEVELS:
        raise Broken(place, t("nested more than {n} levels deep", n=MOST_LEVELS))
    if isinstance(value, str):
        _check_text(value, place)
    elif isinstance(value, dict):
        if isinstance(value, Repeated):
            raise Broken(step(place, value.name), t("this field is given twice"))
        for name, part in value.items():
            _check_text(name, place)
            check_tree(part, step(place, name), level + 1)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            check_tree(part, step(place, index), level + 1)
    elif isinstance(value, float):
        raise Broken(place, t("this is not a number that can be kept exactly"))


def _check_text(text: str, place: str) -> None:
    if _FORBIDDEN.search(text):
        raise Broken(place, t("the text holds control characters, which FHIR does not allow"))


def spelled(value: Any) -> str:
    """Spell a tree out, always in the same way: fields sorted, numbers exactly as they were given."""
    if isinstance(value, dict):
        return "{" + ",".join([f"{encode_basestring(name)}:{spelled(value[name])}" for name in sorted(value)]) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(spelled, value)) + "]"
    if isinstance(value, str):
        return encode_basestring(value)
    return str(value) if isinstance(value, Decimal) else json.dumps(value)


def references(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Find every reference in a tree: its place and what it says."""
    if isinstance(value, dict):
        for name, part in value.items():
            if name == "reference" and isinstance(part, str):
                yield step(place, name), part
            else:
                yield from references(part, step(place, name))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from references(part, step(place, index))


def fields(names: str) -> frozenset[str]:
    """Read a list of field names."""
    return frozenset(names.split())


def beyond(tree: dict[str, Any], understood: frozenset[str], above: str = "") -> set[str]:
    """Name the fields that are not among the understood ones, the highest ones only."""
    found: set[str] = set()
    for name, value in tree.items():
        path = f"{above}{name}"
        if path in understood:
            continue
        if not any(known.startswith(f"{path}.") for known in understood):
            found.add(path)
            continue
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, dict):
                found |= beyond(part, understood, f"{path}.")
    return found
