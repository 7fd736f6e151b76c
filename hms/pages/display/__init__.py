"""The waiting room's screen."""

from hms.pages.display import show_numbers
from hms.pages.page import Page
from hms.texts import t

PAGES = [Page("/display", show_numbers.page, show_numbers.ShowNumbers, t("Waiting room"))]
