"""Who may be known already, asked while reception types."""

from hms.access import Scope, requires
from hms.permissions import Permission
from hms.schemas.duplicates import LikelyTwin, PersonTyped
from hms.services import finding
from hms.services.duplicates.candidates import twins
from hms.services.duplicates.person import typed

MOST, LEAST = 5, 0.2
LOOKED_AT = 12  # while somebody types; a look at all takes its time


@requires(Permission.REGISTER_PATIENT)
def likely(scope: Scope, person: PersonTyped) -> list[LikelyTwin]:
    """List up to five patients who may be the person typed, the likeliest first, each with why.

    While the index of people is still being opened, after a start, nobody is named.
    """
    found = (twins(scope, typed(person), LEAST, most=LOOKED_AT) or [])[:MOST]
    hits = finding.cards(scope, [twin.patient_id for twin in found])
    return [
        LikelyTwin(hit=hit, percent=max(1, round(100 * twin.judged.chance)), why=twin.judged.why)
        for hit, twin in zip(hits, found, strict=True)
    ]
