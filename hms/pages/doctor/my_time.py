"""A doctor's own time: the week, the weekly hours, the leave assistant, the limits."""

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


class SeeMyTime(SeeWeek):
    """The week of the doctor who is signed in."""

    needs = Permission.PLAN_DOCTOR_TIME


class PlanMyWeek(PlanWeek):
    """The weekly hours of the doctor who is signed in."""

    needs = Permission.PLAN_DOCTOR_TIME


class SettleMyLeave(SettleLeave):
    """What lies in the leave of the doctor who is signed in."""

    needs = Permission.PLAN_DOCTOR_TIME


class SetMyLimits(SetLimits):
    """The limits of the doctor who is signed in."""

    needs = Permission.PLAN_DOCTOR_TIME


def week() -> rx.Component:
    """Draw /doctor/time."""
    return week_page(SeeMyTime, Role.DOCTOR)


def weekly() -> rx.Component:
    """Draw /doctor/time/weekly."""
    return plan_page(PlanMyWeek, Role.DOCTOR)


def leave() -> rx.Component:
    """Draw /doctor/time/leave."""
    return leave_page(SettleMyLeave, Role.DOCTOR)


def limits() -> rx.Component:
    """Draw /doctor/time/limits."""
    return limits_page(SetMyLimits, Role.DOCTOR)
