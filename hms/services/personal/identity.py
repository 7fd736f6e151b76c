"""Who somebody is: name, birth date and sex as reception writes them down, and making known who was not."""

from collections.abc import Sequence
from uuid import UUID

from hms.access import Scope, requires
from hms.errors import Invalid
from hms.models import Patient, PatientName
from hms.permissions import Permission
from hms.schemas.births import NoDate, birth_of_age, birth_words, read_birth
from hms.schemas.personal import IdentityForm
from hms.schemas.personal_cards import PersonalPage
from hms.services.local_time import today
from hms.services.personal import rows, words
from hms.services.personal.keeping import Difference, done, settle, to_change
from hms.services.personal.reading import shown
from hms.texts import t

NAME_PARTS = ("prefix", "given_names", "family_name", "suffix")


@requires(Permission.CHANGE_IDENTITY)
def change_identity(scope: Scope, form: IdentityForm) -> PersonalPage:
    """Write down who somebody is. A name that changes stays one to be found by, unless the form says that it was wrong.

    Raises Invalid, Stale with what stands there now, NotPossible, or NotFound.
    """
    patient = to_change(scope, form.patient_id)
    if not (form.given_names or form.family_name):
        raise Invalid(given_names=t("Write at least one part of the name."))
    born, estimated = birth_typed(scope, form.born, form.age)
    if not born and patient.born and form.identity != "unknown":
        raise Invalid(born=t("Write the birth date, or an age."))
    wanted = words.full_name(form.prefix, form.given_names, form.family_name, form.suffix)
    differences: list[Difference] = [
        ("name", words.name_of(patient), wanted),
        ("born", words.born_of(patient) if patient.born else "", birth_words(born, estimated) if born else ""),
        ("sex", words.sex_words(patient.sex), words.sex_words(form.sex)),
        ("identity", t(words.IDENTITIES[patient.identity]), t(words.IDENTITIES[form.identity])),
    ]
    if changing := settle(scope, patient, form.version, differences):
        if "name" in changing:
            keep_name(scope, patient, form.given_names, form.family_name, form.keep_former)
        for part in NAME_PARTS:
            setattr(patient, part, getattr(form, part))
        patient.born, patient.born_estimated, patient.sex = born, estimated, form.sex
        note_identity(scope, patient, form.identity)
        done(scope, patient, changing)
    return shown(scope, patient)


def birth_typed(scope: Scope, born: str, age: str) -> tuple[str, bool]:
    """Read a birth date, or else an age, as (date, whether it was guessed); ("", False) for neither. Raises Invalid."""
    field = "born" if born else "age"
    try:
        if born:
            return read_birth(born, today(scope), scope.clinic.country), False
        return (birth_of_age(age, today(scope)), True) if age else ("", False)
    except NoDate as problem:
        raise Invalid(**{field: str(problem)}) from problem


def note_identity(scope: Scope, patient: Patient, identity: str) -> None:
    """Note how sure it is who this is, and who checked it when."""
    if patient.identity == identity:
        return
    patient.identity = identity
    is_checked = identity == "checked"
    patient.identity_at = scope.now if is_checked else None
    patient.identity_by = scope.actor.account_id if is_checked else None


def keep_name(scope: Scope, patient: Patient, given: str, family: str, former: bool) -> None:
    """Keep the name that a patient has had so far among the other names; of somebody unknown always, it stands on papers."""
    new, old = words.full_name("", given, family, ""), patient.name
    use = "anonymous" if patient.identity == "unknown" else "old" if former else ""
    if not use or not old or old == new or any(one.text == old for one in rows.names(scope, patient.id)):
        return
    scope.db.add(PatientName(patient_id=patient.id, use=use).sealing(text=old))


def other_name_rows(patient_id: UUID, entries: Sequence[tuple[str, str]]) -> list[PatientName]:
    """Make the rows of other names from (use, text), each once."""
    return [
        PatientName(patient_id=patient_id, use=words.STORED_USES[use]).sealing(text=text)
        for use, text in dict.fromkeys(entries)
    ]
