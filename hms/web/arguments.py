"""Arguments of an event, checked against the handler's types before anything is queued. Values never reach a log."""

import inspect
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError
from reflex_base.utils.form import FORM_DATA_ENTRIES_KEY, transform_form_data

from hms.web.reflex_private import handlers, type_hints


class Unfit(Exception):
    """The arguments are not what the handler takes."""


@dataclass(frozen=True, slots=True)
class _Argument:
    hint: Any
    adapter: TypeAdapter[Any]
    needed: bool


def known_arguments(handler: Any) -> dict[str, _Argument]:
    """Read off a handler what it takes. Raises TypeError for an argument without a type."""
    hints = type_hints(handler)
    known = {}
    for name, parameter in list(inspect.signature(handler.fn).parameters.items())[1:]:
        if name not in hints or parameter.kind is not parameter.POSITIONAL_OR_KEYWORD:
            raise TypeError(f"{handler.fn.__qualname__}: argument {name} needs a type")
        known[name] = _Argument(hints[name], TypeAdapter(hints[name]), parameter.default is parameter.empty)
    return known


@cache
def expected(name: str) -> dict[str, _Argument]:
    """Return what a handler takes. Raises TypeError for an argument without a type."""
    return known_arguments(handlers()[name])


def checked(name: str, payload: Any) -> dict[str, Any]:
    """Return the arguments as the handler's types. Raises Unfit for wrong, missing and extra ones."""
    known = expected(name)
    if not known and not payload:
        return {}
    if not isinstance(payload, dict) or payload.keys() - known.keys():
        raise Unfit
    if any(argument.needed and key not in payload for key, argument in known.items()):
        raise Unfit
    try:
        return {key: _one(known[key], value) for key, value in payload.items()}
    except (ValidationError, TypeError, ValueError, KeyError, AttributeError):
        raise Unfit from None  # the cause would quote what was sent


def _one(argument: _Argument, value: Any) -> Any:
    if isinstance(value, dict):
        submitted = FORM_DATA_ENTRIES_KEY in value
        value = transform_form_data(value, argument.hint)
        if submitted:  # Reflex sends null for a field that the page has shown and shows no longer
            value = {name: typed for name, typed in value.items() if typed is not None}
    return argument.adapter.validate_python(value)
