"""What many screens show alike is turned into JSON's words once: fifty open boards would do it fifty times."""

from collections import OrderedDict
from typing import Any

import reflex as rx

from hms.schemas.base import Card

MOST = 200  # cards, the latest used
_KEPT: OrderedDict[int, tuple[Card, dict[str, Any]]] = OrderedDict()  # a card that is kept lends its id to no other


def shared(kind: type[Card]) -> None:
    """Keep the words of this kind of card, which is never changed once it is made."""

    def worded(card: Card) -> dict[str, Any]:
        known = _KEPT.pop(id(card), None) or (card, card.model_dump())
        _KEPT[id(card)] = known
        while len(_KEPT) > MOST:
            _KEPT.popitem(last=False)
        return known[1]

    worded.__annotations__["card"] = kind
    rx.serializer(worded, to=dict)
