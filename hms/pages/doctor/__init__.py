"""A doctor's screens: the day, and a visit."""

from hms.pages.doctor import see_day, write_visit
from hms.pages.page import Page
from hms.texts import t

PAGES = [
    Page("/doctor", see_day.page, see_day.SeeDay, t("Today")),
    Page("/doctor/visits/[appointment_id]", write_visit.page, write_visit.WriteVisit, t("Visit")),
]
