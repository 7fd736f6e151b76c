"""What can be ordered: sets, single panels, pictures."""

from hms.access import Scope, requires
from hms.knowledge.laboratory.kinds import IMAGING, LABORATORY, Panel
from hms.permissions import Permission
from hms.schemas.orders import OrderChoices, PanelCard, SetCard
from hms.services.catalogues.current import current


@requires(Permission.ORDER_TESTS, reading=True)
def catalogued(scope: Scope) -> OrderChoices:
    """List all that can be ordered, in the order of the catalogue."""
    laboratory = current(scope).laboratory
    known = {key: one for key, one in laboratory.panels.items() if one.on_offer}
    sets = {one: [key for key in one.panels if key in known] for one in laboratory.sets.values()}
    return OrderChoices(
        sets=[
            SetCard(
                key=one.key,
                name=one.name,
                about=", ".join(known[key].name for key in keys),
                panels=keys,
            )
            for one, keys in sets.items()
            if keys
        ],
        laboratory=[_panel(one) for one in known.values() if one.category == LABORATORY],
        imaging=[_panel(one) for one in known.values() if one.category == IMAGING],
    )


def _panel(one: Panel) -> PanelCard:
    about = ", ".join(test.name for test in one.offered) if len(one.tests) > 1 else ""
    return PanelCard(key=one.key, name=one.name, about=about, category=one.category)
