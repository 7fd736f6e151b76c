"""Tables: nouns, constraints, and questions that a row can answer alone."""

from hms.models.account import Account, Invitation, LoginSession, SignInTry
from hms.models.appointment import Appointment, AppointmentMove
from hms.models.audit import AuditEntry, AuditSubject
from hms.models.base import UNREADABLE, Row
from hms.models.clinic import THE_CLINIC, Clinic, Counter, Department
from hms.models.encounter import Encounter, Medication, MedicationRequest
from hms.models.imported import ImportedRecord
from hms.models.patient import AllergyIntolerance, Patient, PatientContact, PatientIdentifier, PatientName
from hms.models.practitioner import Practitioner, WeeklyHours

__all__ = [
    "THE_CLINIC", "UNREADABLE", "Account", "AllergyIntolerance", "Appointment", "AppointmentMove", "AuditEntry",
    "AuditSubject", "Clinic", "Counter", "Department", "Encounter", "ImportedRecord", "Invitation", "LoginSession", "Medication",
    "MedicationRequest", "Patient", "PatientContact", "PatientIdentifier", "PatientName", "Practitioner", "Row",
    "SignInTry", "WeeklyHours",
]  # fmt: skip
