"""Name, birth date and sex: one's own to set until somebody at the clinic has looked at them."""

from sqlmodel import col, or_, select

from hms.access import Scope
from hms.errors import Invalid, NotPossible
from hms.models import Account, Appointment, Encounter, Patient, PersonalChange
from hms.permissions import Role
from hms.schemas.births import NoDate, birth_words, read_birth
from hms.schemas.intake import BornAnswer, NameAnswer
from hms.services.local_time import today
from hms.services.personal import words
from hms.services.personal.keeping import Difference, done, settle
from hms.texts import t

WHOLE = 10  # characters of a whole date
MOST_DIGITS = 4


def is_free(scope: Scope, patient: Patient) -> bool:
    """Tell whether name, birth date and sex may still be set by the patient.

    Only in a record that the portal made, whose identity nobody has checked, that nobody at the clinic has changed, and
    whose patient has not been there yet.
    """
    if patient.identity != "stated" or patient.source != "portal" or patient.merged_into_id:
        return False
    changed = select(PersonalChange.id).where(
        PersonalChange.patient_id == patient.id, PersonalChange.role != str(Role.PATIENT)
    )
    here = or_(col(Appointment.arrived_at).is_not(None), col(Appointment.called_at).is_not(None))
    visits = select(Appointment.id).where(Appointment.patient_id == patient.id, here)
    seen = select(Encounter.id).where(Encounter.patient_id == patient.id)
    return not any(scope.db.exec(asked.limit(1)).first() for asked in (changed, visits, seen))


def check_free(scope: Scope, patient: Patient) -> None:
    """Go on only where the patient may set it. Raises NotPossible, with what to do instead."""
    if not is_free(scope, patient):
        raise NotPossible(
            t("The clinic has looked at this already"),
            t("Ask for the change under Profile: reception answers, usually within a day."),
        )


def set_name(scope: Scope, patient: Patient, answer: NameAnswer, version: int) -> None:
    """Write down the official name. Raises Invalid without any part, Stale, NotPossible."""
    if not (answer.given_names or answer.family_name):
        raise Invalid(given_names=t("Write at least one part of the name."))
    after = words.full_name(answer.prefix, answer.given_names, answer.family_name, answer.suffix)
    _settle(scope, patient, version, ("name", words.name_of(patient), after), answer.model_dump())
    account = scope.db.get(Account, scope.actor.account_id) if scope.actor.account_id else None
    if account and account.patient_id == patient.id and account.name != patient.name:
        account.name = patient.name  # what stands in the frame of every page


def set_born(scope: Scope, patient: Patient, answer: BornAnswer, version: int) -> None:
    """Write down the birth date. Raises Invalid for a day that there is not, Stale, NotPossible."""
    born = read(scope, answer)
    before = words.born_of(patient) if patient.born else ""
    _settle(scope, patient, version, ("born", before, birth_words(born, False)), {"born": born})


def read(scope: Scope, answer: BornAnswer) -> str:
    """Read a birth date from its three fields. Raises Invalid in words."""
    typed = [answer.year, answer.month, answer.day]
    if not all(one.isascii() and one.isdigit() and len(one) <= MOST_DIGITS for one in typed):
        raise Invalid(born=t("Write day, month and year in numbers, such as 3, 4 and 1980."))
    year, month, day = map(int, typed)
    if len(answer.year) != MOST_DIGITS:
        raise Invalid(born=t("Write the year with four digits."))
    try:
        born = read_birth(f"{year:04}-{month:02}-{day:02}", today(scope))
    except NoDate as problem:
        raise Invalid(born=str(problem)) from problem
    if len(born) != WHOLE:
        raise Invalid(born=t("Write day, month and year in numbers, such as 3, 4 and 1980."))
    return born


def set_sex(scope: Scope, patient: Patient, sex: str, version: int) -> None:
    """Write down the sex. Raises Stale, NotPossible."""
    _settle(scope, patient, version, ("sex", words.sex_words(patient.sex), words.sex_words(sex)), {"sex": sex})


def _settle(scope: Scope, patient: Patient, version: int, difference: Difference, wanted: dict[str, str]) -> None:
    if all(getattr(patient, name) == value for name, value in wanted.items()):
        return
    check_free(scope, patient)
    changing = settle(scope, patient, version, [difference])
    for name, value in wanted.items():
        setattr(patient, name, value)
    if "born" in changing:
        patient.born_estimated = False
    done(scope, patient, changing)
