"""A FHIR Encounter as a past visit."""

from hms.models import Encounter
from hms.services.importing.reading import Later, Reading, Taken, code_word, with_reasons
from hms.services.importing.resources import Entry
from hms.services.importing.trees import fields
from hms.services.importing.wording import concept, joined
from hms.texts import t

UNDERSTOOD = fields("resourceType id status type reasonCode reasonReference subject participant.individual period")


def take(reading: Reading, entry: Entry) -> Taken:
    """Take in a visit that has ended; others are kept for later. Raises Later, and Broken when it ends before it begins."""
    said = entry.model
    if said.status != "finished":
        raise Later(code_word(said.status))
    period = said.period
    started_at = reading.moment(period.start) if period else None
    ended_at = reading.moment(period.end) if period else None
    if started_at is None:
        raise Later(t("without a day"))
    if ended_at and ended_at < started_at:
        if "T" in entry.tree["period"]["end"] or ended_at.date() < started_at.astimezone(reading.zone).date():
            raise entry.broken("period/end", t("the visit ends before it begins"))
        ended_at = None  # only the day of the end is known, and it is this one
    if started_at > reading.now:
        raise Later(t("in the future"))
    visit = Encounter(patient_id=reading.patient_id, started_at=started_at, ended_at=ended_at, source="import")
    return visit.sealing(kind=_kind(reading, entry))


def _kind(reading: Reading, entry: Entry) -> str:
    """Say in words what the visit was, what for, and with whom: these doctors are not the clinic's own."""
    said = entry.model
    doctors = dict.fromkeys(reading.who(participant.individual) for participant in said.participant or [])
    what = joined(map(concept, said.type or []), ", ") or t("Visit")
    return with_reasons(what, [*reading.reasons(said), *doctors])
