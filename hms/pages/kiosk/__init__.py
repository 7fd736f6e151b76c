"""The kiosk at which patients check themselves in."""

from hms.pages.kiosk import check_in
from hms.pages.page import Page
from hms.texts import t

PAGES = [Page("/kiosk", check_in.page, check_in.CheckIn, t("Check in"))]
