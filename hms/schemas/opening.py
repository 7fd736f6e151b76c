"""A patient's record as staff open it."""

from hms.schemas.base import Card
from hms.schemas.personal_cards import PersonalPage
from hms.schemas.scheduling import AppointmentCard
from hms.schemas.visits import PatientBanner, PrescriptionCard


class OpenedRecord(Card):
    """Personal data and appointments; what is clinical is for doctors, and empty for the desk."""

    personal: PersonalPage
    banner: PatientBanner
    upcoming: list[AppointmentCard]
    past: list[AppointmentCard]
    prescriptions: list[PrescriptionCard]
