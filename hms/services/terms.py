"""On which terms patients book: what they may choose, and until when they may think again."""

from hms.access import Scope, requires
from hms.permissions import Permission
from hms.schemas.scheduling import BookingTerms
from hms.services.slots import is_staff
from hms.texts import t

HOUR, DAY = 60, 1_440


@requires(Permission.SEE_FREE_TIMES, reading=True)
def of_booking(scope: Scope) -> BookingTerms:
    """Say on which terms this person books."""
    return BookingTerms(
        clinic_zone=scope.clinic.zone,
        plain=is_staff(scope) or scope.rules.plain_visits,
        hold_min=scope.rules.hold_min,
        change_words=_until(scope.rules.cutoff_min),
    )


def _until(minutes: int) -> str:
    if not minutes:
        return t("You can move or cancel it until it begins.")
    if minutes % DAY == 0:
        days = minutes // DAY
        if days > 1:
            return t("You can move or cancel it until {n} days before it begins.", n=days)
        return t("You can move or cancel it until 24 hours before it begins.")
    if minutes % HOUR == 0 and minutes > HOUR:
        return t("You can move or cancel it until {n} hours before it begins.", n=minutes // HOUR)
    return t("You can move or cancel it until {n} minutes before it begins.", n=minutes)
