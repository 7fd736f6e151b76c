"""Kinds of visits for the small clinic."""

from typing import Any

from hms.schemas.visit_types import VisitTypeCard, VisitTypeForm
from hms.services import visit_types
from tests.support.cast import Cast


def type_form(name: str = "ECG", **answers: Any) -> VisitTypeForm:
    """Word a kind of visit of half an hour."""
    return VisitTypeForm(name=name, **{"length_min": 30, **answers})


def offer(clinic: Cast, name: str = "ECG", **answers: Any) -> VisitTypeCard:
    """Let the administrator offer a kind of visit."""
    return clinic.do(clinic.admin, visit_types.add, type_form(name, **answers))
