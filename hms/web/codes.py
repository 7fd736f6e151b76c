"""Finding a code while somebody types it. By POST, as with names: what is typed stands in no address and in no log."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from hms.access import perform
from hms.errors import Forbidden, NotPossible, SignedOut
from hms.services.coding import searching
from hms.web import visitors
from hms.web.endpoints import answered
from hms.web.find import read_sought
from hms.web.threads import in_thread


@answered
async def codes(request: Request) -> Response:
    """List the codes that fit, this doctor's own first; why there is none is said in words."""
    try:
        hits = await in_thread(perform, searching.search, visitors.acting(request), read_sought(await request.body()))
    except SignedOut:
        return Response(status_code=HTTPStatus.UNAUTHORIZED)
    except Forbidden:
        return Response(status_code=HTTPStatus.NOT_FOUND)
    except NotPossible as refusal:
        return JSONResponse({"hits": [], "said": f"{refusal.title}. {refusal.body}"})
    return JSONResponse({"hits": [hit.model_dump(mode="json") for hit in hits], "said": ""})
