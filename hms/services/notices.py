"""How a patient wants to hear from the clinic: by which way, in which language."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import Invalid, NotFound, Stale
from hms.models import NoticeChoice, Patient, PatientContact
from hms.permissions import Permission
from hms.schemas.notices import NoticeCard, NoticeForm, WayCard
from hms.services import channels
from hms.texts import SOURCE, languages, t


@requires(Permission.CHOOSE_NOTICES)
def choice(scope: Scope, patient_id: UUID | None = None) -> NoticeCard:
    """Show how messages come to a patient, to oneself where nobody is named. Raises NotFound."""
    return _card(scope, _whose(scope, patient_id))


@requires(Permission.CHOOSE_NOTICES)
def choose(scope: Scope, form: NoticeForm) -> NoticeCard:
    """Choose how messages come to a patient. Raises Invalid, Stale for an older version, or NotFound."""
    patient = _whose(scope, form.patient_id, lock=True)
    if form.channel != channels.NONE and channels.way(form.channel) is None:
        raise Invalid(channel=t("Choose one of these."))
    if form.language not in languages():
        raise Invalid(language=t("Choose one of these."))
    kept = choice_of(scope, patient.id)
    if form.version != (kept.version if kept else 0):
        raise Stale
    if kept:
        kept.version += 1
    else:
        kept = NoticeChoice(patient_id=patient.id, made_at=scope.now)
        scope.db.add(kept)
    kept.channel, kept.language = form.channel, form.language
    kept.made_at, kept.made_by = scope.now, scope.actor.account_id
    scope.tell(f"patient:{patient.id}")
    scope.db.flush()
    return _card(scope, patient)


def _whose(scope: Scope, patient_id: UUID | None, lock: bool = False) -> Patient:
    if (wanted := patient_id or scope.actor.patient_id) is None:
        raise NotFound
    return scope.patient(wanted, lock)


def choice_of(scope: Scope, patient_id: UUID) -> NoticeChoice | None:
    """Fetch what a patient has chosen; None where they have not."""
    return scope.db.exec(select(NoticeChoice).where(NoticeChoice.patient_id == patient_id)).first()


def language_for(scope: Scope, patient: Patient, chosen: NoticeChoice | None) -> str:
    """Say in which language to write to a patient: as chosen, else as in their record, else the clinic's."""
    wishes = (chosen.language if chosen else "", patient.language, scope.clinic.language)
    spoken = (wish.replace("_", "-").split("-")[0] for wish in wishes)
    return next((language for language in spoken if language in languages()), SOURCE)


def addresses(scope: Scope, patient_id: UUID, systems: Iterable[str]) -> dict[str, str]:
    """Find the address that each kind of contact gives first; "" where a patient gave none."""
    asked = select(PatientContact).where(
        PatientContact.patient_id == patient_id, col(PatientContact.system).in_(list(systems))
    )
    found = sorted(scope.db.exec(asked), key=lambda contact: (contact.place, contact.id))
    return {system: next((c.value for c in found if c.system == system), "") for system in systems}


def _card(scope: Scope, patient: Patient) -> NoticeCard:
    kept = choice_of(scope, patient.id)
    known = addresses(scope, patient.id, {way.reaches for way in channels.ways()})
    return NoticeCard(
        patient_id=patient.id,
        patient=patient.name,
        channel=kept.channel if kept else channels.ways()[0].name,
        language=language_for(scope, patient, kept),
        ways=[WayCard(name=way.name, label=way.label, address=known[way.reaches]) for way in channels.ways()],
        version=kept.version if kept else 0,
    )
