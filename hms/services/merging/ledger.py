"""What a merge changed, as it is kept: rows by table and column, fields with both values."""

import json
from dataclasses import asdict, dataclass, field
from uuid import UUID

from hms.services.importing.keeping import pack, unpack
from hms.services.merging.moving import Rows

Value = str | bool | None


@dataclass
class Ledger:
    """What moved, what stood with the kept record before, and which fields changed from what to what."""

    moved: Rows = field(default_factory=dict)
    stood: Rows = field(default_factory=dict)
    fields: dict[str, tuple[Value, Value]] = field(default_factory=dict)
    accounts: list[UUID] = field(default_factory=list)  # the sign-ins of the record that went

    def written(self) -> str:
        """Write it as one text."""
        return pack(json.dumps(asdict(self), default=lambda one: one.hex, separators=(",", ":")))


def read(text: str) -> Ledger:
    """Read what written() wrote."""
    found = json.loads(unpack(text))
    return Ledger(
        moved=_rows(found["moved"]), stood=_rows(found["stood"]),
        fields={name: (before, after) for name, (before, after) in found["fields"].items()},
        accounts=[UUID(one) for one in found["accounts"]],
    )  # fmt: skip


def _rows(found: dict[str, list[str]]) -> Rows:
    return {name: [UUID(one) for one in ids] for name, ids in found.items()}
