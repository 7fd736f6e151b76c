"""Reading the native forms of the plain pages: text only, and only the fields that the page asked for."""

from urllib.parse import parse_qsl

from starlette.requests import Request

from hms.errors import Refusal
from hms.texts import t

MOST_FIELDS = 100
KIND = "application/x-www-form-urlencoded"


class NotAForm(Refusal):
    """Something that none of our pages sends."""

    def __init__(self) -> None:
        super().__init__(t("This is not an answer to one of our forms"), t("Go back and send it from the page."))


async def read(request: Request, *names: str) -> dict[str, str]:
    """Read the named fields of a form; "" for those that were not sent. Raises NotAForm. The gate limits the size."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != KIND:
        raise NotAForm
    try:
        body = (await request.body()).decode("ascii")
        pairs = parse_qsl(body, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError as problem:
        raise NotAForm from problem
    sent = dict(pairs)
    return {name: sent.get(name, "") for name in names}
