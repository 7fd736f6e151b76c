"""From a path to a JSON tree: what is there, how big, in which encoding, and whether it is JSON at all."""

import json
import stat
from decimal import Decimal
from pathlib import Path
from typing import Any

from hms.services.importing.refusals import Broken
from hms.services.importing.trees import Repeated, check_tree
from hms.texts import t

MOST_MB, MB = 64, 1_000_000
MOST_DIGITS, MOST_EXPONENT = 40, 300


def read_json(path: Path) -> Any:
    """Read a file as a checked JSON tree. Raises Broken."""
    return tree_of(bytes_of(path))


def tree_of(body: bytes) -> Any:
    """Read what a file holds as a checked JSON tree. Raises Broken."""
    tree = parsed(_decoded(body))
    check_tree(tree)
    return tree


def bytes_of(path: Path) -> bytes:
    """Read an ordinary file of a bearable size. Raises Broken."""
    most = MOST_MB * MB
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise Broken("", t("this is a folder, not a file"))
        if not stat.S_ISREG(found.st_mode):
            raise Broken("", t("this is not an ordinary file"))
        size = found.st_size
        if size <= most:
            with path.open("rb") as file:
                body = file.read(most + 1)
            size = len(body)  # it may have grown meanwhile
    except FileNotFoundError as problem:
        raise Broken("", t("there is no such file")) from problem
    except PermissionError as problem:
        raise Broken("", t("this file may not be read by the user who runs the import")) from problem
    except (OSError, ValueError) as problem:  # a ValueError is a path that no file can have
        raise Broken("", t("this file cannot be read")) from problem
    if size > most:
        told = f"{size / MB:.1f}"
        raise Broken("", t("the file has {size} MB; at most {most} MB are read", size=told, most=MOST_MB))
    return body


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")  # a byte order mark is tolerated, as RFC 8259 allows
    except UnicodeDecodeError as problem:
        raise Broken(t("byte {n}", n=problem.start + 1), t("the text is not in UTF-8, as FHIR asks for")) from problem


def parsed(text: str) -> Any:
    """Read a text as JSON, numbers exactly as they are written. Raises Broken."""
    if not text.strip():
        raise Broken("", t("the file is empty"))
    try:
        return json.loads(
            text, object_pairs_hook=_object, parse_float=_decimal, parse_int=_integer, parse_constant=_no_number
        )
    except json.JSONDecodeError as problem:
        place = t("line {line}, column {column}", line=problem.lineno, column=problem.colno)
        cut = problem.pos >= len(text.rstrip()) or problem.msg.startswith("Unterminated string")
        reason = t("the file ends in the middle: it was cut off") if cut else t("this is not JSON")
        raise Broken(place, reason) from problem
    except RecursionError as problem:
        raise Broken("", t("the file is nested too deeply")) from problem


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    return made if len(made) == len(pairs) else Repeated(pairs)


# A float stays in the tree only for what is no number: its place is found by the walk, which the parser cannot tell.
def _no_number(_: str) -> float:
    return float("nan")


def _decimal(digits: str) -> Decimal | float:
    number = Decimal(digits)  # exact: 1.10 stays 1.10
    fits = len(digits) <= MOST_DIGITS and abs(number.adjusted()) <= MOST_EXPONENT
    return number if fits else float("inf")


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) <= MOST_DIGITS else float("inf")
