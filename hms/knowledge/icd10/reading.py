"""All codes of ICD-10-CM, read from their package and put into the order in which they are offered.

Source: ICD-10-CM, release of April 2026, by the CDC's National Center for Health Statistics: a work of the United States
government, in the public domain. The package `simple-icd-10-cm` that carries it is under the MIT licence.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from typing import NamedTuple

SYSTEM = "http://hl7.org/fhir/sid/icd-10-cm"
PACKAGE = "simple-icd-10-cm"
PLAIN = re.compile(r"unspecified|without complication|uncomplicated|\(primary\)", re.IGNORECASE)
BEFORE_LONGER_ONES = 25  # letters that a plain title is reckoned shorter, so that it comes before closer ones


class Code(NamedTuple):
    """One code; `terms` are what it includes in other words, `broader` what those above it say."""

    code: str  # with its dot
    title: str
    terms: str  # separated by "; "
    broader: str
    billable: bool


@cache
def release() -> str:
    """Name what the codes are from; another release of the package is another list."""
    return f"{PACKAGE}-{version(PACKAGE)}"


def codes() -> Iterator[Code]:
    """Read every category and code, some 98,000, in the order in which they are offered. Takes about 200 MB meanwhile."""
    import simple_icd_10_cm as icd  # noqa: PLC0415 - it reads ten megabytes as soon as it is imported

    listed = [code for code in icd.get_all_codes(with_dots=True) if not icd.is_chapter_or_block(code)]
    above: dict[str, str] = {}
    found = []
    for code in listed:  # each stands after those above it
        parent = icd.get_parent(code)
        title = icd.get_description(code)
        terms = "; ".join([*icd.get_inclusion_term(code), *icd.get_includes(code)])
        broader = above.get(parent, "")
        above[code] = "; ".join(filter(None, [broader, title, terms]))
        found.append(Code(code, title, terms, broader, icd.is_leaf(code)))
    return iter(sorted(found, key=_place))


def _place(one: Code) -> tuple[bool, int, int, str]:
    """Order codes: what can be billed first, illnesses before injuries and causes, plain short titles before long ones."""
    length = len(one.title) - (BEFORE_LONGER_ONES if PLAIN.search(one.title) else 0)
    return not one.billable, _kind(one.code), length, one.code


def _kind(code: str) -> int:
    """Rank a chapter: illnesses; pregnancy, the newborn, reasons other than illness; injuries; causes; later encounters."""
    later = len(code) == 8 and code[-1] not in "ABC"  # the seventh character: initial encounters are A, B and C
    match code[0]:
        case "S" | "T":
            return 4 if later else 2
        case "V" | "W" | "X" | "Y":
            return 4 if later else 3
        case "O" | "P" | "Z":
            return 1
    return 4 if later and code[0] == "M" else 0
