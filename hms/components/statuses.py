"""What a state is called, how it is drawn and in which tone: one table, so that no two screens disagree."""

from typing import NamedTuple

from hms.texts import t


class Status(NamedTuple):
    """How one state looks: a tone, an icon and a word, always together."""

    tone: str
    mark: str
    word: str


STATUS: dict[str, Status] = {
    "pending": Status("warn", "hourglass", t("Requested")),
    "booked": Status("quiet", "calendar", t("Booked")),
    "arrived": Status("info", "clock", t("Waiting")),
    "long": Status("warn", "clock-alert", t("Long wait")),
    "skipped": Status("quiet", "skip-forward", t("Skipped")),
    "away": Status("quiet", "user-round-x", t("With somebody else")),
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
    "to_send": Status("info", "clock", t("Waiting to leave")),
    "sending": Status("info", "send", t("Being sent")),
    "retrying": Status("warn", "rotate-cw", t("Trying again")),
    "sent": Status("ok", "mail-check", t("Sent")),
    "printed": Status("quiet", "mail-x", t("Not mailed")),
    "given_up": Status("danger", "mail-warning", t("Given up")),
    "no_address": Status("warn", "at-sign", t("No address")),
    "too_late": Status("danger", "clock-alert", t("Too late")),
    "unwanted": Status("quiet", "bell-off", t("Not wanted")),
    "superseded": Status("quiet", "history", t("No longer true")),
    "stated": Status("warn", "message-square-quote", t("Stated by the patient")),
    "confirmed": Status("ok", "badge-check", t("Confirmed")),
    "refuted": Status("quiet", "circle-x", t("Not so")),
    "withdrawn": Status("quiet", "undo-2", t("Withdrawn")),
    "given": Status("ok", "file-check", t("You agree")),
    "not_given": Status("quiet", "file-x", t("You do not agree")),
    "wish_open": Status("info", "inbox", t("With reception")),
    "wish_accepted": Status("ok", "user-check", t("Accepted")),
    "wish_declined": Status("warn", "circle-off", t("Not accepted")),
    "wish_withdrawn": Status("quiet", "undo-dot", t("Taken back")),
    "unreadable": Status("danger", "shield-alert", t("Cannot be read")),
}
