"""What the demo's patients tell at home: three have answered everything, the one who signs in is half-way."""

from datetime import datetime, timedelta
from typing import Any

from hms.access import SYSTEM, Actor
from hms.demo import entering
from hms.demo.acting import Acting
from hms.demo.plan import Planned
from hms.demo.staff import ZONE
from hms.services.intake import answering, asking, consents

TELLERS = 3  # patients of the first doctor's day who have told everything
CHILD = 16  # years: of somebody younger a parent would tell
HALF: tuple[tuple[str, dict[str, Any]], ...] = (
    ("language", {"language": "en"}),
    ("contacts", {"phone": "+353 20 914 7110", "email": "patient@demo.clinic"}),
    ("address", {"country": "IE", "street": "31 Harbour Court", "city": "Rathfern", "region": "Co. Alder"}),
    ("emergency", {"name": "Conor Byrne", "relation": "brother", "phone": "+353 20 914 7111"}),
    ("allergies", {"text": "Walnuts", "more": "itching mouth"}),
)
WHOLE: tuple[tuple[str, dict[str, Any]], ...] = (
    *HALF[:1],
    ("emergency", {"name": "Maeve Foley", "relation": "friend", "phone": "+353 20 914 7112"}),
    ("next_of_kin", {"same": "on"}),
    ("coverage", {"kind": "public", "payer": "Valley Health Fund", "member": "VHF-220-417"}),
    ("family_doctor", {"name": "Dr Sorcha Quigley", "address": "Mill Park 4, Kilmoss"}),
    ("conditions", {"text": "Hay fever", "more": "every spring"}),
    ("medicines", {"text": "Nasal spray against hay fever", "more": "in spring, twice a day"}),
    ("operations", {"text": "Appendix taken out", "more": "2009"}),
    ("family_history", {"text": "Diabetes", "more": "mother, since 60"}),
    ("habits", {"smoking": "former", "alcohol": "sometimes", "more": "Walks an hour a day"}),
    ("blood_group", {"group": "A+"}),
)


def tell(acting: Acting, planned: list[Planned], now: datetime) -> None:
    """Let some patients answer the questions of the registration at home."""
    _half_way(acting, acting.patient, now - timedelta(hours=20))
    today = now.astimezone(ZONE).date()
    seen = [p for p in planned if p.doctor == 0 and p.starts_at.astimezone(ZONE).date() == today]
    people = {p.person.place: p.person for p in seen if p.person.place and p.person.years(today) > CHILD}
    for number, person in enumerate(list(people.values())[:TELLERS]):
        at = now - timedelta(hours=30 + number)
        account = (person, acting.patients[person.place], acting.hashed)
        _whole(acting, acting.do(SYSTEM, at, entering.give_account, *account), at + timedelta(minutes=4), number)


def _half_way(acting: Acting, who: Actor, at: datetime) -> None:
    for step in ("name", "born", "sex"):
        acting.do(who, at, answering.agree_as_it_is, step)
    acting.do(who, at, answering.pass_over, "other_names")
    for step, typed in HALF:
        _answer(acting, who, at, step, typed)


def _whole(acting: Acting, who: Actor, at: datetime, number: int) -> None:
    questions = [one.step for one in acting.do(who, at, asking.ask).questions]
    told = dict(WHOLE)
    for step in questions:
        if step in {"name", "born", "sex"}:
            acting.do(who, at, answering.agree_as_it_is, step)
        elif step == "consents":
            ticked = [kind for kind in consents.current() if kind != "research" or number]
            _answer(acting, who, at, step, dict.fromkeys(ticked, "on"))
        elif step == "allergies" and number:
            _answer(acting, who, at, step, {"text": "Sticking plaster", "more": "red skin"})
            _answer(acting, who, at, step, {})
        elif step in told:
            if not _answer(acting, who, at, step, told[step]):
                _answer(acting, who, at, step, {})
        elif step == "pregnancy":
            _answer(acting, who, at, step, {"pregnant": "no"})
        else:
            acting.do(who, at, answering.pass_over, step)


def _answer(acting: Acting, who: Actor, at: datetime, step: str, typed: dict[str, Any]) -> bool:
    version = acting.do(who, at, asking.ask, step).version
    done: bool = acting.do(who, at, answering.answer, step, typed, version)
    return done
