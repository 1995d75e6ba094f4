"""Which period a figure is of: the dates of its sentence, resolved against the release's reference period."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from decheng_data.model.period import Period

_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_CHINESE_YEAR = str.maketrans("〇零一二三四五六七八九", "00123456789")
_COMPARED = re.compile(r"(?:[比较与同按以从自]|相比|照)$")
_MONTHS = re.compile(r"(?<![0-9])([01]?[0-9])月?份?[-至到~～—–]{1,2}([01]?[0-9])月")
_MONTH = re.compile(r"(?<![0-9])([01]?[0-9])月")
_CHINESE_MONTH = re.compile(r"(十[一二]?|[一二三四五六七八九])月")
_QUARTER = re.compile(r"(前)?第?([一二三四1-4])个?季度")
_NUMBERS = (
    {word: number for number, word in enumerate("一二三四五六七八九十", 1)}
    | {"十一": 11, "十二": 12}
    | {str(number): number for number in range(1, 5)}
)
_AT_END = re.compile("[末底]|止|截[至止]")
_STANDING = re.compile(
    r"(?<![上去前比])(年末|年底|期末|季末|月末|岁末|截至年底|截至期末|年终)(?!.*[,;]全年(?!计划|预算|目标|任务))"
)
_STOCK = re.compile("(?:常住|户籍|总|城镇|乡村|农村|农业)人口$|城镇化率|余额|存栏|保有量")
_LONGEST_HEADING = 40
_PART = re.compile(r"\s*[一二三四五六七八九十]{1,3}、")
_AHEAD = re.compile(
    "(?:((?:19|20)[0-9]{2})年|下半年|下一步|下步|明年)的?(?:经济社会发展)?(?:的|主要|总体|重点)*(?:工作|目标|任务|打算|安排|计划|思路|展望|措施|预期)"
)
_BEFORE_LAST = re.compile(r"(?<![比较与同于为是到达])(?:上年|去年)(?:同期)?(?:的|为|是|仅为|只有)?$")


@dataclass(frozen=True, slots=True)
class Moment:
    """A period as first and last day in ISO 8601; the two are the same for a state on one day."""

    first: str
    last: str

    def __str__(self) -> str:
        return self.last if self.first == self.last else f"{self.first}/{self.last}"

    @classmethod
    def of(cls, period: Period) -> Moment:
        """The days of a period."""
        return cls(*period.interval.split("/"))


@dataclass(frozen=True)
class Calendar:
    """The reference period of a text, where it is known; `ahead` says that a part is about what is to come in it."""

    reference: Period | None = None
    ahead: bool = False

    def of_section(self, sentence: str) -> Calendar | None:
        """The calendar of the part that a heading opens: one ahead, such as 二、2022年工作安排, this one again, or None
        where the sentence opens no part.
        """
        if len(sentence) > _LONGEST_HEADING or not self.reference or re.search("[,;]", sentence):
            return None
        if match := _AHEAD.search(sentence):
            year = (
                int(match[1])
                if match[1]
                else self.reference.first_year + (self.reference.months == 12 or match[0].startswith("明年"))
            )
            if year > self.reference.first_year or not match[1]:
                return Calendar(
                    Period(year, 7, 6) if match[0].startswith("下半年") else Period(year, 1, 12), ahead=True
                )
        return self if _PART.match(sentence) else None

    @cached_property
    def default(self) -> Moment | None:
        """The period of a figure whose sentence has no date."""
        return Moment.of(self.reference) if self.reference else None

    def last_year(self) -> Moment | None:
        """The period one year before."""
        return Moment.of(self.reference.previous_year) if self.reference else None

    def full_year(self) -> Moment | None:
        """January to December of the reference year."""
        return Moment.of(self.reference.full_year) if self.reference else None

    def standing(self, words: str) -> Moment | None:
        """The last day that 年末 and the like speak of."""
        if not (match := _STANDING.search(words)) or not self.reference:
            return None
        end = self.reference.full_year.end if match[1].startswith(("年", "岁")) else self.reference.end
        return Moment(str(end), str(end))

    def stock(self, name: str, before: str) -> Moment | None:
        """The last day that a sentence before spoke of, where the indicator is a stock:
        年末总人口61万人。常住人口52万人.
        """
        return self.standing(before) if _STOCK.search(name) else None

    def moment(self, words: str) -> Moment | None:
        """What a date means: `2021年上半年`, `1-6月`, `6月末`, `一季度`. None where no year is known for it."""
        year = self._year(words)
        if year is None or not 1000 <= year <= 9999:
            return None
        period = _period(words, year)
        if period and _AT_END.search(words):
            return Moment(str(period.end), str(period.end))
        return Moment.of(period) if period else None

    def _year(self, words: str) -> int | None:
        words = words.translate(_CHINESE_YEAR) if words.startswith("二") else words
        match = _YEAR.match(words)
        return int(match[0]) if match else self.reference.first_year if self.reference else None


def _period(words: str, year: int) -> Period | None:
    rest = re.sub(r"^(?:19|20)[0-9]{2}年?", "", words)
    if match := re.match(r"(?:19|20)[0-9]{2}年?[-至到~～—–]{1,2}((?:19|20)[0-9]{2})", words):
        return Period(int(match[1]), 1, 12)
    if match := re.match(r"(?:19|20)[0-9]{2}[-/.]([01]?[0-9])[-/.]", words):
        return _months(year, int(match[1]), int(match[1]))
    if "半年" in words:
        return Period(year, 7 if "下半年" in words else 1, 6)
    if match := _QUARTER.search(words):
        number = _NUMBERS[match[2]]
        return Period(year, 1, 3 * number) if match[1] else Period(year, 3 * number - 2, 3)
    if match := _MONTHS.search(rest):
        return _months(year, int(match[1]), int(match[2]))
    if match := _MONTH.search(rest):
        return _months(year, int(match[1]), int(match[1]))
    if match := _CHINESE_MONTH.search(rest):
        return _months(year, _NUMBERS[match[1]], _NUMBERS[match[1]])
    return Period(year, 1, 12) if _YEAR.match(words) or words.startswith("二") else None


def _months(year: int, first: int, last: int) -> Period | None:
    return Period(year, first, last - first + 1) if 1 <= first <= last <= 12 else None


def is_comparison(before: str, after: str) -> bool:
    """Whether a date is only what a figure is compared with: 比2020年增长, 与2019年同期相比."""
    return bool(_COMPARED.search(before)) or after.startswith(("同期", "以来", "相比"))


def speaks_of_last_year(words: str) -> bool:
    """Whether the words right before a figure make it last year's: 上年同期为, 由上年的."""
    return bool(_BEFORE_LAST.search(words))


def reference_of(text: str) -> Period | None:
    """The period that a text itself has first: the first date with a year, with its half-year or months where they
    follow.
    """
    head = text[:20_000]
    for match in re.finditer(
        r"((?:19|20)[0-9]{2})年(?:度)?(?:([上下]半年)|(前?第?[一二三四]季度)|([01]?[0-9])月?[-至到~～—–]{1,2}([01]?[0-9])月|(?![末底初0-9]))",
        head,
    ):
        if is_comparison(head[max(0, match.start() - 2) : match.start()], head[match.end() : match.end() + 2]):
            continue
        found = _period(match[0], int(match[1]))
        if found and (match[2] or match[3] or match[4]):
            return found
        return _narrowed(head, int(match[1]))
    return None


def _narrowed(head: str, year: int) -> Period:
    """The year, or its part where the text's first words name one (今年上半年, 1-6月)."""
    match = re.search(r"上半年|前[一二三]季度|(?<![0-9])1月?[-至到~～—–]{1,2}([01]?[0-9])月|全年", head[:2000])
    return (_period(match[0], year) if match and match[0] != "全年" else None) or Period(year, 1, 12)
