"""Tables: nouns, constraints, and questions that a row can answer alone."""

from hms.models.account import Account, Invitation, LoginSession, SignInTry
from hms.models.acting import ActingFor, RecordCode
from hms.models.alerts import AlertOverride
from hms.models.appointment import Appointment, AppointmentMove, AppointmentSeries, Hold
from hms.models.audit import AuditEntry, AuditSubject
from hms.models.base import UNREADABLE, Row
from hms.models.catalogue import CatalogueChange
from hms.models.clinic import THE_CLINIC, Clinic, Counter, Department
from hms.models.coding import CodeUse
from hms.models.device import CalendarFeed, Device
from hms.models.doctor_time import DailyLimit, SpecialTime, WeeklyHours
from hms.models.documents import DocumentReference, SignedLetter
from hms.models.encounter import Encounter, Medication, MedicationRequest
from hms.models.entries import (
    Condition,
    Entry,
    EntryVersion,
    FamilyHistory,
    Immunization,
    Observation,
    Procedure,
)
from hms.models.export import RecordExport
from hms.models.file import StoredFile, StoredPiece
from hms.models.imported import ImportedRecord
from hms.models.notes import NoteAddendum, NoteCosignature, NoteDraft, NoteTemplate
from hms.models.orders import DiagnosticReport, LaboratoryRecord, ResultReview, ResultRules, ServiceRequest
from hms.models.outbox import NoticeChoice, OutboxMessage
from hms.models.patient import AllergyIntolerance, Patient, PatientContact, PatientIdentifier, PatientName
from hms.models.personal import Consent, Coverage, HealthStatement, IntakeStep, PatientRelation
from hms.models.personal_changes import ChangeRequest, PersonalChange
from hms.models.place import Location, Room
from hms.models.portal import PortalLook
from hms.models.practitioner import Practitioner
from hms.models.prescriptions import (
    PrescriptionFavourite,
    PrescriptionPaper,
    PrescriptionRenewal,
    PrescriptionStop,
    RefillRequest,
)
from hms.models.questionnaire import (
    Questionnaire,
    QuestionnaireResponse,
    QuestionnaireUse,
    QuestionnaireVersion,
)
from hms.models.queue import QueueStep, QueueTicket, ServicePoint
from hms.models.rules import SchedulingRules
from hms.models.threads import Cover, Handover, MessageAttachment, ReadMark, Thread, ThreadDraft, ThreadMessage
from hms.models.twins import PatientMerge, SuspectedPair
from hms.models.visit_type import VisitType
from hms.models.waitlist import WaitlistEntry, WaitlistOffer

__all__ = [
    "THE_CLINIC", "UNREADABLE", "Account", "ActingFor", "AlertOverride", "AllergyIntolerance", "Appointment", "AppointmentMove",
    "AppointmentSeries", "AuditEntry", "AuditSubject", "CalendarFeed", "CatalogueChange", "ChangeRequest", "Clinic", "CodeUse", "Condition",
    "Consent", "Counter", "Cover", "Coverage", "DailyLimit", "Department", "Device", "DiagnosticReport", "DocumentReference", "Encounter", "Entry",
    "EntryVersion", "FamilyHistory", "Handover", "HealthStatement", "Hold", "Immunization", "ImportedRecord",
    "IntakeStep", "Invitation", "LaboratoryRecord", "Location", "LoginSession", "Medication", "MedicationRequest", "MessageAttachment",
    "NoteAddendum", "NoteCosignature", "NoteDraft", "NoteTemplate", "NoticeChoice", "Observation", "OutboxMessage", "Patient", "PatientContact", "PatientIdentifier", "PatientMerge",
    "PatientName", "PatientRelation", "PersonalChange", "PortalLook", "Practitioner", "PrescriptionFavourite",
    "PrescriptionPaper", "PrescriptionRenewal", "PrescriptionStop", "Procedure", "Questionnaire",
    "QuestionnaireResponse", "QuestionnaireUse", "QuestionnaireVersion", "QueueStep", "QueueTicket", "ReadMark",
    "RecordCode", "RecordExport", "RefillRequest", "ResultReview", "ResultRules", "Room", "Row", "SchedulingRules", "ServicePoint", "ServiceRequest", "SignInTry", "SignedLetter", "SpecialTime",
    "StoredFile", "StoredPiece", "SuspectedPair", "Thread", "ThreadDraft", "ThreadMessage", "VisitType",
    "WaitlistEntry", "WaitlistOffer", "WeeklyHours",
]  # fmt: skip
