"""The ways that messages may come, as answers to choose from."""

from hms.schemas.notices import NoticeCard
from hms.texts import t


def way_options(card: NoticeCard, instead: str) -> list[list[str]]:
    """List the ways with their addresses, and having no messages; `instead` says what there is then."""
    to = [
        [way.name, way.label, t("To {address}", address=way.address) if way.address else t("No address is known.")]
        for way in card.ways
    ]
    return [*to, ["none", t("No messages"), instead]]
