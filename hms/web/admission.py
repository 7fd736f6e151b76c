"""What a socket may send: events that the app knows, that people may cause, with arguments that fit. Nothing else
is queued, answered or logged."""

from typing import Any

from hms.web import arguments, connections, human
from hms.web.policies import POLICIES, Rule
from hms.web.reflex_private import HYDRATE, held_already

LONGEST_PATH, LONGEST_PLACE = 1_000, 4_000


def admit(token: str, data: Any) -> dict[str, Any] | None:
    """Return the event that may enter for this open page, rebuilt from its checked parts; None to drop it."""
    page = connections.find(token)
    if page is None or not isinstance(data, dict):
        return None
    name = data.get("name")
    if not isinstance(name, str) or POLICIES.get(name, Rule.INTERNAL) is Rule.INTERNAL:
        return None
    place = _place(data.get("router_data"))
    if place is None:
        return None
    payload = data.get("payload") or {}
    try:
        if name == HYDRATE:
            # Nothing of ours is kept in the browser, so nothing that a browser says was kept there is believed.
            payload = {"hashes": payload.get("hashes") or held_already()} if isinstance(payload, dict) else {}
        payload = arguments.checked(name, payload)
    except arguments.Unfit:
        return None
    if name != HYDRATE:  # a page that connects again by itself is not a person
        human.acted(page.session_id)
    return {"name": name, "payload": payload, "router_data": place}


def _writable(text: str) -> bool:
    """Tell whether a text can be sent on: JSON lets half a character through, UTF-8 does not."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _place(given: Any) -> dict[str, Any] | None:
    """Return where in the app the event says it comes from; None when that is no place."""
    if not isinstance(given, dict):
        return None
    path, whole, query = given.get("pathname"), given.get("asPath", ""), given.get("query", {})
    if not (isinstance(path, str) and isinstance(whole, str) and isinstance(query, dict)):
        return None
    texts = [path, whole, *query.keys(), *query.values()]
    if not path.startswith("/") or any(not isinstance(x, str) or len(x) > LONGEST_PATH for x in texts):
        return None
    if sum(map(len, texts)) > LONGEST_PLACE or not _writable("".join(texts)):
        return None
    return {"pathname": path, "asPath": whole, "query": query}
