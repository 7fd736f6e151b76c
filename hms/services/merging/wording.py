"""How merges and what belongs to people are worded."""

from datetime import datetime

from sqlmodel import select

from hms.access import Scope
from hms.models import Account, Patient, PatientMerge
from hms.schemas.merging import MergeCard
from hms.schemas.words import clock, plain_day
from hms.services import finding
from hms.services.duplicates import pairing
from hms.services.local_time import local_day
from hms.services.merging.ledger import Value
from hms.texts import t

LABELS = {
    "account": t("Portal sign-ins"), "acting_for": t("Sign-ins of others who may act"), "allergy_intolerance": t("Allergies"),
    "alert_override": t("Warnings overridden"),
    "appointment": t("Appointments"), "appointment_series": t("Series of appointments"),
    "change_request": t("Wishes to change personal data"), "consent": t("Consents"), "coverage": t("Who pays"),
    "encounter": t("Visits"), "health_statement": t("Statements about health"), "hold": t("Times kept"),
    "imported_record": t("Imported documents"), "intake_step": t("Questions of the registration"),
    "medication_request": t("Prescriptions"), "notice_choice": t("How messages come"), "outbox_message": t("Messages sent"),
    "patient_contact": t("Phones and addresses"), "patient_identifier": t("Other numbers"), "patient_name": t("Other names"),
    "patient_relation": t("Relatives and contacts"), "personal_change": t("Changes of personal data"),
    "prescription_paper": t("Papers of prescriptions"), "prescription_stop": t("Prescriptions stopped"),
    "queue_ticket": t("Waiting-room numbers"), "record_code": t("Codes for the portal"), "refill_request": t("Wishes for a refill"),
    "stored_file": t("Files"),
    "thread": t("Conversations"), "thread_message": t("Messages in conversations"),
    "message_attachment": t("Attachments of messages"), "handover": t("Conversations handed over"),
    "questionnaire_response": t("Answered forms"), "record_export": t("Downloads of the record"),
    "waitlist_entry": t("Waiting-list entries"), "waitlist_offer": t("Offered times"),
}  # fmt: skip
FIELDS = {
    "given_names": t("Given names"), "family_name": t("Family name"), "prefix": t("Title before the name"),
    "suffix": t("Title after the name"), "born": t("Birth date"), "born_estimated": t("Birth date is a guess"),
    "sex": t("Sex"), "gender": t("Gender"), "language": t("Language"), "interpreter": t("Interpreter needed"),
    "deceased": t("Has died"), "deceased_at": t("Died"),
}  # fmt: skip


def labelled(column: str) -> str:
    """Say what a table holds; of one that is not known here, its name."""
    table = column.partition(".")[0]
    return LABELS.get(table, table.replace("_", " ").capitalize())


def counted(column: str, number: int) -> str:
    """Say how much there is of something."""
    return t("{what}: {n}", what=labelled(column), n=number)


def changed_back(name: str, before: Value, after: Value) -> str:
    """Say which value a field gets back."""
    told = {True: t("yes"), False: t("no"), None: t("nothing"), "": t("nothing")}
    return t("{field}: {after} becomes {before} again", field=FIELDS.get(name, name),
             after=told.get(after, after), before=told.get(before, before))  # fmt: skip


def moment(scope: Scope, at: datetime) -> str:
    """Write a day and a time of day."""
    return t("{day}, {time}", day=plain_day(local_day(scope, at)), time=clock(at, scope.zone))


def merge_card(scope: Scope, merge: PatientMerge) -> MergeCard:
    """Word a merge for reception."""
    gone = scope.db.get_one(Patient, merge.gone_id)
    by = scope.db.exec(select(Account).where(Account.id == merge.merged_by)).first()
    pair = pairing.find(scope, merge.kept_id, merge.gone_id)
    scope.touch(gone.id)
    return MergeCard(
        id=merge.id, kept=finding.cards(scope, [merge.kept_id])[0], gone_number=gone.record_number, gone_name=gone.name,
        when=moment(scope, merge.merged_at), by=by.name if by else "", reason=merge.reason,
        pair_id=pair.id if pair else None,
    )  # fmt: skip
