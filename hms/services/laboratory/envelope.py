"""A laboratory's file as FHIR resources that point to each other: a bundle, or one report with all it needs inside."""

from dataclasses import dataclass, field
from typing import Any

from hms.services.importing.bundles import items_of, names_of
from hms.services.importing.refusals import Broken
from hms.services.importing.resources import Entry, read_entry
from hms.services.importing.trees import step
from hms.texts import t

REPORT = "DiagnosticReport"


@dataclass(frozen=True, eq=False)
class Envelope:
    """The resources of a file, how each is called, and what stands inside of each."""

    entries: list[Entry] = field(default_factory=list)
    by_name: dict[str, Entry] = field(default_factory=dict)
    inside: dict[Entry, dict[str, Entry]] = field(default_factory=dict)

    def find(self, pointer: Any, within: Entry) -> Entry | None:
        """Find what a Reference of a resource points to; None for what lies elsewhere."""
        said = getattr(pointer, "reference", None)
        if not isinstance(said, str):
            return None
        if said.startswith("#"):
            return self.inside.get(within, {}).get(said[1:])
        return self.by_name.get(said.partition("/_history/")[0])

    def add(self, entry: Entry) -> None:
        """Add a resource with what stands inside of it. Raises Broken for two that differ and are called the same."""
        names = names_of(entry)
        before = self.by_name.get(names[0]) if names else None
        if before is not None:
            if before.text != entry.text:
                raise Broken(entry.place, t("another entry of this file has the same identity and says something else"))
            return
        self.entries.append(entry)
        for name in names:
            self.by_name.setdefault(name, entry)
        parts: dict[str, Entry] = {}
        for index, tree in enumerate(entry.tree.get("contained") or []):
            part = read_entry(f"{step(entry.place, 'contained')}/{index}", "", tree)
            if part.id in parts:
                raise part.broken("id", t("two resources inside of this one have the same id"))
            parts[part.id] = part
            self.inside[part] = parts
        self.inside[entry] = parts


def read_envelope(tree: Any) -> Envelope:
    """Read a JSON tree as what a laboratory sent. Raises Broken where it is no FHIR, or holds no report."""
    envelope = Envelope()
    if isinstance(tree, dict) and tree.get("resourceType") == REPORT:
        envelope.add(read_entry("", "", tree))
        return envelope
    for place, item in items_of(tree):
        envelope.add(read_entry(step(place, "resource"), item.get("fullUrl") or "", item["resource"]))
    if not any(one.kind == REPORT for one in envelope.entries):
        raise Broken("/entry", t("no report (DiagnosticReport) is in this file"))
    return envelope
