"""Handing the session's cookie to a browser: out of reach of scripts and of other sites, and taking it back."""

from starlette.responses import Response

from hms.config import settings
from hms.schemas.session import SignedIn
from hms.web import cookie


def give(response: Response, signed_in: SignedIn) -> None:
    """Hand a new sign-in's token to the browser, for as long as it can last."""
    secure = settings().secure_cookies
    response.set_cookie(
        cookie.name(), signed_in.token, signed_in.lasts_s, path="/", secure=secure, httponly=True, samesite="strict"
    )


def take_back(response: Response) -> None:
    """Have the browser forget the token."""
    response.delete_cookie(cookie.name(), "/", secure=settings().secure_cookies, httponly=True, samesite="strict")
