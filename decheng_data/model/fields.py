"""The types of cells and the fields that several tables share, each described once."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from decheng_data.model.bilingual import Bilingual
from decheng_data.model.period import PERIOD_PATTERN
from decheng_data.model.quantity import QUALIFIERS

LIST_DELIMITER = "|"
MAGNITUDE_LIMIT = Decimal(10) ** 15
DECIMALS_LIMIT = 9
CHARACTERS_LIMIT = 64
"""Most characters of a number's text."""


class ForeignKey:
    """Marks a field whose value is a key of another table (or, with `table` empty, of its own)."""

    def __init__(self, table: str, field: str) -> None:
        self.table, self.field = table, field


def _split(value: object) -> object:
    return tuple(value.split(LIST_DELIMITER)) if isinstance(value, str) else value


def _spelled(pattern: str, what: str, read: type[int] | None = None) -> BeforeValidator:
    """A cell is written as Table Schema has it; values that are no text are left to Pydantic."""
    spelled = re.compile(pattern).fullmatch

    def as_table_schema(value: object) -> object:
        if not isinstance(value, str):
            return value
        if len(value) > CHARACTERS_LIMIT or not spelled(value):
            raise ValueError(f"{value[:CHARACTERS_LIMIT]!r} is not {what}")
        return read(value) if read else value

    return BeforeValidator(as_table_schema)


