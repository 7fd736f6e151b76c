"""The clinic's list of vaccines: which are given here, and what each counts against."""

from hms.access import Scope, requires
from hms.errors import Invalid
from hms.knowledge.changed import Tree
from hms.knowledge.vaccines.catalogue import SOURCE
from hms.permissions import Permission
from hms.schemas.catalogues.vaccines import CvxCard, CvxForm
from hms.schemas.record_words import ROUTES
from hms.services import edits
from hms.services.catalogues import keeping
from hms.services.catalogues.keeping import Standing
from hms.texts import t


@requires(Permission.RUN_CLINIC, reading=True)
def listed(scope: Scope) -> list[CvxCard]:
    """List every vaccine by name, those that are not given here last."""
    names = _series(scope)
    found = (_card(one, names) for one in keeping.standing(scope, "vaccine"))
    return sorted(found, key=lambda card: (not card.offered, card.name.casefold()))


@requires(Permission.RUN_CLINIC)
def add(scope: Scope, form: CvxForm) -> CvxCard:
    """Let another vaccine be written down. Raises Invalid where the list has its code or name."""
    edits.one_by_one(scope)
    if form.code in {one.key for one in keeping.standing(scope, "vaccine")}:
        raise Invalid(code=t("The list has this code already. Change its entry, or offer it again."))
    tree = _tree(scope, form, {"code": form.code, "offered": "yes"})
    keeping.say(scope, keeping.seen(scope, "vaccine", form.code, 0), tree)
    return _card(keeping.one_of(scope, "vaccine", form.code), _series(scope))


@requires(Permission.RUN_CLINIC)
def change(scope: Scope, key: str, form: CvxForm, version: int) -> CvxCard:
    """Correct a vaccine; its code is what it is known by, and stays. Raises NotFound, Stale, or Invalid for its field."""
    old = keeping.one_of(scope, "vaccine", key)
    row = keeping.seen(scope, "vaccine", key, version)
    if form.code != key:
        raise Invalid(code=t("The code stays: take this one off the list, and add the other."))
    keeping.say(scope, row, _tree(scope, form, old.tree))
    return _card(keeping.one_of(scope, "vaccine", key), _series(scope))


def _tree(scope: Scope, form: CvxForm, old: Tree) -> Tree:
    for one in keeping.standing(scope, "vaccine"):
        if one.key != form.code and one.tree["short"].casefold() == form.short.casefold():
            raise Invalid(short=t("This is the name of CVX {code}.", code=one.key))
    known, before = _series(scope), old.get("against", "").split()
    if set(form.against) - known.keys():
        raise Invalid(against=t("Please choose one"))
    against = {*form.against, *(one for one in before if one not in known)}  # what has no series stays
    file = keeping.file_of("vaccine").get(form.code, {}).get("against", "")
    said = file if set(file.split()) == against else " ".join(sorted(against))
    return {**old, "short": form.short, "full": form.full or form.short, "against": said, "route": form.route}


def _series(scope: Scope) -> dict[str, str]:
    return {one.key: one.tree["name"] for one in keeping.standing(scope, "series")}


def _card(one: Standing, series: dict[str, str]) -> CvxCard:
    tree, against = one.tree, one.tree["against"].split()
    counts = [key for key in against if key in series]
    route = ROUTES.get(tree["route"], "")
    words = ", ".join(series[key] for key in counts)
    return CvxCard(
        key=one.key, version=one.version, name=tree["short"], full=tree["full"], offered=one.offered, own=one.own,
        changed=one.changed, who=one.who, source="" if one.own else SOURCE, against=counts, against_words=words,
        route=tree["route"], route_words=route, told=(words or t("no series"),),
    )  # fmt: skip
