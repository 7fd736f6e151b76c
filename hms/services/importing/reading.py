"""What every reader of a resource is given, and what it gives back."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from hms.models import Row
from hms.services.importing.bundles import Bundle
from hms.services.importing.dates import instant, plausible
from hms.services.importing.resources import Entry
from hms.services.importing.wording import concept, joined, plain, whole_name
from hms.texts import t


class Later(Exception):
    """A record that is kept as it came, and not shown as one of the clinic's own: why, in a word or two."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def code_word(said: str) -> str:
    """Repeat a code of the file; what does not look like one might be anything, and is not repeated."""
    return said if re.fullmatch(r"[a-z-]{1,20}", said) else "unknown"


Taken = Row | Sequence[Row]  # several where one record tells of several things; the first stands for all


@dataclass(frozen=True, eq=False)
class Reading:
    """The file at hand, whose record it goes to, and which rows its entries have become so far."""

    bundle: Bundle
    patient_id: UUID
    zone: ZoneInfo
    now: datetime
    born_on: date | None = None
    rows: dict[Entry, UUID] = field(default_factory=dict)
    remarks: Counter[str] = field(default_factory=Counter[str])  # what of the records did not go into their rows

    def moment(self, value: Any) -> datetime | None:
        """Read a dateTime; None where less than a day is known. Raises Later for a year beyond all sense."""
        if value is not None and not plausible(value):
            raise Later(t("a year that cannot be right"))
        return instant(value, self.zone)

    def find(self, pointer: Any) -> Entry | None:
        """Find the entry that a Reference points to."""
        said = getattr(pointer, "reference", None)
        return self.bundle.find(said) if isinstance(said, str) else None

    def who(self, pointer: Any) -> str:
        """Name whom a Reference points to: in the words of the entry in this file, else of the reference."""
        found = self.find(pointer)
        if found is not None and found.kind == "Practitioner" and found.model.name:
            return whole_name(found.model.name[0])
        return plain(getattr(pointer, "display", None))

    def reasons(self, said: Any) -> list[str]:
        """Say what a visit or a prescription was for."""
        conditions = [found.model for pointer in said.reasonReference or [] if (found := self.find(pointer))]
        coded = [*(said.reasonCode or []), *(getattr(condition, "code", None) for condition in conditions)]
        return [reason for reason in dict.fromkeys(map(concept, coded)) if reason]

    def visit_of(self, pointer: Any) -> UUID | None:
        """Name the visit that the entry behind a Reference became."""
        found = self.find(pointer)
        return self.rows.get(found) if found is not None and found.kind == "Encounter" else None


def changes_meaning(entry: Entry) -> bool:
    """Tell whether a resource says that it must not be understood without more knowledge (FHIR R4, 2.4.1.1)."""
    return bool(entry.tree.get("modifierExtension") or entry.tree.get("implicitRules"))


def with_reasons(first: str, reasons: list[str]) -> str:
    """Write what something was, and what for."""
    return joined([first, *dict.fromkeys(reason for reason in reasons if reason != first)], " · ")
