"""An appointment as an .ics file (RFC 5545), for the patient's own calendar."""

from datetime import datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from hms.models import Appointment, Clinic
from hms.schemas.scheduling import AppointmentCard
from hms.texts import t


def write(card: AppointmentCard, clinic: Clinic, appointment: Appointment, now: datetime) -> tuple[str, bytes]:
    """Write the file: the reason for the visit stays out, a phone's calendar is read over shoulders."""
    zone = ZoneInfo(clinic.zone)
    event = Event()
    event.add("uid", f"{card.id}@appointments")
    event.add("sequence", appointment.version - 1)
    event.add("dtstamp", now)
    event.add("dtstart", appointment.starts_at.astimezone(zone))
    event.add("dtend", appointment.ends_at.astimezone(zone))
    event.add("summary", f"{card.doctor}, {card.department}")
    event.add("location", ", ".join(part for part in (clinic.name, card.room) if part))
    event.add("status", "CANCELLED" if appointment.cancelled_at else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//hms//appointments//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return t("appointment") + f"-{card.day}.ics", calendar.to_ical()
