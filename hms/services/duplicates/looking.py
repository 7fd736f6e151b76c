"""Looking for records of one person, in the background: whoever is new or known by other words is compared with all."""

from sqlmodel import col, select

from hms.access import Scope, requires
from hms.models import Counter, Patient
from hms.permissions import Permission
from hms.services.duplicates import pairing
from hms.services.duplicates.candidates import twins
from hms.services.duplicates.person import recorded

COUNTER, AT_ONCE = "people looked at for twins", 10
LEAST = 0.5  # below it, two people are likelier than one


@requires(Permission.RUN_CLOCKWORK)
def look(scope: Scope) -> int:
    """Compare the next few people with all others, and put the likely pairs on the list; gives how many were looked at."""
    counter = scope.db.exec(select(Counter).where(Counter.name == COUNTER).with_for_update()).one()
    asked = select(Patient).where(col(Patient.words_number) > counter.value).order_by(col(Patient.words_number))
    people = scope.db.exec(asked.limit(AT_ONCE)).all()
    known = recorded(scope, [one.id for one in people])
    for patient in people:
        person = known[patient.id]
        found = [] if person.merged else twins(scope, person, LEAST, patient.id)
        if found is None:
            return 0  # the index is still being opened
        for twin in found:
            pairing.suspect(scope, patient.id, twin.patient_id, twin.judged.chance, twin.judged.why)
        alike = {twin.patient_id for twin in found}
        for pair in pairing.open_of(scope, patient.id):
            if pair.found_by is None and not alike & {pair.one_id, pair.other_id}:
                pairing.end(scope, pair, "apart")
        counter.value = patient.words_number or counter.value
    return len(people)
