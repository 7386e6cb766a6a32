"""Dates as precisely as they are known, and never more: EDTF text (ISO 8601-2) with its earliest and latest day."""
