"""A patient on one page, for print and handover."""
