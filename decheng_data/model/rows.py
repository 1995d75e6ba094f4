"""One Pydantic model for a row of each table. Table Schema, JSON Schema and descriptor are written from these."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from decheng_data.model import row_checks
from decheng_data.model.bilingual import CellsError, Said
from decheng_data.model.fields import (
    DAY,
    DECIMALS_LIMIT,
    MAGNITUDE_LIMIT,
    NUMBER,
    WHOLE,
    YES_NO,
    AreaKey,
    Comparison,
    Cumulation,
    End,
    ForeignKey,
    GrowthBasis,
    HashAfter,
    HashBefore,
    Id,
    IndicatorKey,
    Measure,
    MeasureName,
    NameEn,
    NameZh,
    NewReleaseId,
    NoteEn,
    NoteZh,
    Number,
    ObsStatus,
    PeriodCode,
    PeriodName,
    Position,
    Qualifier,
    Reference,
    ReleaseKey,
    RuleId,
    Section,
    Sentence,
    Severity,
    Sha256,
    Start,
    Text,
    ThemeKey,
    UnitKey,
    Words,
    column,
)


@cache
def _names_of(model: type[BaseModel]) -> set[str]:
    return set(model.model_fields)


class Row(BaseModel):
    """What all rows share: no unknown field, no change after reading, an empty cell is no value."""

    model_config = ConfigDict(extra="forbid", defer_build=True, frozen=True, populate_by_name=True)

    table: ClassVar[str]
    table_title_zh: ClassVar[str]
    primary_key: ClassVar[tuple[str, ...]]
    unique_keys: ClassVar[tuple[tuple[str, ...], ...]] = ()

    @classmethod
    def of_typed(cls, cells: dict[str, Any]) -> Self:
        """A row of cells, one for each field by its name here, that have the fields' types and keep their constraints already.

        Only what binds several cells is checked. Raises CellsError.
        """
        row = cls.__new__(cls)  # what model_construct does, without looking at each field again
        put = object.__setattr__
        put(row, "__dict__", cells)
        put(row, "__pydantic_fields_set__", _names_of(cls))  # one set for all rows, which are frozen
        put(row, "__pydantic_extra__", None)
        put(row, "__pydantic_private__", None)
        row.check_cells()
        return row

    def contradiction(self) -> Said | None:
        """What several cells contradict each other in, or one says that no constraint of a Table Schema can forbid."""
        return None

    def check_cells(self) -> None:
        """Raise CellsError where there is a contradiction."""
        if said := self.contradiction():
            raise CellsError(*said)

    @model_validator(mode="after")
    def _checked_cells(self) -> Self:
        self.check_cells()
        return self

    @model_validator(mode="before")
    @classmethod
    def _empty_cells(cls, data: object) -> object:
        return {name: None if value == "" else value for name, value in data.items()} if isinstance(data, dict) else data


class PlacedRow(Row):
    """A row that stands somewhere in the repaired text of its release (W3C TextPositionSelector)."""

    def contradiction(self) -> Said | None:
        """Start and end."""
        return row_checks.of_span(getattr(self, "start", None), getattr(self, "end", None))


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
    period_range: Annotated[PeriodCode, column("Period as a range", "所属期区间", "The same reference period as an SDMX range, such as 2021-01-01/P6M.")]
    frequency: Annotated[
        Literal["A", "S", "Q", "M"], column("Frequency", "频率", "SDMX CL_FREQ, by the length of the period: A yearly, S half-yearly, Q quarterly, M monthly.")
    ]
    year_basis: Annotated[Literal["printed", "inferred"], column("Basis of the year", "年份依据", "Whether the text prints its year or it was inferred.")]
    year_evidence_zh: NoteZh = None
    year_evidence_en: NoteEn = None
    publisher_zh: Annotated[Text, column("Publisher (Chinese)", "发布方", "Who published the text.")]
    publisher_en: Annotated[Text, column("Publisher (English)", "发布方英文", "Who published the text, in English.")]
    published: Annotated[date | None, column("Published", "发布日期", "Date of publication, where it is known."), DAY] = None
    vintage: Annotated[date, column("Vintage", "数据版本日期", "Date of this state of the release's figures."), DAY]
    sha256_collected: Annotated[Sha256 | None, column("SHA-256 as collected", "原始文本散列", "SHA-256 of the bytes of the text as collected.")] = None
    sha256_repaired: Annotated[
        Sha256 | None, column("SHA-256 as repaired", "修复文本散列", "SHA-256 of the repaired text in UTF-8: what start and end count in.")
    ] = None
    repaired_length: Annotated[Position | None, column("Length as repaired", "修复文本长度", "Code points of the repaired text.")] = None
    note_zh: NoteZh = None
    note_en: NoteEn = None

    def contradiction(self) -> Said | None:
        """Period, range and frequency."""
        return row_checks.of_period(self.period, self.period_range, self.frequency)


class AreaRow(Row):
    """An area by its GB/T 2260 code."""

    table = "areas"
    table_title_zh = "地区"
    primary_key = ("area_id",)

    area_id: Annotated[str, Field(pattern=r"^[0-9]{6}$"), column("Area", "地区代码", "GB/T 2260 code.")]
    name_zh: NameZh
    name_en: NameEn
    level: Annotated[Literal["province", "prefecture", "county"], column("Level", "级别", "Administrative level.")]
    parent: Annotated[str | None, Field(pattern=r"^[0-9]{6}$"), ForeignKey("", "area_id"), column("Parent", "上级地区", "Area that it lies in.")] = None
    units_compared: Annotated[
        int | None, column("Units compared", "参比单位数", "Most units that a rank within this area can compare.", ge=1, le=5000), WHOLE
    ] = None
    note_zh: NoteZh = None
    note_en: NoteEn = None

    def contradiction(self) -> Said | None:
        """An area and the one that it lies in."""
        return row_checks.of_area(self.area_id, self.parent)


class UnitRow(Row):
    """A unit as printed, with its scale to the base unit and its SDMX codes."""

    table = "units"
    table_title_zh = "单位"
    primary_key = ("unit_id",)
    unique_keys = (("name_zh",),)

    unit_id: Annotated[Id, column("Unit", "单位编号", "Stable id of the unit.")]
    name_zh: Annotated[Text, column("Name as printed", "印刷名称", "The unit exactly as it is printed.")]
    name_en: NameEn
    dimension: Annotated[
        Id, column("Dimension", "量纲", "What the unit measures, such as money, percent, count, rank; units of one dimension convert into each other.")
    ]
    counted: Annotated[bool, column("Counted", "计数单位", "Whether it counts things one by one (exact when printed in the base unit) or measures."), YES_NO]
    scale: Annotated[
        Decimal, Field(gt=0, le=MAGNITUDE_LIMIT, decimal_places=DECIMALS_LIMIT), column("Scale", "换算系数", "How many base units one unit is."), NUMBER
    ]
    base_unit: Annotated[Id, ForeignKey("", "unit_id"), column("Base unit", "基本单位", "Unit of the same dimension that the scale leads to.")]
    unit_measure: Annotated[Text, column("UNIT_MEASURE", "SDMX 计量单位", "SDMX UNIT_MEASURE code of the base unit.")]
    unit_mult: Annotated[
        int,
        column("UNIT_MULT", "SDMX 数量级", "SDMX UNIT_MULT (CL_UNIT_MULT 1.0, which has no 8) that a figure in this unit is exchanged with.", ge=0, le=15),
        WHOLE,
    ]
    note_zh: NoteZh = None
    note_en: NoteEn = None

    def contradiction(self) -> Said | None:
        """Scale and base unit."""
        return row_checks.of_base_unit(self.unit_id, self.base_unit, self.scale)


class ThemeRow(Row):
    """A theme that indicators, statements and mentions are grouped by."""

    table = "themes"
    table_title_zh = "主题"
    primary_key = ("theme_id",)

    theme_id: Annotated[Id, column("Theme", "主题编号", "Stable id of the theme.")]
    name_zh: NameZh
    name_en: NameEn
    description_zh: Annotated[Text, column("Description (Chinese)", "中文描述", "What belongs to the theme, in Chinese.")]
    description_en: Annotated[Text, column("Description (English)", "英文描述", "What belongs to the theme, in English.")]


class IndicatorRow(Row):
    """What is measured: the vocabulary of the figures."""

    table = "indicators"
    table_title_zh = "指标"
    primary_key = ("indicator_id",)

    indicator_id: Annotated[Id, column("Indicator", "指标编号", "Stable id of the indicator.")]
    theme: ThemeKey
    name_zh: NameZh
    name_en: NameEn
    definition_zh: Annotated[Text | None, column("Definition (Chinese)", "中文定义", "What the indicator counts or measures, in Chinese.")] = None
    definition_en: Annotated[Text | None, column("Definition (English)", "英文定义", "What the indicator counts or measures, in English.")] = None
    definition_status: Annotated[
        Literal["confirmed", "reported", "unconfirmed"],
        column(
            "Definition status",
            "定义状态",
            "confirmed: read in its source; reported: seen in an excerpt of a public page; unconfirmed: from memory or from the wording alone.",
        ),
    ]
    unit: Annotated[
        Id | None, ForeignKey("units", "unit_id"), column("Unit", "单位", "Unit that the level is usually printed in; empty where no level is printed.")
    ] = None
    growth_basis: Annotated[
        GrowthBasis, column("Growth basis", "增速口径", "Prices that a growth rate is told in; only nominal growth is held against levels.")
    ]
    cumulation: Annotated[
        Cumulation, column("Cumulation", "累计方式", "flow: summed since 1 January; stock: as it stood at the end of the period; rate: a ratio or an index.")
    ]
    minimum: Annotated[
        Number | None, column("Minimum", "下限", "Least value that the level can have, in the base unit; 0 for a flow that cannot fall within a year.")
    ] = None
    maximum: Annotated[Number | None, column("Maximum", "上限", "Greatest value that the level can have, in the base unit.")] = None
    expected_measures: Annotated[Words | None, column("Expected measures", "应有度量", "Measures that each release is expected to print.")] = None
    aliases_zh: Annotated[Words | None, column("Aliases", "别名", "How prose names the indicator.")] = None
    note_zh: NoteZh = None
    note_en: NoteEn = None

    def contradiction(self) -> Said | None:
        """Minimum and maximum, and the expected measures."""
        return row_checks.of_bounds(self.minimum, self.maximum) or row_checks.of_measures(self.expected_measures or (), get_args(Measure))


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
    decimals: Annotated[int, column("Decimals", "小数位数", "Decimals as printed: 0 for 91, 1 for 91.0.", ge=0, le=DECIMALS_LIMIT), WHOLE]
    unit: UnitKey
    qualifier: Annotated[Qualifier | None, column("Qualifier", "修饰词", "Word that widens the figure, as printed: 余, 多, 超, 近, 约, 以上 and the like.")] = (
        None
    )
    obs_status: Annotated[
        ObsStatus,
        column(
            "OBS_STATUS", "观测状态", "SDMX CL_OBS_STATUS: A normal, E estimated (预计), P provisional (初步核算), B break in series, D definition differs."
        ),
    ]
    parent: Annotated[
        Id | None,
        ForeignKey("indicators", "indicator_id"),
        column("Parent", "所属整体", "Indicator of the whole that the text gives the figure as a part of (其中)."),
    ] = None
    printed: Annotated[str, Field(min_length=1, max_length=100), column("As printed", "印刷形式", "The figure as it stands in the text.")]
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

    statement_id: Annotated[Id, column("Statement", "陈述编号", "Stable id of the statement.")]
    release_id: ReleaseKey
    theme: ThemeKey
    kind: Annotated[
        Literal["programme", "work_method", "institution", "honour", "recognition", "project", "cooperation", "comparison", "result"],
        column("Kind", "类别", "What sort of claim it is."),
    ]
    status: Annotated[
        Literal["launched", "under_way", "advancing", "completed", "signed", "established", "received", "achieved", "exceeded"],
        column("Status", "状态", "How far it has come by the text's own claim."),
    ]
    granted_by: Annotated[
        Literal["national", "provincial", "municipal", "district"] | None,
        column("Level", "授予或比较层级", "Level of government that gave the honour or set the standard."),
    ] = None
    name_zh: NameZh
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
    printed: Annotated[str, Field(min_length=1, max_length=100), column("As printed", "印刷形式", "The numeral, with the slogan or name that it belongs to.")]
    kind: Annotated[Literal["date", "list_number", "slogan", "name", "fixed_term", "threshold"], column("Kind", "类别", "Why the numeral is no figure.")]
    meaning_zh: Annotated[Text, column("Meaning (Chinese)", "中文含义", "What it stands for, in Chinese; says so where the text does not explain it.")]
    meaning_en: Annotated[Text, column("Meaning (English)", "英文含义", "What it stands for, in English; says so where the text does not explain it.")]
    hash_before: HashBefore = None
    hash_after: HashAfter = None


class RuleRow(Row):
    """A relation that figures must keep; its terms stand in rule_terms."""

    table = "rules"
    table_title_zh = "规则"
    primary_key = ("rule_id",)

    rule_id: Annotated[RuleId, column("Rule", "规则编号", "Stable, public name of the rule.")]
    kind: Annotated[
        Literal["linear", "product", "integer", "presence", "printed", "codes", "place", "unit", "scope", "status", "coverage", "copy", "revision", "waiver"],
        column(
            "Kind",
            "类型",
            "linear: sum(coefficient × figure) against a bound; product: z × factor = x × (y + addend); integer: whole numbers; presence: what must be there; "
            "printed: a row agrees with its printed form; codes: unit, comparison and parent suit the measure and the indicator; "
            "place: start and end fit the printed form, the text and the other figures; unit: the indicator's usual unit; scope: the period and area of the release; "
            "status: figures of one sentence on one indicator have one status; coverage: half-year and year cover the same; copy: not the same figure for two areas; "
            "revision: two states of the package, by the function of the rule's name; waiver: the waivers, once all other rules have been run.",
        ),
    ]
    relation: Annotated[Literal["<=", "=", ">="] | None, column("Relation", "关系", "Relation of the sum to the bound (linear).")] = None
    bound: Annotated[Number | None, column("Bound", "界限", "What the sum is held against, in `unit` (linear with bound_source fixed or whole).")] = None
    bound_source: Annotated[
        Literal["fixed", "whole", "indicator_minimum", "indicator_maximum", "units_compared", "expected_measures"] | None,
        column(
            "Source of the bound",
            "界限来源",
            "fixed: `bound`; whole: `bound` for a share of a whole, and none for a share of a plan, which can be overfulfilled; "
            "otherwise the column of indicators.csv or areas.csv that gives it for each figure.",
        ),
    ] = None
    factor: Annotated[Number | None, column("Factor", "系数", "k of a product rule.")] = None
    addend: Annotated[Number | None, column("Addend", "加数", "c of a product rule.")] = None
    months: Annotated[int | None, column("Months", "月数", "Only periods of so many months since January (rules between periods).", ge=1, le=12), WHOLE] = None
    unit: Annotated[
        Id | None, ForeignKey("units", "unit_id"), column("Unit", "单位", "Unit that bound, excess and tolerance are told in; empty: the figure's own.")
    ] = None
    severity: Annotated[Severity, column("Severity", "严重程度", "error; warning: plausible, not certain; information.")]
    level: Annotated[
        Literal[0, 1, 2, 3],
        column("ESS validation level", "ESS 校验层级", "0 structure, 1 within a release, 2 between releases of one source, 3 another source."),
        WHOLE,
    ]
    type: Annotated[
        str,
        Field(pattern=r"^[A-Z]{3}$"),
        column("ESS validation type", "ESS 校验类型", "Code of the ESS list of validation rule types, such as VIR, VCO, COC."),
    ]
    title_zh: Annotated[Text, column("Title (Chinese)", "中文标题", "What must hold, in Chinese.")]
    title_en: Annotated[Text, column("Title (English)", "英文标题", "What must hold, in English.")]
    rationale_zh: Annotated[Text, column("Rationale (Chinese)", "中文理由", "Why it must hold, in Chinese.")]
    rationale_en: Annotated[Text, column("Rationale (English)", "英文理由", "Why it must hold, in English.")]


class RuleTermRow(Row):
    """One term of a rule: which figures it takes. An empty filter takes all."""

    table = "rule_terms"
    table_title_zh = "规则项"
    primary_key = ("rule_id", "term")

    rule_id: Annotated[RuleId, ForeignKey("rules", "rule_id"), column("Rule", "规则", "Rule that the term belongs to.")]
    term: Annotated[int, column("Term", "项", "Order of the term in its rule, from 1.", ge=1, le=999), WHOLE]
    role: Annotated[
        Literal["summand", "z", "x", "y", "given", "required", "each"],
        column(
            "Role",
            "作用",
            "summand of a linear rule; z, x, y of a product rule; given and required of a presence rule; each figure of an integer or printed rule.",
        ),
    ]
    coefficient: Annotated[Number | None, column("Coefficient", "系数", "Factor of a summand.")] = None
    indicator_id: Annotated[
        Id | None, ForeignKey("indicators", "indicator_id"), column("Indicator", "指标", "Indicator of the figure; empty: each indicator by itself.")
    ] = None
    measure: Annotated[Measure | None, column("Measure", "度量", "Measure of the figure; empty: each.")] = None
    reference: Annotated[
        Reference,
        column(
            "Reference", "参照期", "Which period the figure is taken from: this one, the same one year before, the cumulative one before, or the full year."
        ),
    ] = "same"
    dimension: Annotated[Id | None, column("Dimension", "量纲", "Only figures whose unit has this dimension; empty: any.")] = None
    counted: Annotated[bool | None, column("Counted", "计数", "Only figures whose unit counts (true) or measures (false); empty: any."), YES_NO] = None


class WaiverRow(Row):
    """A justified, dated exception to a rule for one release."""

    table = "waivers"
    table_title_zh = "豁免"
    primary_key = ("rule_id", "release_id", "indicator_id")

    rule_id: Annotated[RuleId, ForeignKey("rules", "rule_id"), column("Rule", "规则", "Rule whose failure is accepted.")]
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
    from_: Annotated[str | None, Field(alias="from", max_length=2000), column("From", "原值", "Cell before the change; empty where the figure is new.")] = None
    to: Annotated[str | None, Field(max_length=2000), column("To", "新值", "Cell after the change; empty where the figure was withdrawn.")] = None
    kind: Annotated[Literal["correction", "revision"], column("Kind", "类别", "correction: the row was wrong; revision: the publisher changed the figure.")]
    reason: Annotated[Text, column("Reason", "理由", "Why the cell changed.")]


TABLES: dict[str, type[Row]] = {
    model.table: model
    for model in (ReleaseRow, AreaRow, UnitRow, ThemeRow, IndicatorRow, ObservationRow, StatementRow, MentionRow, RuleRow, RuleTermRow, WaiverRow, RevisionRow)
}
"""The model of each table, in the order of the descriptor."""
