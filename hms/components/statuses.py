"""What a state is called, how it is drawn and in which tone: one table, so that no two screens disagree."""

from typing import NamedTuple

from hms.texts import t


class Status(NamedTuple):
    """How one state looks: a tone, an icon and a word, always together."""

    tone: str
    mark: str
    word: str


STATUS: dict[str, Status] = {
    "booked": Status("quiet", "calendar", t("Booked")),
    "arrived": Status("info", "clock", t("Waiting")),
    "long": Status("warn", "clock-alert", t("Long wait")),
    "in_room": Status("accent", "door-open", t("In room")),
    "fulfilled": Status("ok", "check", t("Done")),
    "noshow": Status("danger", "user-x", t("No-show")),
    "cancelled": Status("quiet", "x", t("Cancelled")),
    "free": Status("quiet", "plus", t("Free")),
    "break": Status("quiet", "coffee", t("Break")),
    "late": Status("warn", "timer", t("Running late")),
    "on_time": Status("ok", "check", t("On time")),
    "draft": Status("warn", "pencil", t("Draft")),
    "signed": Status("ok", "pen-line", t("Signed")),
    "amended": Status("info", "history", t("Amended")),
    "voided": Status("quiet", "ban", t("Voided")),
    "active": Status("ok", "circle-check", t("Active")),
    "completed": Status("quiet", "check", t("Finished")),
    "stopped": Status("quiet", "circle-stop", t("Stopped")),
    "invited": Status("info", "mail", t("Invited")),
    "disabled": Status("danger", "lock", t("Disabled")),
    "closed": Status("quiet", "archive", t("Closed")),
    "new": Status("accent", "circle-dot", t("New")),
    "unreadable": Status("danger", "shield-alert", t("Cannot be read")),
}