def column(title_en: str, title_zh: str, description: str, **constraints: Any) -> Any:
    """A field with its names in both languages, its one description, and its constraints in Pydantic's words."""
    return Field(title=title_en, description=description, json_schema_extra={"title_zh": title_zh}, **constraints)


Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
RuleId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=64)]
NewReleaseId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*-[12][0-9]{3}[A-Za-z0-9-]*$", max_length=64)]
ReleaseId = Annotated[NewReleaseId, ForeignKey("releases", "release_id")]
AreaCode = Annotated[str, Field(pattern=r"^[0-9]{6}$"), ForeignKey("areas", "area_id")]
Text = Annotated[str, Field(min_length=1, max_length=2000)]
NUMBER = _spelled(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?", "a number such as 42.7")
WHOLE = _spelled(r"[+-]?[0-9]+", "a whole number such as 55", int)
YES_NO = _spelled("true|True|TRUE|1|false|False|FALSE|0", "true or false")
DAY = _spelled(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "a date such as 2021-06-30")
Number = Annotated[
    Decimal, Field(ge=-MAGNITUDE_LIMIT, le=MAGNITUDE_LIMIT, decimal_places=DECIMALS_LIMIT, allow_inf_nan=False), NUMBER
]
Position = Annotated[int, Field(ge=0, le=10**9), WHOLE]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
NeighbourHash = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
Words = Annotated[tuple[Annotated[str, Field(min_length=1)], ...], BeforeValidator(_split)]
PeriodCode = Annotated[str, Field(pattern=rf"^({PERIOD_PATTERN})$")]

Measure = Literal["level", "growth_rate", "change_pp", "share", "rank", "target"]
MEASURE_WORDS = {
    "level": Bilingual("level", "数值"),
    "growth_rate": Bilingual("growth rate", "增速"),
    "change_pp": Bilingual("change in percentage points", "百分点变化"),
    "share": Bilingual("share", "占比"),
    "rank": Bilingual("rank", "位次"),
    "target": Bilingual("target", "目标"),
}
"""What a measure is called."""
ObsStatus = Literal["A", "B", "D", "E", "P"]
STATUS_WORDS = {
    "A": Bilingual("normal", "正常"),
    "E": Bilingual("estimated", "预计"),
    "P": Bilingual("provisional", "初步核算"),
    "B": Bilingual("break in series", "序列中断"),
    "D": Bilingual("definition differs", "定义不同"),
}
"""What an OBS_STATUS means."""
MENTION_WORDS = {
    "date": Bilingual("date", "日期"),
    "list_number": Bilingual("list number", "序号"),
    "slogan": Bilingual("slogan", "口号"),
    "name": Bilingual("name", "名称"),
    "fixed_term": Bilingual("fixed term", "固定用语"),
    "threshold": Bilingual("threshold", "界线"),
}
"""Why a numeral is no figure."""
SEVERITY_WORDS = {
    "error": Bilingual("error", "错误"),
    "warning": Bilingual("warning", "警告"),
    "information": Bilingual("information", "提示"),
}
"""How grave a finding is."""
OUTCOME_WORDS = {
    "passed": Bilingual("passed", "成立"),
    "failed": Bilingual("failed", "不成立"),
    "waived": Bilingual("accepted", "已接受"),
    "not_applicable": Bilingual("not applicable", "不适用"),
    "error": Bilingual("could not run", "无法运行"),
}
"""What came of a rule, and that a failure is accepted."""
GROWTH_BASIS_WORDS = {
    "nominal": Bilingual("current prices", "现价"),
    "constant": Bilingual("constant prices", "不变价格"),
    "comparable": Bilingual("comparable coverage", "可比口径"),
    "not_applicable": Bilingual("does not apply", "不适用"),
}
"""By what a growth rate is reckoned."""
REFERENCE_WORDS_ZH = {
    "same": "",
    "previous_year": "（上年同期）",
    "previous_cumulative": "（年内前一累计期）",
    "full_year": "（全年）",
}
"""The period of a figure in a Chinese sentence."""
Cumulation = Literal["flow", "stock", "rate"]
GrowthBasis = Literal["nominal", "constant", "comparable", "not_applicable"]
Qualifier = Annotated[str, Field(json_schema_extra={"enum": list(QUALIFIERS)}, pattern=f"^({'|'.join(QUALIFIERS)})$")]
Severity = Literal["error", "warning", "information"]
Reference = Literal["same", "previous_year", "previous_cumulative", "full_year"]

ReleaseKey = Annotated[ReleaseId, column("Release", "发布", "The bulletin that the row belongs to.")]
IndicatorKey = Annotated[Id, ForeignKey("indicators", "indicator_id"), column("Indicator", "指标", "What is measured.")]
MeasureName = Annotated[
    Measure,
    column(
        "Measure",
        "度量",
        "What the figure says of the indicator: level, growth rate in %, change in percentage points, share in %, rank,"
        " target.",
    ),
]
PeriodName = Annotated[
    PeriodCode,
    column(
        "Reference period",
        "所属期",
        "SDMX TIME_PERIOD: 2021-S1 is January to June; a range such as 2021-01-01/P9M where no code says it.",
    ),
]
AreaKey = Annotated[AreaCode, column("Area", "地区", "Area that the figure is about, as a GB/T 2260 code.")]
Comparison = Annotated[
    str,
    Field(pattern=r"^(none|previous_year|previous_period|plan|[0-9]{6})$"),
    column(
        "Compared with", "比较对象", "Area that a rank compares with, or what a change is measured against, or none."
    ),
]
NameEn = Annotated[Text, column("Name (English)", "英文名称", "Name in English.")]
NameZh = Annotated[Text, column("Name (Chinese)", "中文名称", "Name in Chinese.")]
NoteEn = Annotated[
    Text | None, column("Note (English)", "英文说明", "What a user must know beside the value, in English.")
]
NoteZh = Annotated[
    Text | None, column("Note (Chinese)", "中文说明", "What a user must know beside the value, in Chinese.")
]
ThemeKey = Annotated[Id, ForeignKey("themes", "theme_id"), column("Theme", "主题", "Theme that the row belongs to.")]
UnitKey = Annotated[Id, ForeignKey("units", "unit_id"), column("Unit", "单位", "Unit that the figure is printed in.")]
Section = Annotated[
    int | None,
    column(
        "Section",
        "部分",
        "Part of the repaired text: 0 before the first numbered part, then the part's number; the publisher's notice"
        " counts as one more.",
        ge=0,
        le=99,
    ),
    WHOLE,
]
Sentence = Annotated[
    int | None,
    column("Sentence", "句", "Sentence within the section, counted from 1 by full stops and line ends.", ge=1, le=9999),
    WHOLE,
]
Start = Annotated[
    Position | None, column("Start", "起始位置", "First code point in the repaired text, counted from 0.")
]
End = Annotated[Position | None, column("End", "结束位置", "Code point after the last one.")]
HashBefore = Annotated[
    NeighbourHash | None,
    column(
        "Hash before",
        "前文散列",
        "First 16 hexadecimal digits of the SHA-256 of the 16 characters before `start` (UTF-8).",
    ),
]
HashAfter = Annotated[
    NeighbourHash | None,
    column(
        "Hash after", "后文散列", "First 16 hexadecimal digits of the SHA-256 of the 16 characters from `end` (UTF-8)."
    ),
]
