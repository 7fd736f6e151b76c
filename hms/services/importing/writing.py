"""Writing down what a record tells, as rows of the clinic's own; and what of it has no place there."""

from collections import Counter
from uuid import UUID

from hms.access import Scope
from hms.services.importing.readers import READERS, rows_of
from hms.services.importing.reading import Later, Reading
from hms.services.importing.refusals import printable
from hms.services.importing.resources import Entry
from hms.services.importing.trees import beyond


class Writer:
    """Writes rows and counts what did not go into them."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.beyond, self.aside = Counter[str](), list[str]()

    def write(self, reading: Reading, entry: Entry, again: bool = False) -> UUID | None:
        """Write down what a record tells, and name the first row; None where it stays as it came. Raises Broken.

        Why it stays is said the first time only.
        """
        if entry.kind not in READERS:
            return None
        try:
            rows = rows_of(reading, entry)
        except Later as later:
            reading.remarks.clear()
            if not again:
                self.beyond[f"{entry.kind}: {later.why}"] += 1
                self.aside.append(f"{printable(entry.place)} ({entry.kind}): {later.why}")
            return None
        self.beyond.update(f"{entry.kind}.{field}" for field in beyond(entry.tree, READERS[entry.kind].UNDERSTOOD))
        self.beyond.update({f"{entry.kind}: {what}": n for what, n in reading.remarks.items()})
        reading.remarks.clear()
        self.scope.db.add_all(rows)
        reading.rows[entry] = rows[0].id
        return rows[0].id
