"""The clinic at a glance: what there is, and what an administrator still has to do."""

import reflex as rx

from hms.components.badges import person
from hms.components.buttons import link_button
from hms.components.cards import item, items, section, stat, surface
from hms.components.feedback import empty, notice
from hms.components.layout import at, grid, row, split, stack, txt
from hms.components.shell import page_head
from hms.components.tables import Column, table
from hms.pages.admin.frame import frame
from hms.permissions import Permission
from hms.schemas.directory import DepartmentCard, DoctorCard, Overview
from hms.services import directory
from hms.texts import t
from hms.web.screen import Screen, handler


class SeeOverview(Screen):
    """The administrator's first page."""

    needs = Permission.RUN_CLINIC

    card: Overview | None = None
    without_hours: list[DoctorCard] = []  # noqa: RUF012 - Reflex copies it for each state
    doctors: list[DoctorCard] = []  # noqa: RUF012
    departments: list[DepartmentCard] = []  # noqa: RUF012
    to_do: int = 0

    def watches(self) -> list[str]:
        """Follow departments, doctors and hours, the accounts, and the day's appointments."""
        return ["directory", "accounts", *([f"board:{self.card.today}"] if self.card else [])]

    @handler
    async def load(self) -> None:
        """Read the figures, and what is to do."""
        self.card = await self.ask(directory.overview)
        self.departments = await self.ask(directory.departments)
        self.doctors = await self.ask(directory.doctors)
        self.without_hours = self.card.without_hours
        self.to_do = len(self.without_hours) + sum(not d.doctors for d in self.departments)


S = SeeOverview


def figure(label: str, value: rx.Var, mark: str) -> rx.Component:
    """Draw one figure."""
    return surface(stat(label, value.to_string(), mark=mark))


def figures() -> rx.Component:
    """Draw the figures."""
    return grid(
        figure(t("Appointments today"), S.card.appointments_today, "calendar"),
        figure(t("Patients"), S.card.patients, "heart-pulse"),
        figure(t("Doctors"), S.card.doctors, "stethoscope"),
        figure(t("Staff who can sign in"), S.card.staff, "users"),
        figure(t("Open invitations"), S.card.invited, "mail"),
        columns=at("repeat(2, minmax(0, 1fr))", "repeat(3, minmax(0, 1fr))", None, "repeat(5, minmax(0, 1fr))"),
    )


def hours_missing(doctor: rx.Var) -> rx.Component:
    """Say that a doctor has no hours, with the way to set them."""
    way = link_button(
        t("Set hours"),
        f"/admin/people/{doctor.id}/hours/weekly",
        "clock",
        of=doctor.name,
        small=True,
        class_name="h-no-print",
    )
    note = t("No weekly hours, so nobody can book: {department}", department=doctor.department)
    return item(doctor.name, note, lead=person(doctor.initials), end=way, key=doctor.id.to(str))


def nobody_there(department: rx.Var) -> rx.Component:
    """Say that a department has no doctors, with the way to invite one."""
    way = link_button(t("Invite a doctor"), "/admin/people", "user-plus", of=department.name, small=True)
    line = item(department.name, t("No doctor works here yet"), end=way, key=department.id.to(str))
    return rx.cond(department.doctors == 0, line, rx.fragment())


def to_do() -> rx.Component:
    """List what keeps people from booking; where nothing does, say so in a line."""
    open_ends = items(rx.foreach(S.without_hours, hours_missing), rx.foreach(S.departments, nobody_there))
    done = notice("ok", t("Nothing is left to do"), t("Every doctor has weekly hours and can be booked."))
    left = section(t("To do"), open_ends, number=S.to_do, flush=True)
    return rx.el.div(rx.cond(S.to_do > 0, left, done), role="status")


def doctor_list() -> rx.Component:
    """List the doctors: where they work, how long a visit is, and the way to their hours."""
    hours = lambda d: link_button(  # noqa: E731
        t("Hours"), f"/admin/people/{d.id}/hours", "clock", of=d.name, small=True
    )
    columns = (
        Column(t("Doctor"), lambda d: row(person(d.initials), txt(d.name, "strong"), gap="md"), wrap=True),
        Column(t("Department"), lambda d: d.department, wrap=True),
        Column(t("Room"), lambda d: d.room),
        Column(t("Visit"), lambda d: t("{n} min", n=d.visit_min), right=True),
        Column(t("What you can do"), hours, quiet=True),
    )
    none = empty("stethoscope", t("No doctor yet"), t("Invite the first one, then set weekly hours."))
    listed = table(t("Doctors"), columns, S.doctors, key=lambda d: d.id.to(str))
    return section(t("Doctors"), rx.cond(S.doctors, listed, none), number=S.doctors.length(), flush=True)


def department_list() -> rx.Component:
    """List the departments with their number of doctors."""
    columns = (
        Column(t("Department"), lambda d: d.name, wrap=True),
        Column(t("Doctors"), lambda d: d.doctors.to_string(), right=True),
    )
    first = empty(
        "building-2",
        t("No department yet"),
        t("Patients choose by department: add the first one."),
        link_button(t("Add a department"), "/admin/departments", "plus"),
    )
    listed = table(t("Departments and their doctors"), columns, S.departments, key=lambda d: d.id.to(str), cards=False)
    every = link_button(t("Edit"), "/admin/departments", of=t("departments"), small=True)
    return section(t("Departments"), rx.cond(S.departments, listed, first), action=every, flush=True)


def page() -> rx.Component:
    """Draw /admin."""
    head = page_head(t("Overview"), S.me.clinic, link_button(t("Invite somebody"), "/admin/people", "user-plus"))
    return frame(
        S, "/admin", head, stack(figures(), split(stack(to_do(), doctor_list(), gap="lg"), department_list()), gap="lg")
    )
