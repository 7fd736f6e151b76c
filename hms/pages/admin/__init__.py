"""The administrator's screens."""

from hms.pages.admin import departments, hours, overview, people
from hms.pages.page import Page
from hms.texts import t

PAGES = [
    Page("/admin", overview.page, overview.SeeOverview, t("Overview")),
    Page("/admin/departments", departments.page, departments.ManageDepartments, t("Departments")),
    Page("/admin/people", people.page, people.ManagePeople, t("People")),
    Page("/admin/people/[practitioner_id]/hours", hours.page, hours.SetHours, t("Weekly hours")),
]
