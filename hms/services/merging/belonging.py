"""Every column of every table that says whose a row is, read off the tables: a new table cannot be forgotten."""

from collections.abc import Iterator
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import SQLModel

# The few columns that name a patient and stay as they are in a merge, and why.
STAYING = {
    "audit_subject.patient_id": "the audit only grows: who opened which record, under the number it had then",
    "suspected_pair.one_id": "it speaks of both records",
    "suspected_pair.other_id": "it speaks of both records",
    "patient_merge.kept_id": "it says how the two came together",
    "patient_merge.gone_id": "it says how the two came together",
    "patient.merged_into_id": "it is what a merge sets; a record that was merged earlier still names the one it became part of",
}


class Belonging(NamedTuple):
    """A column that says whose a row is."""

    table: sa.Table
    column: sa.Column[object]

    @property
    def name(self) -> str:
        """Its name, with the table's."""
        return f"{self.table.name}.{self.column.name}"

    @property
    def alone(self) -> list[tuple[str, ...]]:
        """The other columns with which it may stand once only, in each promise of the table."""
        promises = [
            *(
                tuple(c.name for c in one.columns)
                for one in self.table.constraints
                if isinstance(one, sa.UniqueConstraint)
            ),
            *(tuple(c.name for c in one.columns) for one in self.table.indexes if one.unique and not _in_part(one)),
        ]
        mine = [promise for promise in promises if self.column.name in promise]
        return [tuple(name for name in promise if name != self.column.name) for promise in mine]


def _in_part(index: sa.Index) -> bool:
    return index.dialect_options["postgresql"]["where"] is not None


def named_patients() -> Iterator[Belonging]:
    """Walk through all columns that name a patient, those that stay included."""
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            points = any(key.target_fullname == "patient.id" for key in column.foreign_keys)
            if points or column.name.endswith("patient_id") or column.name == "merged_into_id":
                yield Belonging(table, column)


def belongings() -> list[Belonging]:
    """List the columns whose rows go with their patient."""
    return [one for one in named_patients() if one.name not in STAYING]
