"""How far somebody has come, and one question with what is known about it already."""

from hms.access import Scope, requires
from hms.models import Patient
from hms.permissions import Permission
from hms.schemas import intake as forms
from hms.schemas.addresses import PARTS
from hms.schemas.personal_cards import PersonalPage, RelationCard
from hms.schemas.statements import NONE_WORDS
from hms.services.intake import consents, identity, standing, statements
from hms.services.intake.steps import BY_NAME, questions
from hms.services.intake.whose import own
from hms.services.personal.reading import shown


@requires(Permission.TELL_ABOUT_ONESELF)
def ask(scope: Scope, step: str = "") -> forms.IntakeCard:
    """Ask a question, the first that is open where none is named; with nothing left the step is empty.

    Raises NotFound without a record.
    """
    patient = own(scope)
    listed = questions(scope, patient)
    open_ = [one for one in listed if not one.done]
    asked = next((one for one in listed if one.step == step), open_[0] if open_ else None)
    page = shown(scope, patient)
    kind = BY_NAME[asked.step].kind if asked else ""
    rows = statements.open_of(scope, patient, kind) if kind else []
    return forms.IntakeCard(
        questions=listed,
        left=len(open_),
        begun=len(open_) < len(listed),
        step=asked.step if asked else "",
        number=listed.index(asked) + 1 if asked else len(listed),
        title=asked.title if asked else "",
        group=asked.group if asked else "",
        needed=asked.needed if asked else False,
        version=page.version,
        name=page.name,
        free=identity.is_free(scope, patient),
        values=_values(scope, patient, page, asked.step) if asked else {},
        listed=standing.cards(scope, rows),
        consents=[*consents.cards(scope, patient)] if asked and asked.step == "consents" else [],
        none_words=NONE_WORDS.get(kind, ""),
    )


@requires(Permission.TELL_ABOUT_ONESELF)
def progress(scope: Scope) -> forms.IntakeCard:
    """Say how far somebody has come, without what they answered."""
    patient = own(scope)
    listed = questions(scope, patient)
    left = sum(not one.done for one in listed)
    first = next((one for one in listed if not one.done), None)
    return forms.IntakeCard(
        questions=listed, left=left, begun=left < len(listed), step=first.step if first else "", number=len(listed) - left,
        title=first.title if first else "", group=first.group if first else "", needed=False, version=patient.version,
        name=patient.name, free=False, values={}, listed=[], consents=[], none_words="",
    )  # fmt: skip


def _values(scope: Scope, patient: Patient, page: PersonalPage, step: str) -> dict[str, str]:
    """Give what a question's fields begin with."""
    found = _told(page, step)
    if step == "born":
        year, _, rest = page.born.partition("-")
        month, _, day = rest.partition("-")
        found = {"year": year, "month": month.lstrip("0"), "day": day.lstrip("0"), "words": page.born_words}
    if step in {"habits", "pregnancy", "blood_group"}:
        kind = {"habits": "habit"}.get(step, step)
        rows = statements.open_of(scope, patient, kind)
        found = _stated(step, [row.text for row in rows if not standing.is_none(row)], any(map(standing.is_none, rows)))
    return {name: value for name, value in found.items() if value}


def _told(page: PersonalPage, step: str) -> dict[str, str]:
    names = {use: next((one.text for one in page.other_names if one.use == use), "") for use in ("preferred", "former")}
    relation = _relation(page.relations, step)
    phones, emails, place = page.phones, page.emails, page.addresses[0] if page.addresses else None
    payer = page.coverages[0] if page.coverages else None
    told: dict[str, dict[str, str]] = {
        "name": {
            "prefix": page.prefix, "given_names": page.given_names, "family_name": page.family_name,
            "suffix": page.suffix, "words": page.name,
        },
        "other_names": names,
        "sex": {"sex": page.sex if page.sex != "unknown" else "", "gender": page.gender, "words": page.sex_words},
        "language": {"language": page.language, "interpreter": "yes" if page.interpreter else ""},
        "contacts": {
            "phone": phones[0].typed if phones else "", "other_phone": phones[1].typed if phones[1:] else "",
            "email": emails[0].value if emails else "",
        },
        "address": {part: getattr(place, part) for part in PARTS} | {"line": place.line} if place else {},
        "coverage": {"kind": payer.kind, "payer": payer.payer, "member": payer.member, "valid_to_on": payer.valid_to}
        if payer else {},
    }  # fmt: skip
    if step == "address":
        told["address"]["country"] = (place.country if place else "") or page.country
    return told.get(step, relation)


def _relation(relations: list[RelationCard], step: str) -> dict[str, str]:
    one = next((one for one in relations if one.kind == step), None)
    return {"name": one.name, "relation": one.relation, "phone": one.phone, "address": one.address} if one else {}


def _stated(step: str, texts: list[str], none: bool) -> dict[str, str]:
    """Find the answer that a statement came from."""
    if step == "blood_group":
        return {"group": texts[0] if texts else ""}
    if step == "pregnancy":
        return {"pregnant": "no" if none else "", "words": texts[0] if texts else ""}
    smoking = next((key for key, words in forms.SMOKING.items() if words in texts), "")
    alcohol = next((key for key, words in forms.ALCOHOL.items() if words in texts), "")
    known = {*forms.SMOKING.values(), *forms.ALCOHOL.values()}
    return {"smoking": smoking, "alcohol": alcohol, "more": next((one for one in texts if one not in known), "")}
