"""Two records side by side: what each says of the person, where they differ, and what each holds."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from babel import Locale
from sqlmodel import col, or_, select

from hms.access import Scope, requires
from hms.errors import NotPossible
from hms.models import Account, Patient, PatientContact, PatientIdentifier, PatientMerge, PatientName, SuspectedPair
from hms.permissions import Permission
from hms.schemas.merging import Compared, Comparison, Held, Side, UndoPreview
from hms.schemas.words import SEXES, plain_day
from hms.services import finding
from hms.services.duplicates import pairing, work_list
from hms.services.duplicates.comparing import Seen
from hms.services.duplicates.comparing import compare as compare_fields
from hms.services.duplicates.person import recorded
from hms.services.local_time import local_day
from hms.services.merging import hindrances, undoing, wording
from hms.services.merging.belonging import belongings
from hms.services.merging.fields import GROUPS
from hms.services.merging.later import SILENT
from hms.services.personal.national import kind_words
from hms.texts import LANGUAGE, t

SHOWN = {"account", "patient_name", "patient_contact", "patient_identifier"}  # by themselves, above
SEEN = {"name": ("given", "family", "order"), "born": ("born",), "phone": ("phone",), "email": ("email",),
        "address": ("place",), "identifiers": ("number",)}  # fmt: skip


@requires(Permission.MERGE_RECORDS)
def compare(scope: Scope, pair_id: UUID) -> Comparison:
    """Show two records side by side, and what became of the pair. Raises NotFound."""
    pair = work_list.of_id(scope, pair_id)
    one, other = (scope.db.get_one(Patient, i) for i in (pair.one_id, pair.other_id))
    merge = _merge(scope, pair)
    undo, hindrance = _undo(scope, merge) if merge else (None, _hindrance(scope, one, other))
    holds = _holds(scope, one.id, other.id)
    sides = [_side(scope, patient) for patient in (one, other)]
    return Comparison(
        pair_id=pair.id, version=pair.version, percent=pair.percent, why=pairing.words(pair), one=sides[0],
        other=sides[1], fields=tuple(_fields(scope, one, other)), holds=tuple(holds), outcome=pair.outcome or "",
        outcome_words=pair.reason, hindrance=hindrance, undo=undo,
        joined=wording.merge_card(scope, merge) if merge else None,
    )  # fmt: skip


def _merge(scope: Scope, pair: SuspectedPair) -> PatientMerge | None:
    both = (pair.one_id, pair.other_id)
    asked = select(PatientMerge).where(
        col(PatientMerge.kept_id).in_(both), col(PatientMerge.gone_id).in_(both), col(PatientMerge.undone_at).is_(None)
    )
    return scope.db.exec(asked).first()


def _undo(scope: Scope, merge: PatientMerge) -> tuple[UndoPreview | None, str]:
    """Word what taking back a merge would do, or why it cannot be taken back now."""
    try:
        return undoing.shown(scope, merge.id), ""
    except NotPossible as problem:
        return None, f"{problem.title}. {problem.body}"


def _hindrance(scope: Scope, one: Patient, other: Patient) -> str:
    try:
        hindrances.check(scope, one, other)
    except NotPossible as problem:
        return f"{problem.title}. {problem.body}"
    return ""


def _side(scope: Scope, patient: Patient) -> Side:
    accounts = select(sa.func.count()).where(col(Account.patient_id) == patient.id)
    return Side(
        hit=finding.cards(scope, [patient.id])[0], version=patient.version,
        registered=plain_day(local_day(scope, patient.registered_at)), accounts=scope.db.exec(accounts).one(),
    )  # fmt: skip


def _fields(scope: Scope, one: Patient, other: Patient) -> list[Compared]:
    people = recorded(scope, [one.id, other.id])
    seen = {s.field: s for s in compare_fields(people[one.id], people[other.id])}
    mine, theirs = _said(scope, one), _said(scope, other)
    told = [_compared(name, mine[name], theirs[name], seen) for name in mine if mine[name] or theirs[name]]
    numbers = (one.record_number, other.record_number)
    return [Compared(name="number", label=t("Record number"), one=numbers[0], other=numbers[1], agrees="", words="",
                     choosable=False), *told]  # fmt: skip


def _compared(name: str, one: str, other: str, seen: dict[str, Seen]) -> Compared:
    looked = [seen[field] for field in SEEN.get(name, ()) if field in seen]
    close = [s for s in looked if s.level not in {"same", "differs"}]
    if one.casefold() == other.casefold():
        agrees, words = "same", ""
    elif not one or not other:
        agrees, words = "one", ""
    elif close or any(s.level == "same" for s in looked):
        agrees, words = "close", "; ".join(s.words for s in looked if s.words and s.level != "differs")
    else:
        agrees, words = "differs", ""
    return Compared(
        name=name, label=LABELS[name], one=one, other=other, agrees=agrees, words=words,
        choosable=name in GROUPS and agrees != "same",
    )  # fmt: skip


LABELS = {
    "name": t("Name"), "born": t("Birth date"), "sex": t("Sex"), "language": t("Language"), "others": t("Other names"),
    "phone": t("Phone"), "email": t("E-mail"), "address": t("Address"), "identifiers": t("Other numbers"),
    "died": t("Has died"),
}  # fmt: skip


def _said(scope: Scope, patient: Patient) -> dict[str, str]:
    """Say what a record tells of its person, by field."""
    contacts = _texts(scope, PatientContact, patient.id, lambda c: (c.system, c.value))
    numbers = _texts(
        scope, PatientIdentifier, patient.id, lambda n: (kind_words(n.country, n.kind) if n.kind else n.system, n.value)
    )
    names = _texts(scope, PatientName, patient.id, lambda n: (n.use, n.text))
    born = plain_day(patient.born_on) if patient.born_on else patient.born
    gender = f" ({patient.gender})" if patient.gender else ""
    return {
        "name": " ".join(filter(None, [patient.prefix, patient.name, patient.suffix])),
        "born": t("about {year}", year=patient.born[:4]) if patient.born and patient.born_estimated else born,
        "sex": ("" if patient.sex == "unknown" else SEXES.get(patient.sex, patient.sex)) + gender,
        "language": _language(patient.language) + (t(", needs an interpreter") if patient.interpreter else ""),
        "others": ", ".join(text for _, text in names),
        "phone": ", ".join(value for system, value in contacts if system == "phone"),
        "email": ", ".join(value for system, value in contacts if system == "email"),
        "address": "; ".join(value for system, value in contacts if system == "address"),
        "identifiers": ", ".join(f"{kind} {value}".strip() for kind, value in numbers),
        "died": t("yes") if patient.deceased else "",
    }


def _texts(scope: Scope, model: Any, patient_id: UUID, of: Callable[[Any], tuple[str, str]]) -> list[tuple[str, str]]:
    rows = scope.db.exec(select(model).where(model.patient_id == patient_id).order_by(model.id))
    return list(dict.fromkeys(of(row) for row in rows))


def _language(code: str) -> str:
    return Locale(LANGUAGE.get()).languages.get(code.partition("-")[0], code) if code else ""


def _holds(scope: Scope, one: UUID, other: UUID) -> list[Held]:
    """Count what each record holds, by table; of what neither holds nothing is said."""
    found = []
    for its in belongings():
        if its.table.name in SHOWN | SILENT:
            continue
        asked = sa.select(its.column, sa.func.count()).where(or_(its.column == one, its.column == other))
        counted: dict[Any, int] = dict(scope.db.execute(asked.group_by(its.column)).all())
        if counted:
            found.append(Held(label=wording.labelled(its.name), one=counted.get(one, 0), other=counted.get(other, 0)))
    return sorted(found, key=lambda held: -(held.one + held.other))
