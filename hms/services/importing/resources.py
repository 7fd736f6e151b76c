"""Reading one resource with its FHIR R4B model, and saying in words what is wrong with it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import ValidationError

from hms.services.importing.kinds import check_kinds
from hms.services.importing.refusals import Broken
from hms.services.importing.trees import spelled, step
from hms.texts import t

ABSTRACT = {"Resource", "DomainResource"}


@dataclass(frozen=True, eq=False)
class Entry:
    """One resource of a bundle: where it stands, its tree, and its model."""

    place: str
    url: str
    kind: str
    tree: dict[str, Any]
    model: Any

    @property
    def id(self) -> str:
        """The id that its source gave it, or nothing."""
        return str(self.tree.get("id") or "")

    @cached_property
    def text(self) -> str:
        """The whole resource, spelled out."""
        return spelled(self.tree)

    def broken(self, field: str, reason: str) -> Broken:
        """Make the refusal for a field of this resource, such as name/0/family."""
        return Broken(f"{self.place}/{field} ({self.kind})" if field else f"{self.place} ({self.kind})", reason)


def read_entry(place: str, url: str, tree: dict[str, Any]) -> Entry:
    """Read a resource with the model of its type. Raises Broken."""
    kind = tree.get("resourceType")
    if not isinstance(kind, str):
        raise Broken(step(place, "resourceType"), t("the resource does not say of which type it is"))
    return Entry(place, url, kind, tree, read_model(kind, tree, place))


def read_model(kind: str, tree: dict[str, Any], place: str) -> Any:
    """Read a tree with the R4B model of a resource type. Raises Broken for the first thing that is wrong."""
    model = _model(kind)
    if model is None:
        raise Broken(step(place, "resourceType"), t("FHIR R4B, which can be read here, knows no such resource type"))
    try:
        read = model.model_validate(tree)
    except ValidationError as problem:
        first, *others = problem.errors(include_url=False, include_context=False, include_input=False)
        where = "".join(f"/{part}" for part in first["loc"] if part != "root")
        more = " " + t("(and {n} more)", n=len(others)) if others else ""
        raise Broken(f"{place}{where} ({kind})", _words(first["type"], first["msg"]) + more) from problem
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as problem:
        # a few mistakes, such as an unknown type among contained resources, trip the models themselves
        raise Broken(f"{place} ({kind})", t("this does not follow FHIR R4B")) from problem
    check_kinds(read, tree, place)
    return read


def _model(kind: str) -> Any:
    # The models are heavy: loaded for those who import, and type by type.
    from fhir.resources.R4B import get_fhir_model_class  # noqa: PLC0415
    from fhir.resources.R4B.resource import Resource  # noqa: PLC0415

    if not kind.isascii() or not kind.isalnum() or kind in ABSTRACT:
        return None
    try:
        model = get_fhir_model_class(kind)
    except (LookupError, ValueError):
        return None
    return model if issubclass(model, Resource) else None


def _words(error: str, said: str) -> str:
    if error == "missing" or "Expect any of field value" in said:
        return t("a required value is missing")
    if error == "extra_forbidden":
        return t("FHIR R4B, which can be read here, has no field of this name at this place")
    if "got multiple" in said:
        return t("more than one kind of value is given where only one may be")
    if error.startswith("date") or "regex" in said:
        return t("this is not a date or time as FHIR writes them")
    if error.endswith(("_type", "_parsing", "_format", "_invalid")):
        return t("this is not the kind of value that FHIR R4B has here")
    return t("this is not written as FHIR R4B asks for")
