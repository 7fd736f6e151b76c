"""The problem list: written by code or in words, moved on, put right."""

from typing import Any
from uuid import UUID

from hms.access import Scope, requires
from hms.errors import Invalid, NotPossible
from hms.knowledge import problem_states as states
from hms.knowledge.icd10.reading import SYSTEM
from hms.models import Condition, Patient
from hms.permissions import Permission
from hms.schemas.record_lists import LineCard, ListPage, ProblemChange, ProblemForm, ProblemGlance, StatusMove
from hms.schemas.record_words import SEVERITIES
from hms.services.chart import entries, lines
from hms.services.coding import searching
from hms.texts import t

TONES = {
    "active": "info",
    "recurrence": "warn",
    "relapse": "warn",
    "remission": "ok",
    "inactive": "quiet",
    "resolved": "ok",
}


@requires(Permission.SEE_CHART)
def listed(scope: Scope, patient_id: UUID, page: int = 1) -> ListPage:
    """Show all problems of a patient in one's care: what stands first, then what has ended, then errors. Raises NotFound."""
    patient = scope.patient(patient_id)
    found = lines.rows(scope, Condition, patient.id)
    folded, again = _folded(found)
    order = sorted(folded, key=lambda row: row.status not in states.STANDING)
    standing = sum(row.status in states.STANDING for row in folded)
    return lines.page(
        scope, patient, order, lambda row: word(scope, row, again.get(row.id, 0)), standing=standing, number=page
    )


@requires(Permission.KEEP_CHART)
def add(scope: Scope, form: ProblemForm) -> LineCard:
    """Write a problem down; the same key writes it once. Raises Invalid, also for one that stands already, and NotFound."""
    patient = scope.patient(form.patient_id, lock=True)
    row = new(form.text, form.code, form.key, patient)
    row.happened_at, row.severity, row.certain = lines.moment(scope, form.happened), form.severity, form.certain
    row.note = form.note or None
    refuse_twice(scope, row)
    return _told(scope, write(scope, patient, row))


@requires(Permission.KEEP_CHART)
def move(scope: Scope, form: StatusMove) -> LineCard:
    """Let a problem stand otherwise from today. Raises NotPossible for what cannot follow, Stale, NotFound."""
    row = scope.one(Condition, form.entry_id, lock=True)
    if row.version == form.version and not states.may_follow(row.status, form.status):
        raise NotPossible(t("A problem does not come to stand so"), t("Choose one of the ways that are offered."))
    ended_at = scope.now if form.status in states.ENDED else None
    why = t("Now: {status}", status=states.WORDS.get(form.status, form.status))
    return _told(scope, entries.amend(scope, row, form.version, why, status=form.status, ended_at=ended_at))


@requires(Permission.KEEP_CHART)
def amend(scope: Scope, form: ProblemChange) -> LineCard:
    """Put a problem right; what it said before stays. Raises Invalid, Stale, NotPossible for an error, NotFound."""
    row = scope.one(Condition, form.entry_id, lock=True)
    began_at = lines.on_day(scope, form.happened, row.happened_at)
    entries.check_when(scope, scope.patient(row.patient_id), began_at)
    if began_at and row.ended_at and began_at > row.ended_at:
        raise Invalid(happened=t("This is after the problem ended"))
    fresh: dict[str, Any] = {
        "text": form.text, "severity": form.severity, "certain": form.certain, "happened_at": began_at, "note": form.note or None,
    }  # fmt: skip
    if form.code != (row.code if row.code_system == SYSTEM else ""):  # a foreign code stays until another is chosen
        fresh |= {"code": _checked(form.code), "code_system": _system(form.code)}
    return _told(scope, entries.amend(scope, row, form.version, form.reason, **fresh))


def new(text: str, code: str, key: str, patient: Patient) -> Condition:
    """Make a problem of words, with a code of the list where one is given. Raises Invalid for no such code."""
    row = Condition(
        patient_id=patient.id, status="active", request_key=key, code=_checked(code), code_system=_system(code)
    )
    return row.sealing(text=text)


