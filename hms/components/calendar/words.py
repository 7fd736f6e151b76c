"""What the calendar says. Its {names} are filled in by the browser."""

from hms.texts import t


def words() -> dict[str, str]:
    """Give the calendar's texts in the reader's language."""
    return {
        "keys": t(
            "Arrow keys walk from one entry to the next. Enter opens. M, or Alt with an arrow key, moves; with Shift it "
            "changes the end. N books the time after. E goes to the empty times, where arrows choose and Enter books."
        ),
        "to": t("to"),
        "visit": t("Appointment"),
        "held": t("Being booked"),
        "overbooked": t("Overbooked"),
        "free": t("free"),
        "taken": t("taken: {title}"),
        "grabbed": t("{title}, {when}. Arrow keys move it, Enter puts it there, Escape puts it back."),
        "moving": t("{title}, {when}. Enter puts it there, Escape puts it back."),
        "sent": t("{title}: {when} asked for."),
        "back": t("{title} is back at {when}."),
        "fixed": t("{title} cannot be moved."),
        "cancelled": t("Put back."),
        "nothing": t("Nothing is booked"),
        "open": t("open"),
        "closed": t("closed"),
        "break": t("break"),
        "leave": t("on leave"),
        "holiday": t("holiday"),
    }
