"""A bundle as one patient's file: its envelope, its entries, and how they refer to each other."""

from dataclasses import dataclass
from typing import Any

from hms.services.importing.refusals import Broken
from hms.services.importing.resources import Entry, read_entry, read_model
from hms.services.importing.trees import references, step
from hms.texts import t

TYPES = {"batch", "collection", "document", "searchset", "transaction"}  # a history or a message tells of events
METHODS = {"", "POST", "PUT"}


@dataclass(frozen=True, eq=False)
class Bundle:
    """The entries of a file, the one patient it is about, and the way from a reference to an entry."""

    entries: list[Entry]
    patient: Entry
    by_name: dict[str, Entry]
    repeats: list[Entry]  # said a second time, in the same words

    def find(self, reference: str) -> Entry | None:
        """Find what a reference points to in this file; None for what lies elsewhere."""
        return self.by_name.get(reference.partition("/_history/")[0])

    def is_patient(self, pointer: Any) -> bool:
        """Tell whether a Reference of a model points to the patient of this file."""
        said = getattr(pointer, "reference", None)
        return isinstance(said, str) and self.find(said) is self.patient


def read_bundle(tree: Any) -> Bundle:
    """Read a JSON tree as the bundle of one patient. Raises Broken."""
    entries, by_name, repeats = [], dict[str, Entry](), []
    for place, item in items_of(tree):
        entry = read_entry(step(place, "resource"), item.get("fullUrl") or "", item["resource"])
        names = names_of(entry)
        said_before = by_name.get(names[0]) if names else None
        if said_before is None:
            entries.append(entry)
            for name in names:
                by_name.setdefault(name, entry)
        elif said_before.text == entry.text:
            repeats.append(entry)
        else:
            raise Broken(entry.place, t("another entry of this file has the same identity and says something else"))
    bundle = Bundle(entries, _the_patient(entries), by_name, repeats)
    for entry in [*entries, *repeats]:
        _check_references(bundle, entry)
    return bundle


def names_of(entry: Entry) -> list[str]:
    """List what a reference may call it, its own address first."""
    short = "/".join(entry.url.split("/")[-2:]) if "://" in entry.url else ""
    return [name for name in (entry.url, f"{entry.kind}/{entry.id}" if entry.id else "", short) if name]


def items_of(tree: Any) -> list[tuple[str, dict[str, Any]]]:
    """List the entries of a bundle, each with its place. Raises Broken."""
    if not isinstance(tree, dict):
        raise Broken("/", t("this is not a FHIR bundle: the outermost value is not an object"))
    if tree.get("resourceType") != "Bundle":
        raise Broken("/resourceType", t("this is not a FHIR bundle"))
    items = tree.get("entry", [])
    if not isinstance(items, list):
        raise Broken("/entry", t("the entries are not a list"))
    for index, item in enumerate(items):
        _check_item(item, f"/entry/{index}")
    envelope = [{name: part for name, part in item.items() if name != "resource"} for item in items]
    read_model("Bundle", {**tree, "entry": envelope}, "")
    if tree.get("type") not in TYPES:
        raise Broken("/type", t("bundles of this type do not hold a patient's record"))
    return [(f"/entry/{index}", item) for index, item in enumerate(items)]


def _check_item(item: Any, place: str) -> None:
    if not isinstance(item, dict) or not isinstance(item.get("resource"), dict):
        raise Broken(place, t("this entry holds no resource"))
    if not isinstance(item.get("fullUrl", ""), str):
        raise Broken(step(place, "fullUrl"), t("this is not the kind of value that FHIR R4B has here"))
    request = item.get("request")
    if isinstance(request, dict) and request.get("method", "") not in METHODS:
        raise Broken(f"{place}/request/method", t("only entries that are to be added can be taken in"))


def _the_patient(entries: list[Entry]) -> Entry:
    patients = [entry for entry in entries if entry.kind == "Patient"]
    if not patients:
        raise Broken("/entry", t("no patient is in this file"))
    if len(patients) > 1:
        raise Broken(patients[1].place, t("{n} patients are in this file; it must be about one", n=len(patients)))
    return patients[0]


def _check_references(bundle: Bundle, entry: Entry) -> None:
    inside = {str(part.get("id")) for part in entry.tree.get("contained", []) if isinstance(part, dict)} | {""}
    for place, said in references(entry.tree, entry.place):
        lost = said.startswith("urn:uuid:") and bundle.find(said) is None
        if lost or (said.startswith("#") and said[1:] not in inside):
            raise Broken(f"{place} ({entry.kind})", t("this reference points to nothing in the file"))
    for field in ("subject", "patient"):
        pointer = entry.tree.get(field)
        about = pointer.get("reference") if isinstance(pointer, dict) else None
        if isinstance(about, str) and _another_patient(bundle, about):
            raise entry.broken(f"{field}/reference", t("this is about a patient who is not the one of this file"))


def _another_patient(bundle: Bundle, said: str) -> bool:
    found = bundle.find(said)
    if found is None:
        return "Patient" in said.replace("?", "/").split("/")
    return found.kind == "Patient" and found is not bundle.patient


def speaks_of_patient(bundle: Bundle, entry: Entry) -> bool:
    """Tell whether a resource refers to the patient, and so can belong to no other record."""
    if entry is bundle.patient:
        return True
    return any(bundle.find(said) is bundle.patient for _, said in references(entry.tree, ""))
