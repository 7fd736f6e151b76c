"""LOINC codes: a number, a dash, and a digit by which a slip of the hand is found."""

import re

_CODE = re.compile(r"([1-9]\d{0,6})-(\d)", re.ASCII)


def holds(code: str) -> bool:
    """Tell whether a code can be LOINC's: its last digit is right, mod 10 (LOINC Users' Guide, appendix C)."""
    found = _CODE.fullmatch(code)
    return found is not None and int(found[2]) == check_digit(found[1])


def check_digit(number: str) -> int:
    """Compute the check digit of a number: each second digit from the right counts twice, by its own digits."""
    doubled = "".join(str(2 * int(digit)) for digit in number[::-2])
    total = sum(map(int, doubled)) + sum(map(int, number[-2::-2]))
    return -total % 10
