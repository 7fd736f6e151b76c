"""What everybody may say of themselves at any time: other names, title, gender, language, need for an interpreter."""

from hms.access import Scope, requires
from hms.errors import Invalid
from hms.permissions import Permission
from hms.schemas.languages import languages
from hms.schemas.personal import AboutForm
from hms.schemas.personal_cards import PersonalPage
from hms.services.personal import rows, words
from hms.services.personal.identity import other_name_rows
from hms.services.personal.keeping import Difference, done, settle, to_change
from hms.services.personal.reading import shown
from hms.texts import t


@requires(Permission.CHANGE_PERSONAL_DATA)
def change_about(scope: Scope, form: AboutForm) -> PersonalPage:
    """Write down what somebody says of themselves; what the form leaves out stays as it is.

    Raises Invalid, Stale with what stands there now, NotPossible, or NotFound.
    """
    patient = to_change(scope, form.patient_id)
    if form.language and form.language != patient.language and form.language not in dict(languages()):
        raise Invalid(language=t("Choose a language from the list."))
    there = [one for one in rows.names(scope, patient.id) if words.name_use(one) != "placeholder"]
    kept = {(words.name_use(one), one.text): one for one in there}
    asked = [(one.use, one.text) for one in form.other_names or []]
    wanted = [kept.get(pair) or other_name_rows(patient.id, [pair])[0] for pair in dict.fromkeys(asked)]
    differences: list[Difference] = []
    if form.other_names is not None:
        said = [words.lines(map(words.other_name_line, names)) for names in (there, wanted)]
        differences.append(("other_names", said[0], said[1]))
    for field in ("prefix", "suffix", "gender"):
        if (value := getattr(form, field)) is not None:
            differences.append((field, getattr(patient, field), value))
    if form.language is not None:
        now, then = words.language_line(patient.language), words.language_line(form.language)
        differences.append(("language", now, then))
    if form.interpreter is not None:
        differences.append(("interpreter", words.yes(patient.interpreter), words.yes(form.interpreter)))
    changing = settle(scope, patient, form.version, differences)
    for field in changing:
        if field == "other_names":
            rows.replace(scope, there, wanted, lambda row: row.id)
        else:
            setattr(patient, field, getattr(form, field))
    if changing:
        done(scope, patient, changing)
    return shown(scope, patient)
