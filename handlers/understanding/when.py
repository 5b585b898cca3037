"""Dates, times and periods in words, day first, as people in Scottish schools say them."""

from __future__ import annotations

from handlers.understanding.beside import SaidDay
from handlers.understanding.days import find_date, find_dates
from handlers.understanding.periods import find_period
from handlers.understanding.stretches import SchoolYearDates
from handlers.understanding.times import find_time

__all__ = ["SaidDay", "SchoolYearDates", "find_date", "find_dates", "find_period", "find_time"]
