"""Reference periods as SDMX writes them (SDMX 2.1 Technical Notes, section 4.2: TIME_PERIOD)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

PERIOD_PATTERN = r"[12][0-9]{3}(-(S[12]|Q[1-4]|(0[1-9]|1[0-2])))?|[12][0-9]{3}-(0[1-9]|1[0-2])-01/P([1-9]|1[0-2])M"
"""A year, a half-year, a quarter, a month, or a range of whole months written as first day and length."""

_MONTHS = {"S": 6, "Q": 3}
_FREQUENCIES = {"A": 12, "S": 6, "Q": 3, "M": 1}


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """A run of whole months: `first_year`, `first_month` (1 to 12) and `months` (1 to 12)."""

    first_year: int
    first_month: int
    months: int

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read `2021`, `2021-S1`, `2021-Q3`, `2021-06` or `2021-01-01/P9M`. Raises ValueError for anything else."""
        return _parse(text)

    def __str__(self) -> str:
        """The shortest SDMX form: `2021-S1` for January to June, a range where there is no code for it."""
        year, index = f"{self.first_year:04d}", self.first_month - 1
        if self.months == 12 and index == 0:
            return year
        if self.months == 1:
            return f"{year}-{self.first_month:02d}"
        for letter, months in _MONTHS.items():
            if self.months == months and index % months == 0:
                return f"{year}-{letter}{index // months + 1}"
        return self.range

    @property
    def range(self) -> str:
        """The SDMX range form, which can write every period: `2021-01-01/P6M`."""
        return f"{self.first_year:04d}-{self.first_month:02d}-01/P{self.months}M"

    @property
    def start(self) -> date:
        """The first day."""
        return date(self.first_year, self.first_month, 1)

    @property
    def end(self) -> date:
        """The last day."""
        years, month = divmod(self.first_month - 1 + self.months, 12)
        return date(self.first_year + years, month + 1, 1) - timedelta(days=1)

    @property
    def interval(self) -> str:
        """ISO 8601: `2021-01-01/2021-06-30`."""
        return f"{self.start}/{self.end}"

    @property
    def frequencies(self) -> tuple[str, ...]:
        """The SDMX frequencies (CL_FREQ) that it can have, the lowest first: that of its length, else those that divide
        it (Q and M of nine months).
        """
        own = tuple(letter for letter, months in _FREQUENCIES.items() if months == self.months)
        return own or tuple(
            letter for letter, months in _FREQUENCIES.items() if months < self.months and self.months % months == 0
        )

    @property
    def is_cumulative(self) -> bool:
        """Whether it begins in January, so that a figure summed through it can be compared with a longer one."""
        return self.first_month == 1

    @property
    def previous_year(self) -> Period:
        """These months one year before."""
        return Period(self.first_year - 1, self.first_month, self.months)

    @property
    def full_year(self) -> Period:
        """January to December of the year it begins in."""
        return Period(self.first_year, 1, 12)


@lru_cache(maxsize=4096)
def _parse(text: str) -> Period:
    if not re.fullmatch(PERIOD_PATTERN, text):
        raise ValueError(f"{text!r} is no period: write 2021, 2021-S1, 2021-Q3, 2021-06 or 2021-01-01/P9M")
    year, rest = int(text[:4]), text[5:]
    if not rest:
        return Period(year, 1, 12)
    if "/" in rest:
        return Period(year, int(rest[:2]), int(rest.partition("/P")[2][:-1]))
    if rest[0] in _MONTHS:
        months = _MONTHS[rest[0]]
        return Period(year, (int(rest[1]) - 1) * months + 1, months)
    return Period(year, int(rest), 1)
