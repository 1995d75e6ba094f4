"""One Pydantic model for a row of each table. Table Schema, JSON Schema and descriptor are written from these."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from decheng_data.model import row_checks
from decheng_data.model.bilingual import Bilingual
from decheng_data.model.fields import (
    DAY,
    DECIMALS_LIMIT,
    WHOLE,
    AreaKey,
    Comparison,
    End,
    ForeignKey,
    HashAfter,
    HashBefore,
    Id,
    IndicatorKey,
    MeasureName,
    NameEn,
    NewReleaseId,
    NoteEn,
    NoteZh,
    Number,
    ObsStatus,
    PeriodCode,
    PeriodName,
    Position,
    Qualifier,
    ReleaseKey,
    RuleId,
    Section,
    Sentence,
    Sha256,
    Start,
    Text,
    ThemeKey,
    UnitKey,
    column,
)
from decheng_data.model.row import PlacedRow as PlacedRow
from decheng_data.model.row import Row as Row
from decheng_data.model.vocabulary_rows import AreaRow as AreaRow
from decheng_data.model.vocabulary_rows import IndicatorRow as IndicatorRow
from decheng_data.model.vocabulary_rows import RuleRow as RuleRow
from decheng_data.model.vocabulary_rows import RuleTermRow as RuleTermRow
from decheng_data.model.vocabulary_rows import ThemeRow as ThemeRow
from decheng_data.model.vocabulary_rows import UnitRow as UnitRow


class ReleaseRow(Row):
    """One published bulletin: an area, a reference period, its status and the fingerprint of its source."""

    table = "releases"
    table_title_zh = "发布"
    primary_key = ("release_id",)

    release_id: Annotated[NewReleaseId, column("Release", "发布", "Stable id: place and reference period.")]
    title_zh: Annotated[Text, column("Title (Chinese)", "中文标题", "Title of the bulletin as published.")]
    title_en: Annotated[Text, column("Title (English)", "英文标题", "Title of the bulletin in English.")]
    area: AreaKey
    coverage: Annotated[
        Id,
        column(
            "Coverage",
            "覆盖范围",
            "Code of the territory or population that the figures really cover; figures of different coverage are never held against each other.",
        ),
    ]
    coverage_note_zh: NoteZh = None
    coverage_note_en: NoteEn = None
    period: PeriodName
    period_range: Annotated[
        PeriodCode,
        column(
            "Period as a range", "所属期区间", "The same reference period as an SDMX range, such as 2021-01-01/P6M."
        ),
    ]
    frequency: Annotated[
        Literal["A", "S", "Q", "M"],
        column(
            "Frequency",
            "频率",
            "SDMX CL_FREQ, by the length of the period: A yearly, S half-yearly, Q quarterly, M monthly.",
        ),
    ]
    year_basis: Annotated[
        Literal["printed", "inferred"],
        column("Basis of the year", "年份依据", "Whether the text prints its year or it was inferred."),
    ]
    year_evidence_zh: NoteZh = None
    year_evidence_en: NoteEn = None
    publisher_zh: Annotated[Text, column("Publisher (Chinese)", "发布方", "Who published the text.")]
    publisher_en: Annotated[Text, column("Publisher (English)", "发布方英文", "Who published the text, in English.")]
    published: Annotated[
        date | None, column("Published", "发布日期", "Date of publication, where it is known."), DAY
    ] = None
    vintage: Annotated[date, column("Vintage", "数据版本日期", "Date of this state of the release's figures."), DAY]
    sha256_collected: Annotated[
        Sha256 | None, column("SHA-256 as collected", "原始文本散列", "SHA-256 of the bytes of the text as collected.")
    ] = None
    sha256_repaired: Annotated[
        Sha256 | None,
        column(
            "SHA-256 as repaired", "修复文本散列", "SHA-256 of the repaired text in UTF-8: what start and end count in."
        ),
    ] = None
    repaired_length: Annotated[
        Position | None, column("Length as repaired", "修复文本长度", "Code points of the repaired text.")
    ] = None
    note_zh: NoteZh = None
    note_en: NoteEn = None

    def contradiction(self) -> Bilingual | None:
        """Period, range and frequency."""
        return row_checks.of_period(self.period, self.period_range, self.frequency)


class ObservationRow(PlacedRow):
    """One figure of a release, as printed."""

    table = "observations"
    table_title_zh = "观测值"
    primary_key = ("release_id", "indicator_id", "measure", "period", "area", "comparison")

    release_id: ReleaseKey
    indicator_id: IndicatorKey
    measure: MeasureName
    period: PeriodName
    area: AreaKey
    comparison: Comparison
    value: Annotated[Number, column("Value", "数值", "The figure in its printed unit, with its sign.")]
    decimals: Annotated[
        int,
        column("Decimals", "小数位数", "Decimals as printed: 0 for 91, 1 for 91.0.", ge=0, le=DECIMALS_LIMIT),
        WHOLE,
    ]
    unit: UnitKey
    qualifier: Annotated[
        Qualifier | None,
        column(
            "Qualifier", "修饰词", "Word that widens the figure, as printed: 余, 多, 超, 近, 约, 以上 and the like."
        ),
    ] = None
    obs_status: Annotated[
        ObsStatus,
        column(
            "OBS_STATUS",
            "观测状态",
            "SDMX CL_OBS_STATUS: A normal, E estimated (预计), P provisional (初步核算), B break in series, D definition differs.",
        ),
    ]
    parent: Annotated[
        Id | None,
        ForeignKey("indicators", "indicator_id"),
        column("Parent", "所属整体", "Indicator of the whole that the text gives the figure as a part of (其中)."),
    ] = None
    printed: Annotated[
        str,
        Field(min_length=1, max_length=100),
        column("As printed", "印刷形式", "The figure as it stands in the text."),
    ]
    section: Section = None
    sentence: Sentence = None
    start: Start = None
    end: End = None
    hash_before: HashBefore = None
    hash_after: HashAfter = None
    note_zh: NoteZh = None
    note_en: NoteEn = None


class StatementRow(PlacedRow):
    """One claim without a number of its own, summarised in our own words."""

    table = "statements"
    table_title_zh = "陈述"
    primary_key = ("statement_id",)
    words_column = "name_zh"

    statement_id: Annotated[Id, column("Statement", "陈述编号", "Stable id of the statement.")]
    release_id: ReleaseKey
    theme: ThemeKey
    kind: Annotated[
        Literal[
            "programme",
            "work_method",
            "institution",
            "honour",
            "recognition",
            "project",
            "cooperation",
            "comparison",
            "result",
        ],
        column("Kind", "类别", "What sort of claim it is."),
    ]
    status: Annotated[
        Literal[
            "launched",
            "under_way",
            "advancing",
            "completed",
            "signed",
            "established",
            "received",
            "achieved",
            "exceeded",
        ],
        column("Status", "状态", "How far it has come by the text's own claim."),
    ]
    granted_by: Annotated[
        Literal["national", "provincial", "municipal", "district"] | None,
        column("Level", "授予或比较层级", "Level of government that gave the honour or set the standard."),
    ] = None
    name_zh: Annotated[
        Text, column("Name (Chinese)", "中文名称", "Name in Chinese, in the words that stand in the text.")
    ]
    name_en: NameEn
    summary_zh: Annotated[Text, column("Summary (Chinese)", "中文概述", "One sentence in our own words, in Chinese.")]
    summary_en: Annotated[Text, column("Summary (English)", "英文概述", "One sentence in our own words, in English.")]
    section: Section = None
    sentence: Sentence = None
    start: Start = None
    end: End = None
    hash_before: HashBefore = None
    hash_after: HashAfter = None


class MentionRow(PlacedRow):
    """A numeral of the text that is no figure, so that every numeral is accounted for."""

    table = "mentions"
    table_title_zh = "非数据数字"
    primary_key = ("release_id", "start")

    release_id: ReleaseKey
    section: Section = None
    sentence: Sentence = None
    start: Annotated[Position, column("Start", "起始位置", "First code point in the repaired text, counted from 0.")]
    end: Annotated[Position, column("End", "结束位置", "Code point after the last one.")]
    printed: Annotated[
        str,
        Field(min_length=1, max_length=100),
        column("As printed", "印刷形式", "The numeral, with the slogan or name that it belongs to."),
    ]
    kind: Annotated[
        Literal["date", "list_number", "slogan", "name", "fixed_term", "threshold"],
        column("Kind", "类别", "Why the numeral is no figure."),
    ]
    meaning_zh: Annotated[
        Text,
        column(
            "Meaning (Chinese)",
            "中文含义",
            "What it stands for, in Chinese; says so where the text does not explain it.",
        ),
    ]
    meaning_en: Annotated[
        Text,
        column(
            "Meaning (English)",
            "英文含义",
            "What it stands for, in English; says so where the text does not explain it.",
        ),
    ]
    hash_before: HashBefore = None
    hash_after: HashAfter = None


class WaiverRow(Row):
    """A justified, dated exception to a rule for one release."""

    table = "waivers"
    table_title_zh = "豁免"
    primary_key = ("rule_id", "release_id", "indicator_id")

    rule_id: Annotated[
        RuleId, ForeignKey("rules", "rule_id"), column("Rule", "规则", "Rule whose failure is accepted.")
    ]
    release_id: ReleaseKey
    indicator_id: IndicatorKey
    reason: Annotated[Text, column("Reason", "理由", "Why the failure is accepted.")]
    author: Annotated[Text, column("Author", "作者", "Who accepted it.")]
    until: Annotated[date, column("Until", "有效期至", "Last day on which the waiver holds."), DAY]


class RevisionRow(Row):
    """One changed cell between two vintages of a release."""

    table = "revisions"
    table_title_zh = "修订"
    primary_key = ("release_id", "indicator_id", "measure", "period", "area", "comparison", "vintage", "field")

    release_id: ReleaseKey
    indicator_id: IndicatorKey
    measure: MeasureName
    period: PeriodName
    area: AreaKey
    comparison: Comparison
    vintage: Annotated[date, column("Vintage", "数据版本日期", "Date of the state that the change led to."), DAY]
    field: Annotated[Id, column("Field", "字段", "Column of observations.csv that changed.")]
    from_: Annotated[
        str | None,
        Field(alias="from", max_length=2000),
        column("From", "原值", "Cell before the change; empty where the figure is new."),
    ] = None
    to: Annotated[
        str | None,
        Field(max_length=2000),
        column("To", "新值", "Cell after the change; empty where the figure was withdrawn."),
    ] = None
    kind: Annotated[
        Literal["correction", "revision"],
        column("Kind", "类别", "correction: the row was wrong; revision: the publisher changed the figure."),
    ]
    reason: Annotated[Text, column("Reason", "理由", "Why the cell changed.")]


TABLES: dict[str, type[Row]] = {
    model.table: model
    for model in (
        ReleaseRow,
        AreaRow,
        UnitRow,
        ThemeRow,
        IndicatorRow,
        ObservationRow,
        StatementRow,
        MentionRow,
        RuleRow,
        RuleTermRow,
        WaiverRow,
        RevisionRow,
    )
}
"""The model of each table, in the order of the descriptor."""
