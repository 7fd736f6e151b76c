"""Appointments as iCalendar (RFC 5545): a file to keep, an attachment to a message, a feed to follow."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event, vCalAddress

from hms.access import Scope
from hms.models import Appointment
from hms.models.appointment_states import State
from hms.permissions import Role
from hms.services.calendar_entries import Entry, for_doctor, for_patient
from hms.services.local_time import local_day
from hms.services.vtimezone import vtimezone
from hms.texts import t

PRODUCT = "-//hms//appointments//EN"
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]+")  # a line break in a clinic's name must not begin a new property
ASK_AGAIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Attachment:
    """What goes along with a message: `Content-Type: text/calendar; charset=utf-8; method=<method>`."""

    name: str
    method: str  # REQUEST or CANCEL
    body: bytes


def uid(entry: Entry) -> str:
    """Name an appointment for every calendar, the same for ever: so a change finds what it changes."""
    return f"{entry.appointment_id}@appointments"


def to_keep(scope: Scope, appointment: Appointment) -> tuple[str, bytes]:
    """Write an appointment as a file to download, for whoever asks: its name and its bytes."""
    entry = (for_doctor if scope.actor.role == Role.DOCTOR else for_patient)(scope, [appointment])[0]
    return _name(scope, appointment), _calendar(scope, [_event(scope, entry, scope.now)], [entry], "PUBLISH")


def for_message(scope: Scope, appointment: Appointment, organizer: str, attendee: str) -> Attachment:
    """Write an appointment, as it is now, to go with a message to its patient (RFC 5546 and 6047).

    A cancelled or declined one is a CANCEL, every other a REQUEST; both carry the UID of the download and of the feed
    and a higher SEQUENCE after each change, so that a calendar updates or strikes out what it has. `organizer` is the
    address that the message comes from, `attendee` the patient's own, both bare (name@host): nobody is asked to reply.
    The words are in the language of the reader: set it before. Attach it with the Attachment's method in the content
    type, as an alternative of the text; the caller has fetched the appointment for somebody who may see it.
    """
    entry = for_patient(scope, [appointment])[0]
    event = _event(scope, entry, scope.now)
    event.add("organizer", _mail(organizer, cn=scope.clinic.name))
    event.add("attendee", _mail(attendee, role="REQ-PARTICIPANT", partstat="ACCEPTED", rsvp="FALSE"))
    method = "CANCEL" if appointment.status == State.CANCELLED else "REQUEST"
    return Attachment(_name(scope, appointment), method, _calendar(scope, [event], [entry], method))


def feed(scope: Scope, entries: Sequence[Entry], title: str) -> bytes:
    """Write entries as a calendar to follow. The same entries give the same bytes, so that an ETag can tell."""
    events = [_event(scope, entry, entry.changed_at) for entry in entries]
    return _calendar(scope, events, entries, "", title)


def _mail(address: str, **parameters: str) -> vCalAddress:
    found = vCalAddress(f"mailto:{_clean(address)}")
    for name, value in parameters.items():
        found.params[name.upper()] = _clean(value).replace('"', "'")
    return found


def _clean(words: str) -> str:
    return UNPRINTABLE.sub(" ", words).strip()


def _name(scope: Scope, appointment: Appointment) -> str:
    return t("appointment") + f"-{local_day(scope, appointment.starts_at)}.ics"


def _event(scope: Scope, entry: Entry, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", uid(entry))
    event.add("sequence", entry.sequence)
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("created", entry.made_at)
    event.add("last-modified", entry.changed_at)
    event.add("dtstart", _wall(scope, entry.starts_at))
    event.add("dtend", _wall(scope, entry.ends_at))
    event.add("summary", _clean(entry.title))
    event.add("location", _clean(entry.place))
    event.add("status", entry.status)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT" if entry.status == "CANCELLED" else "OPAQUE")
    event.add("url", _clean(entry.url))
    if link := _clean(entry.link):
        event.add("conference", link, parameters={"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": t("Join by video")})
        event.add("description", t("Join by video: {link}", link=link))  # most calendars show nothing of a CONFERENCE
    return event


def _wall(scope: Scope, at: datetime) -> datetime:
    """Give an instant on the clinic's wall clock; of an hour that comes twice, wall clocks mean the first (3.3.5)."""
    local = at.astimezone(scope.zone)
    return at.astimezone(UTC) if local.fold else local


def _calendar(scope: Scope, events: list[Event], entries: Sequence[Entry], method: str, title: str = "") -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method)
    else:
        _say_how_to_follow(calendar, scope, _clean(title))
    if scope.zone.key != "UTC" or not entries:  # a calendar with nothing in it is none (3.4)
        calendar.add_component(vtimezone(scope.zone, *_years(scope, entries)))
    for event in events:
        calendar.add_component(event)
    body: bytes = calendar.to_ical()
    return body


def _say_how_to_follow(calendar: Calendar, scope: Scope, title: str) -> None:
    """Name a feed, and ask its readers to come again within the hour; each programme knows one of these words."""
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", scope.zone.key)
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")


def _years(scope: Scope, entries: Sequence[Entry]) -> tuple[date, date]:
    """Give whole years around entries, for their zone: who moves one in their own calendar stays within."""
    years = [entry.starts_at.year for entry in entries] or [scope.now.year]
    return date(min(years), 1, 1), date(max(years) + 2, 1, 1)
