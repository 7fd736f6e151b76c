"""Reception's list of records that may be of one person, and its word on each pair."""

from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import Invalid, NotFound, NotPossible, Stale
from hms.models import Counter, Patient, PatientMerge, SuspectedPair
from hms.permissions import Permission
from hms.schemas.merging import NumbersForm, PairCard, VerdictForm, WorkList
from hms.schemas.words import plain_day
from hms.services import finding, record_numbers
from hms.services.duplicates import looking, pairing
from hms.services.duplicates.judging import judge
from hms.services.duplicates.person import recorded
from hms.services.local_time import local_day
from hms.services.merging import wording
from hms.services.search.words import digits
from hms.texts import t

MOST, LATELY = 50, 10


@requires(Permission.MERGE_RECORDS)
def listed(scope: Scope) -> WorkList:
    """List the pairs that nobody has decided about, the likeliest first, and the merges of late."""
    waiting = select(SuspectedPair).where(col(SuspectedPair.over_at).is_(None))
    pairs = scope.db.exec(
        waiting.order_by(col(SuspectedPair.percent).desc(), col(SuspectedPair.found_at)).limit(MOST)
    ).all()
    ids = [one for pair in pairs for one in (pair.one_id, pair.other_id)]
    hits = {hit.id: hit for hit in finding.cards(scope, list(dict.fromkeys(ids)))}
    done = select(PatientMerge).where(col(PatientMerge.undone_at).is_(None)).order_by(col(PatientMerge.id).desc())
    return WorkList(
        pairs=tuple(
            PairCard(
                id=pair.id, version=pair.version, one=hits[pair.one_id], other=hits[pair.other_id], percent=pair.percent,
                why=", ".join(pairing.words(pair)), found=plain_day(local_day(scope, pair.found_at)),
            )
            for pair in pairs
        ),
        total=scope.db.exec(select(func.count()).select_from(waiting.subquery())).one(),
        to_look_at=_left(scope),
        merged=tuple(wording.merge_card(scope, merge) for merge in scope.db.exec(done.limit(LATELY))),
    )  # fmt: skip


def _left(scope: Scope) -> int:
    """Count the people who are still to be compared with all others."""
    seen = scope.db.exec(select(Counter.value).where(Counter.name == looking.COUNTER)).one()
    return scope.db.exec(select(func.count()).where(col(Patient.words_number) > seen)).one()


@requires(Permission.MERGE_RECORDS)
def call_different(scope: Scope, form: VerdictForm) -> None:
    """Note that two records are of two people: they are not suggested again. Raises Stale, NotPossible, Invalid or NotFound."""
    if not form.why:
        raise Invalid(why=t("Say why, in a few words."))
    pair = of_id(scope, form.pair_id, lock=True)
    if pair.outcome == "merged":
        raise NotPossible(t("These two were merged"), t("Take the merge back first."))
    if pair.version != form.version:
        raise Stale
    scope.why = form.why
    pairing.end(scope, pair, "different", form.why)


def of_id(scope: Scope, pair_id: UUID, lock: bool = False) -> SuspectedPair:
    """Fetch a pair. Raises NotFound."""
    asked = select(SuspectedPair).where(SuspectedPair.id == pair_id)
    pair = scope.db.exec(asked.with_for_update() if lock else asked).first()
    if pair is None:
        scope.asked = pair_id
        raise NotFound
    scope.touch(pair.one_id, pair.other_id)
    return pair


@requires(Permission.MERGE_RECORDS)
def by_numbers(scope: Scope, form: NumbersForm) -> UUID:
    """Open the comparison of two records by their numbers; gives the pair. Raises Invalid for a number that is nobody's."""
    one, other = _of_number(scope, form.one), _of_number(scope, form.other)
    if one is None or other is None:
        wrong = [name for name, found in (("one", one), ("other", other)) if found is None]
        raise Invalid(**dict.fromkeys(wrong, t("No patient has this record number.")))
    if one.id == other.id:
        raise Invalid(other=t("This is the same record. Give the number of the other one."))
    scope.touch(one.id, other.id)
    if pair := pairing.find(scope, one.id, other.id):
        return pair.id
    people = recorded(scope, [one.id, other.id])
    judged = judge(people[one.id], people[other.id], people=0, share=lambda _name: 1)
    return pairing.put(scope, one.id, other.id, judged.chance, judged.why).id


def _of_number(scope: Scope, number: str) -> Patient | None:
    plain = digits(number)
    index = record_numbers.index_of(f"{plain[:-1]}-{plain[-1:]}")
    return scope.db.exec(select(Patient).where(Patient.record_number_index == index)).first()
