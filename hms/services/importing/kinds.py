"""Whether a model read a tree as what it is: the models would take 0 for a date and "no" for a truth value."""

from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import BaseModel

from hms.services.importing.refusals import Broken
from hms.services.importing.trees import step
from hms.texts import t


def check_kinds(model: BaseModel, tree: dict[str, Any], place: str) -> None:
    """Make sure that texts, numbers and truth values stand where FHIR has them. Raises Broken."""
    names = _names(type(model))
    for name, value in tree.items():
        _compare(getattr(model, names.get(name, name), None), value, step(place, name))


@cache
def _names(model: type[BaseModel]) -> dict[str, str]:
    return {field.alias: name for name, field in model.model_fields.items() if field.alias}


def _compare(read: Any, value: Any, place: str) -> None:
    if isinstance(value, dict):
        if isinstance(read, BaseModel):
            check_kinds(read, value, place)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            _compare(read[index] if isinstance(read, list) and index < len(read) else None, part, step(place, index))
    elif read is not None and _kind(read) != _kind(value):
        raise Broken(place, t("this is not the kind of value that FHIR R4B has here"))


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "truth"
    return "number" if isinstance(value, int | float | Decimal) else "text"
