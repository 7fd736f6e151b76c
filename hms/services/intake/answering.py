"""Each answer is stored at once, where it belongs: personal data, relations, statements, consents."""

from collections.abc import Callable
from typing import Any, NamedTuple

from hms.access import Scope, requires
from hms.errors import Invalid, NotFound, NotPossible
from hms.models import Patient
from hms.permissions import Permission
from hms.schemas import intake as forms
from hms.schemas.base import Form
from hms.schemas.statements import StatementForm
from hms.schemas.words import plain_day
from hms.services.intake import belonging, consents, identity, reaching_them, statements
from hms.services.intake.steps import BY_NAME, Step, fits, mark
from hms.services.intake.whose import own
from hms.texts import t


class Way(NamedTuple):
    """What an answer must say, and where it goes."""

    form: type[Form]
    store: Callable[[Scope, Patient, Any, int], None]


def _habits(scope: Scope, patient: Patient, answer: forms.HabitsAnswer, _version: int) -> None:
    told = [forms.SMOKING.get(answer.smoking, ""), forms.ALCOHOL.get(answer.alcohol, ""), answer.more]
    if not any(told):
        raise Invalid(smoking=t("Choose one, or pass this question over."))
    statements.replace(scope, patient, "habit", [one for one in told if one])


def _pregnancy(scope: Scope, patient: Patient, answer: forms.PregnancyAnswer, _version: int) -> None:
    statements.replace(scope, patient, "pregnancy", [])
    if answer.pregnant == "no":
        statements.say_none(scope, patient, "pregnancy")
        return
    words = t("Pregnant") if answer.pregnant == "yes" else t("May be pregnant")
    due = t("due {day}", day=plain_day(answer.due_on)) if answer.due_on and answer.pregnant == "yes" else ""
    statements.replace(scope, patient, "pregnancy", [", ".join(filter(None, [words, due]))])


def _blood(scope: Scope, patient: Patient, answer: forms.BloodAnswer, _version: int) -> None:
    statements.replace(scope, patient, "blood_group", [answer.group])


WAYS: dict[str, Way] = {
    "name": Way(forms.NameAnswer, identity.set_name),
    "other_names": Way(forms.OtherNamesAnswer, reaching_them.other_names),
    "born": Way(forms.BornAnswer, identity.set_born),
    "sex": Way(forms.SexAnswer, reaching_them.sex),
    "language": Way(forms.LanguageAnswer, reaching_them.language),
    "contacts": Way(forms.ContactsAnswer, reaching_them.how),
    "address": Way(forms.AddressAnswer, reaching_them.where),
    "emergency": Way(forms.PersonAnswer, belonging.emergency),
    "next_of_kin": Way(forms.KinAnswer, belonging.next_of_kin),
    "coverage": Way(forms.CoverageAnswer, belonging.coverage),
    "family_doctor": Way(forms.DoctorAnswer, belonging.family_doctor),
    "habits": Way(forms.HabitsAnswer, _habits),
    "pregnancy": Way(forms.PregnancyAnswer, _pregnancy),
    "blood_group": Way(forms.BloodAnswer, _blood),
}


@requires(Permission.TELL_ABOUT_ONESELF)
def answer(scope: Scope, step: str, typed: forms.Typed, version: int) -> bool:
    """Store an answer, and say whether the question is done: one that gathers several asks for more after each.

    Raises Invalid or ValidationError with the question's fields, Stale, NotPossible, NotFound.
    """
    patient, asked = _asked(scope, step)
    finished = True
    if step == "consents":
        ticked = {kind: text.version for kind, text in consents.current().items() if typed.get(kind) in {True, "on"}}
        consents.answer(scope, patient, ticked)
    elif asked.kind:
        finished = _gather(scope, patient, asked, typed)
    else:
        way = WAYS[step]
        given = {name: value for name, value in typed.items() if name in way.form.model_fields}
        way.store(scope, patient, way.form.model_validate(given), version)
    if finished:
        mark(scope, patient, step)
    statements.told(scope, patient)
    return finished


def _gather(scope: Scope, patient: Patient, asked: Step, typed: forms.Typed) -> bool:
    """Add an entry where one was typed; with nothing typed the question is done, once there is an entry."""
    given = {name: typed[name] for name in ("text", "more", "severe") if typed.get(name)}
    if str(given.get("text", "")).strip() or str(given.get("more", "")).strip():
        statements.add(scope, patient, StatementForm.model_validate({"text": "", **given, "kind": asked.kind}))
        return False
    if not statements.open_of(scope, patient, asked.kind):
        raise Invalid(text=t("Write one, or say that there is none."))
    return True


@requires(Permission.TELL_ABOUT_ONESELF)
def answer_none(scope: Scope, step: str) -> None:
    """Answer that there is none. Raises NotPossible while something stands, NotFound."""
    patient, asked = _asked(scope, step)
    if not asked.kind:
        raise NotFound
    statements.say_none(scope, patient, asked.kind)
    mark(scope, patient, step)
    statements.told(scope, patient)


@requires(Permission.TELL_ABOUT_ONESELF)
def pass_over(scope: Scope, step: str) -> None:
    """Go on without an answer. Raises NotPossible where one is needed, NotFound."""
    patient, asked = _asked(scope, step)
    if asked.needed and step != "allergies":  # whoever is not sure about allergies must be able to go on
        raise NotPossible(t("This question needs an answer"), t("The clinic cannot treat you safely without it."))
    mark(scope, patient, step)
    statements.told(scope, patient)


@requires(Permission.TELL_ABOUT_ONESELF)
def agree_as_it_is(scope: Scope, step: str) -> None:
    """Say that what the record says of name, birth date or sex is right. Raises NotFound."""
    patient, _ = _asked(scope, step)
    if step not in {"name", "born", "sex"}:
        raise NotFound
    mark(scope, patient, step)
    statements.told(scope, patient)


def _asked(scope: Scope, step: str) -> tuple[Patient, Step]:
    patient = own(scope, lock=True)
    asked = BY_NAME.get(step)
    if asked is None or not fits(scope, patient, asked):
        raise NotFound
    return patient, asked
