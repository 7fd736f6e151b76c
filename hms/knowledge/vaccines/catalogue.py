"""Vaccines by their CVX codes: a starter list that was re-typed from the public one of the CDC, and what a clinic changed.

Source: CDC, National Center for Immunization and Respiratory Diseases, "CVX: Vaccines Administered", short and full names.
What a vaccine is `against` uses the names of the series in who_routine.toml, and plain ones for whatever has no series
there; `offered` is no for codes that stand in old records only. A code that we were not sure of is not here.
"""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

from hms.knowledge.changed import NO_CHANGES, Changes, Tree, merged

SYSTEM = "http://hl7.org/fhir/sid/cvx"
SOURCE = "CDC, CVX: Vaccines Administered"
FILE = Path(__file__).with_name("cvx.csv")


class Vaccine(NamedTuple):
    """One kind of vaccine."""

    code: str
    short: str
    full: str
    against: frozenset[str]
    route: str  # as it is usually given; "" where that differs
    offered: bool


class Vaccines(dict[str, Vaccine]):
    """The list: code -> vaccine."""

    def find(self, code: str) -> Vaccine | None:
        """Find a vaccine by its code, also one that was written without its leading zero; None where it is unknown."""
        return self.get(code) or self.get(code.zfill(2))


@cache
def vaccine_trees() -> dict[str, Tree]:
    """Give what the file says of each vaccine."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


@cache
def starter() -> Vaccines:
    """Give the list as it came, without what a clinic changes."""
    return read(NO_CHANGES)


def read(changes: Changes) -> Vaccines:
    """Read the list as a clinic has changed it."""
    return Vaccines(
        {
            one.key: Vaccine(
                one.key, one.tree["short"], one.tree["full"], frozenset(one.tree["against"].split()), one.tree["route"],
                one.tree["offered"] == "yes" if one.offered is None else one.offered,
            )
            for one in merged(vaccine_trees(), changes)
        }
    )  # fmt: skip