def write(scope: Scope, patient: Patient, row: Condition) -> Condition:
    """Write a problem down and count its code as used by this doctor."""
    kept = entries.write(scope, patient, row)
    if kept is row:
        searching.note_use(scope, row.code)
    return kept


def _checked(code: str) -> str:
    """Spell a code as the list does. Raises Invalid for one that is not in it."""
    return searching.spelled(code) if code else ""


def _system(code: str) -> str:
    return SYSTEM if code else ""


def refuse_twice(scope: Scope, row: Condition) -> None:
    """Make sure that a problem is not on the list already. Raises Invalid."""
    for one in lines.rows(scope, Condition, row.patient_id):
        if one.status not in states.STANDING or one.request_key == row.request_key:
            continue
        same = one.code == row.code if row.code else one.text.casefold() == row.text.casefold()
        if same:
            raise Invalid(text=t("This is on the list already"))


def _folded(found: list[Condition]) -> tuple[list[Condition], dict[UUID, int]]:
    """Show a code that was given in several visits once, as the problem it is; gives how often each was given again.

    Once a problem has ended, the same code of a later visit is a problem of its own.
    """
    shown: list[Condition] = []
    again: dict[UUID, int] = {}
    for row in reversed(found):  # the first one is the problem
        first = next((one for one in reversed(shown) if _again(one, row)), None)
        if first is None:
            shown.append(row)
        else:
            again[first.id] = again.get(first.id, 0) + 1
    return shown[::-1], again


def _again(first: Condition, row: Condition) -> bool:
    given = row.code and row.encounter_id and row.status in states.STANDING
    same = (first.code_system, first.code) == (row.code_system, row.code) and first.status != entries.IN_ERROR
    return bool(given and same and (first.ended_at is None or row.recorded_at <= first.ended_at))


def word(scope: Scope, row: Condition, again: int = 0) -> dict[str, Any]:
    """Say what is special to a problem."""
    since, ended = lines.day_words(scope, row.happened_at), lines.day_words(scope, row.ended_at)
    when = t("{since} to {ended}", since=since, ended=ended) if since and ended else ""
    when = when or (t("since {day}", day=since) if since else t("until {day}", day=ended) if ended else "")
    visits = t("given again in 1 visit") if again == 1 else t("given again in {n} visits", n=again) if again else ""
    facts = [SEVERITIES.get(row.severity, row.severity), "" if row.certain else t("Provisional"), visits]
    return {
        "status_words": states.WORDS.get(row.status, row.status), "tone": TONES.get(row.status, "quiet"), "when": when,
        "facts": ", ".join(filter(None, facts)), "moves": lines.moves(states.WORDS, states.moves(row.status)),
        "typed": {
            "text": row.text, "code": row.code if row.code_system in {SYSTEM, ""} else "", "severity": row.severity,
            "provisional": "" if row.certain else "on", "happened": lines.iso_day(scope, row.happened_at), "note": row.note,
        },
    }  # fmt: skip


def _told(scope: Scope, row: Condition) -> LineCard:
    return lines.cards(scope, [row], lambda one: word(scope, one))[0]


def glance(scope: Scope, patient: Patient) -> list[ProblemGlance]:
    """List the problems that stand, the newest first, for a place where little fits."""
    return glance_of(scope, lines.rows(scope, Condition, patient.id))


def glance_of(scope: Scope, found: list[Condition]) -> list[ProblemGlance]:
    """List the same of all problems of a patient, which were read before."""
    folded, _ = _folded(found)
    return [
        ProblemGlance(
            id=row.id, title=row.text or row.code, code=row.code, since=lines.day_words(scope, row.happened_at),
            tone=TONES.get(row.status, "quiet"),
        )
        for row in folded
        if row.status in states.STANDING
    ]  # fmt: skip
