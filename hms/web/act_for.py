"""Going on for somebody else, or for oneself again: always in a new sign-in, so that nothing of one is left in the other."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from hms.access import perform
from hms.errors import NotFound
from hms.services import acting
from hms.web import endpoints, native_forms, set_cookie, visitors
from hms.web.endpoints import answered
from hms.web.threads import in_thread


@answered
async def act_for(request: Request) -> Response:
    """Begin to act for the person who is named; for oneself where nobody is."""
    named = (await native_forms.read(request, "acting"))["acting"]
    signed_in = await in_thread(perform, acting.begin, visitors.acting(request), _asked(named))
    response = endpoints.see(signed_in.home)
    set_cookie.give(response, signed_in)
    return response


def _asked(named: str) -> UUID | None:
    try:
        return UUID(named) if named else None
    except ValueError as problem:
        raise NotFound from problem
