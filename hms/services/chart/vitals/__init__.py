"""Vital signs: measured in a visit, amended and voided, followed over time."""

from hms.services.chart.vitals.glancing import glance

__all__ = ["glance"]
