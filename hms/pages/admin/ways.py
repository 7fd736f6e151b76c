"""The screens of the place "Scheduling"."""

from hms.texts import t

SCHEDULING, TYPES, PLACES = "/admin/scheduling", "/admin/scheduling/types", "/admin/scheduling/places"
CLOSURES, RESULTS = "/admin/scheduling/closures", "/admin/scheduling/results"
UNITS = "/admin/scheduling/units"


def scheduling_ways() -> tuple[tuple[str, str], ...]:
    """Name the screens and where they are."""
    return (
        (t("Rules"), SCHEDULING),
        (t("Kinds of visits"), TYPES),
        (t("Sites and rooms"), PLACES),
        (t("Closed days"), CLOSURES),
        (t("Results"), RESULTS),
        (t("Units"), UNITS),
    )
