"""The administrator's screens."""

from hms.pages.admin import (
    closures,
    departments,
    doctors_time,
    form_maker,
    forms,
    formulary,
    note_templates,
    overrides,
    overview,
    people,
    places,
    privacy,
    results,
    rules,
    screens,
    tests,
    units,
    vaccine_schedule,
    vaccines,
    visit_types,
)
from hms.pages.page import Page
from hms.texts import t

HOURS = "/admin/people/[practitioner_id]/hours"
PAGES = [
    Page("/admin", overview.page, overview.SeeOverview, t("Overview")),
    Page("/admin/departments", departments.page, departments.ManageDepartments, t("Departments")),
    Page("/admin/people", people.page, people.ManagePeople, t("People")),
    Page(HOURS, doctors_time.week, doctors_time.SeeDoctorsTime, t("Hours")),
    Page(f"{HOURS}/weekly", doctors_time.weekly, doctors_time.PlanDoctorsWeek, t("Weekly hours")),
    Page(f"{HOURS}/leave", doctors_time.leave, doctors_time.SettleDoctorsLeave, t("Settle leave")),
    Page(f"{HOURS}/limits", doctors_time.limits, doctors_time.SetDoctorsLimits, t("Limits")),
    Page("/admin/screens", screens.page, screens.ManageScreens, t("Screens")),
    Page("/admin/scheduling/closures", closures.page, closures.CloseClinic, t("Closed days")),
    Page(results.RESULTS, results.page, results.SetResultRules, t("Results")),
    Page(units.UNITS, units.page, units.SetUnits, t("Units")),
    Page("/admin/scheduling", rules.page, rules.SetRules, t("Scheduling")),
    Page("/admin/scheduling/types", visit_types.page, visit_types.OfferVisitTypes, t("Kinds of visits")),
    Page("/admin/scheduling/places", places.page, places.KeepPlaces, t("Sites and rooms")),
    Page(privacy.HERE, privacy.page, privacy.Privacy, t("Privacy")),
    Page(f"{privacy.HERE}/[thread_id]", privacy.question, privacy.PrivacyQuestion, t("Question of privacy")),
    Page(note_templates.HERE, note_templates.page, note_templates.KeepClinicTemplates, t("Templates")),
    Page(overrides.HERE, overrides.page, overrides.SeeOverrides, t("Warnings overridden")),
    Page(formulary.PATH, formulary.page, formulary.KeepFormulary, t("Medicines")),
    Page(tests.PATH, tests.page, tests.KeepTests, t("Tests")),
    Page(vaccines.SCHEDULE, vaccine_schedule.page, vaccine_schedule.KeepSchedule, t("Vaccination schedule")),
    Page(vaccines.PATH, vaccines.page, vaccines.KeepVaccines, t("Vaccines")),
    Page(forms.HERE, forms.page, forms.KeepForms, t("Forms")),
    Page(f"{forms.HERE}/[form_id]", form_maker.page, form_maker.MakeForm, t("Form")),
]
