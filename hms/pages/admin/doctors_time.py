"""The time of the doctor whom the address names, as the administrator sets it."""

import reflex as rx

from hms.pages.doctor_time.leave import SettleLeave
from hms.pages.doctor_time.leave_parts import leave_page
from hms.pages.doctor_time.limits import SetLimits
from hms.pages.doctor_time.limits_parts import limits_page
from hms.pages.doctor_time.plan import PlanWeek
from hms.pages.doctor_time.plan_parts import plan_page
from hms.pages.doctor_time.week import SeeWeek
from hms.pages.doctor_time.week_parts import week_page
from hms.permissions import Permission, Role


class SeeDoctorsTime(SeeWeek):
    """The week of one doctor."""

    needs = Permission.RUN_CLINIC


class PlanDoctorsWeek(PlanWeek):
    """The weekly hours of one doctor."""

    needs = Permission.RUN_CLINIC


class SettleDoctorsLeave(SettleLeave):
    """What lies in the leave of one doctor."""

    needs = Permission.RUN_CLINIC


class SetDoctorsLimits(SetLimits):
    """The limits of one doctor."""

    needs = Permission.RUN_CLINIC


def week() -> rx.Component:
    """Draw /admin/people/[practitioner_id]/hours."""
    return week_page(SeeDoctorsTime, Role.ADMINISTRATOR)


def weekly() -> rx.Component:
    """Draw /admin/people/[practitioner_id]/hours/weekly."""
    return plan_page(PlanDoctorsWeek, Role.ADMINISTRATOR)


def leave() -> rx.Component:
    """Draw /admin/people/[practitioner_id]/hours/leave."""
    return leave_page(SettleDoctorsLeave, Role.ADMINISTRATOR)


def limits() -> rx.Component:
    """Draw /admin/people/[practitioner_id]/hours/limits."""
    return limits_page(SetDoctorsLimits, Role.ADMINISTRATOR)
