"""Reception's screen: the day of all doctors."""

from hms.pages.page import Page
from hms.pages.reception import see_board
from hms.texts import t

PAGES = [Page("/reception", see_board.page, see_board.SeeBoard, t("Day board"))]
