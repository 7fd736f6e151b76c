"""Finding a code while somebody types, their own first; and what each doctor uses and likes."""

from collections.abc import Callable
from functools import lru_cache
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import col, select

from hms.access import Scope, requires
from hms.errors import Invalid
from hms.knowledge.icd10 import asking
from hms.models import CodeUse
from hms.permissions import Permission
from hms.schemas.record_lists import CodeCard
from hms.services.coding.looking import MOST, Found, in_other_words, look, named
from hms.texts import t

MOST_OWN = 200  # of the codes that a doctor used, those that are looked through


@requires(Permission.KEEP_CHART, reading=True)
def search(scope: Scope, sought: str) -> list[CodeCard]:
    """Find codes of ICD-10-CM by words in any order, begun words, words for the same, or code with or without its dot.

    This doctor's favourites and most used come first, then what can be billed. Without words: only those. Raises
    NotPossible where the list is not built.
    """
    sought = sought[:200]
    mine = _uses(scope)
    fits = _fitting(sought)
    own = [one for code in mine if fits(code) and (one := named(code))]
    others = look(sought) if sought.strip() else []
    found = list({one.code: one for one in [*own, *others]}.values())
    return [_card(one, *mine.get(one.code, (False, 0)), sought) for one in found[:MOST]]


@requires(Permission.KEEP_CHART)
def favour(scope: Scope, code: str, wanted: bool) -> None:
    """Keep a code among this doctor's favourites, or no longer. Raises Invalid for no code of the list."""
    if named(code) is None:
        raise Invalid(code=t("This is no code of ICD-10-CM"))
    if use := _use(scope, code):
        use.favourite = wanted


def note_use(scope: Scope, code: str) -> None:
    """Count that this doctor used a code, so that it is offered first next time."""
    if code and (use := _use(scope, code)):
        use.count += 1
        use.used_at = scope.now


def spelled(code: str) -> str:
    """Spell a code as the list does, with its dot. Raises Invalid for one that is not in it."""
    found = named(code)
    if found is None:
        raise Invalid(text=t("This is no code of ICD-10-CM"), code=t("This is no code of ICD-10-CM"))
    return found.code


def _uses(scope: Scope) -> dict[str, tuple[bool, int]]:
    """Read what this doctor uses, favourites first, then what was used most: code -> favourite, how often."""
    asked = select(CodeUse.code, CodeUse.favourite, CodeUse.count).where(
        CodeUse.practitioner_id == scope.actor.practitioner_id, or_(col(CodeUse.favourite), col(CodeUse.count) > 0)
    )
    likely = col(CodeUse.favourite).desc(), col(CodeUse.count).desc(), col(CodeUse.used_at).desc()
    return {code: (liked, count) for code, liked, count in scope.db.exec(asked.order_by(*likely).limit(MOST_OWN))}


def _use(scope: Scope, code: str) -> CodeUse | None:
    """Fetch or begin what is counted of a code; None for who is no doctor."""
    me: UUID | None = scope.actor.practitioner_id
    if me is None:
        return None
    mine = select(CodeUse).where(CodeUse.practitioner_id == me, CodeUse.code == code).with_for_update()
    use = scope.db.exec(mine).first()
    if use is None:
        use = CodeUse(practitioner_id=me, code=code, used_at=scope.now)
        scope.db.add(use)
    return use


def _fitting(sought: str) -> Callable[[str], bool]:
    """Judge codes by what is typed, which is read once."""
    if begin := asking.code(sought):
        return lambda code: code.replace(".", "").startswith(begin)
    words = asking.words(sought)
    return lambda code: all(any(one.startswith(ways) for one in _words_of(code)) for ways in words)


@lru_cache(maxsize=10_000)
def _words_of(code: str) -> frozenset[str]:
    """Take a code of the list apart into its words; none for no such code."""
    found = named(code)
    return asking.parts(f"{found.title} {found.terms}") if found else frozenset()


def _card(found: Found, favourite: bool, used: int, sought: str) -> CodeCard:
    return CodeCard(
        code=found.code, title=found.title, also=in_other_words(found, sought), billable=found.billable,
        favourite=favourite, used=used,
    )  # fmt: skip
