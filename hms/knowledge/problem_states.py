"""How a problem may come to stand: FHIR R4's clinical status of a condition, and what may follow what.

Source: HL7 FHIR R4, code system condition-clinical, and its rules con-4 (what has ended is inactive, resolved or in
remission) and con-5 (an error has no clinical status).
"""

from hms.texts import t

WORDS = {
    "active": t("Active"),
    "recurrence": t("Come back"),
    "relapse": t("Relapse"),
    "inactive": t("Inactive"),
    "remission": t("In remission"),
    "resolved": t("Resolved"),
}
STANDING = frozenset({"active", "recurrence", "relapse"})
ENDED = frozenset(WORDS) - STANDING
AFTER = {
    "active": ("remission", "inactive", "resolved"),
    "recurrence": ("remission", "inactive", "resolved"),
    "relapse": ("remission", "inactive", "resolved"),
    "remission": ("relapse", "resolved"),
    "inactive": ("active", "resolved"),
    "resolved": ("recurrence",),
}


def moves(status: str) -> tuple[str, ...]:
    """List how a problem that stands so may stand next; whatever an import brought may become any of them."""
    return AFTER.get(status, tuple(WORDS))


def may_follow(status: str, after: str) -> bool:
    """Tell whether a problem may come to stand so."""
    return after in moves(status)
