"""The few pages that the gate answers by itself: plain HTML, for anybody."""

from html import escape

from starlette.responses import HTMLResponse

from hms.texts import t

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><link rel="stylesheet" href="/tokens.css">
<style>body{{font:16px/24px Inter,system-ui,sans-serif}}main{{max-width:34rem;margin:18vh auto;padding:0 1.5rem}}
h1{{font-size:1.75rem;line-height:2.1rem}}a{{color:inherit}}</style></head>
<body><main><h1>{title}</h1><p>{body}</p>{link}</main></body></html>"""


def page(status: int, title: str, body: str, link: str = "") -> HTMLResponse:
    """Make a page that says one thing."""
    way = f'<p><a href="/">{escape(link)}</a></p>' if link else ""
    return HTMLResponse(PAGE.format(title=escape(title), body=escape(body), link=way), status)


def not_here() -> HTMLResponse:
    """Say that there is nothing here, whether absent or not for this person."""
    body = t("It may have been moved, or it is not yours to open.")
    return page(404, t("This page is not here"), body, t("Go to the start"))


def refused(status: int) -> HTMLResponse:
    """Say that a request was not taken."""
    return page(status, t("This request was not taken"), t("Go back, load the page again, then try once more."))


def sealed(why: str) -> HTMLResponse:
    """Say that the clinic is closed until its keys and database are ready."""
    answer = page(503, t("The clinic's records are sealed"), why)
    answer.headers["retry-after"] = "5"
    return answer
