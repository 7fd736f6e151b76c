"""Whether a text is a unit of UCUM: its grammar, and the units that medicine uses.

Source: Regenstrief Institute, The Unified Code for Units of Measure, version 2.1, ucum.org: sections 2 (grammar), tables of
prefixes, base units and derived units. Re-typed: the units of physics alone that no clinic writes are not here.
"""

import re

PREFIXES = ("da", "Ki", "Mi", *"YZEPTGMkhdcmunpfazy")
# Units that take a prefix.
METRIC = frozenset(
    [
        "m",
        "s",
        "g",
        "rad",
        "K",
        "C",
        "cd",
        "mol",
        "sr",
        "Hz",
        "N",
        "Pa",
        "J",
        "W",
        "A",
        "V",
        "F",
        "Ohm",
        "S",
        "Wb",
        "Cel",
        "T",
        "H",
        "lm",
        "lx",
        "Bq",
        "Gy",
        "Sv",
        "l",
        "L",
        "ar",
        "t",
        "bar",
        "u",
        "eV",
        "kat",
        "U",
        "eq",
        "osm",
        "cal",
        "[iU]",
        "[IU]",
        "g%",
        "m[H2O]",
        "m[Hg]",
        "st",
        "B",
        "Ci",
        "R",
        "RAD",
        "REM",
        "bit",
        "By",
        "dyn",
        "erg",
        "G",
        "[Cal]",
        "pc",
        "gf",
    ]
)
# Units that take none.
PLAIN = frozenset(
    [
        "10*",
        "10^",
        "%",
        "[pi]",
        "[ppth]",
        "[ppm]",
        "[ppb]",
        "[pptr]",
        "[pH]",
        "gon",
        "deg",
        "'",
        "''",
        "min",
        "h",
        "d",
        "a",
        "a_j",
        "a_t",
        "a_g",
        "wk",
        "mo",
        "mo_j",
        "mo_s",
        "mo_g",
        "atm",
        "[degF]",
        "[degR]",
        "[in_i]",
        "[ft_i]",
        "[yd_i]",
        "[mi_i]",
        "[lb_av]",
        "[oz_av]",
        "[gr]",
        "[st_av]",
        "[oz_tr]",
        "[pt_us]",
        "[qt_us]",
        "[gal_us]",
        "[foz_us]",
        "[cup_us]",
        "[tbs_us]",
        "[tsp_us]",
        "[drp]",
        "[HPF]",
        "[LPF]",
        "[arb'U]",
        "[USP'U]",
        "[GPL'U]",
        "[MPL'U]",
        "[APL'U]",
        "[beth'U]",
        "[anti'Xa'U]",
        "[todd'U]",
        "[dye'U]",
        "[smgy'U]",
        "[bdsk'U]",
        "[ka'U]",
        "[knk'U]",
        "[mclg'U]",
        "[tb'U]",
        "[CCID_50]",
        "[TCID_50]",
        "[EID_50]",
        "[PFU]",
        "[FFU]",
        "[CFU]",
        "[BAU]",
        "[AU]",
        "[Amb'a'1'U]",
        "[PNU]",
        "[Lf]",
        "[D'ag'U]",
        "[FEU]",
        "[IR]",
        "[ELU]",
        "[EU]",
        "[S]",
        "[MET]",
        "[diop]",
        "[Ch]",
        "[hnsf'U]",
        "[car_Au]",
        "[CFR]",
        "[BAU]",
        "[lbf_av]",
        "[psi]",
        "[RFU]",
    ]
)
_TERM = re.compile(r"(?P<unit>10[*^]|.*?[^\d+-]|)(?P<power>[+-]?\d+)?", re.ASCII)
LONGEST = 40


def is_unit(said: str) -> bool:
    """Tell whether UCUM has a unit, as mg/dL, 10*3/uL or mL/min/{1.73_m2}."""
    if not 0 < len(said) <= LONGEST or not all("!" <= one <= "~" for one in said):
        return False
    left = _term(said, 0, 0)
    return left == len(said)


def _term(said: str, at: int, depth: int) -> int:
    """Read a term from a place on; gives where it ends, or -1."""
    if said.startswith("/", at):
        at += 1
    while True:
        at = _component(said, at, depth)
        if at < 0 or not said.startswith((".", "/"), at):
            return at
        at += 1


def _component(said: str, at: int, depth: int) -> int:
    if said.startswith("(", at):
        at = _term(said, at + 1, depth + 1) if depth < 5 else -1
        return at + 1 if at > 0 and said.startswith(")", at) else -1
    end = at
    while end < len(said) and said[end] not in "./(){":
        end = said.find("]", end) + 1 if said[end] == "[" else end + 1
        if end == 0:
            return -1
    known = end == at or _simple(said[at:end])
    if said.startswith("{", end):
        close = said.find("}", end)
        return close + 1 if known and close > end and "{" not in said[end + 1 : close] else -1
    return end if known and end > at else -1


def _simple(said: str) -> bool:
    """Tell whether this is a whole number, or a unit with or without prefix and power."""
    if re.fullmatch(r"[1-9]\d*", said, re.ASCII):
        return True
    found = _TERM.fullmatch(said)
    if found is None or not found["unit"]:
        return False
    unit = found["unit"]
    if unit in METRIC or unit in PLAIN:
        return True
    return any(unit.startswith(one) and unit.removeprefix(one) in METRIC for one in PREFIXES)
