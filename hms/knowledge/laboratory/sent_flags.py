"""What a laboratory's own flag says: how it stands to the five that this clinic knows.

Source: HL7 v3 Code System ObservationInterpretation, and HL7 v2 table 0078, which has the same codes.
"""

USUAL = frozenset({"N", "NEG", "ND", "NR", "S", "SDD", "SYN-S", "B", "D", "U"})
KEPT = frozenset({"L", "LL", "H", "HH", "A", "AA"})
LIKE = {"<": "L", "LU": "L", "LX": "L", ">": "H", "HU": "H", "HX": "H"}  # off the scale, significantly low or high
URGENT = ("critical", "panic", "life-threatening", "life threatening")


def understood(code: str, words: str) -> str:
    """Say which of the clinic's own flags a laboratory's is: "" where it says that all is usual, or nothing.

    What nobody here knows is never taken for usual: it is not as usual, and critical where its words say so.
    """
    if any(one in words.casefold() for one in URGENT):
        return "AA"
    if code in KEPT:
        return code
    if code in USUAL:
        return ""
    return LIKE.get(code, "A" if code or words else "")
