"""Rows of the vocabulary: code lists, indicators and rules."""

from decimal import Decimal
from typing import Annotated, Literal, get_args

from pydantic import Field

from decheng_data.model import row_checks
from decheng_data.model.bilingual import Bilingual
from decheng_data.model.fields import (
    DECIMALS_LIMIT,
    MAGNITUDE_LIMIT,
    NUMBER,
    WHOLE,
    YES_NO,
    Cumulation,
    ForeignKey,
    GrowthBasis,
    Id,
    Measure,
    NameEn,
    NameZh,
    NoteEn,
    NoteZh,
    Number,
    Reference,
    RuleId,
    Severity,
    Text,
    ThemeKey,
    Words,
    column,
)
from decheng_data.model.row import Row


class AreaRow(Row):
    """An area by its GB/T 2260 code."""

    table = "areas"
    table_title_zh = "地区"
    primary_key = ("area_id",)

    area_id: Annotated[str, Field(pattern=r"^[0-9]{6}$"), column("Area", "地区代码", "GB/T 2260 code.")]
    name_zh: NameZh
    name_en: NameEn
    level: Annotated[Literal["province", "prefecture", "county"], column("Level", "级别", "Administrative level.")]
    parent: Annotated[
        str | None,
        Field(pattern=r"^[0-9]{6}$"),
        ForeignKey("", "area_id"),
        column("Parent", "上级地区", "Area that it lies in."),
    ] = None
    units_compared: Annotated[
        int | None,
        column("Units compared", "参比单位数", "Most units that a rank within this area can compare.", ge=1, le=5000),
        WHOLE,
    ] = None
    note_zh: NoteZh = None
    note_en: NoteEn = None

    def contradiction(self) -> Bilingual | None:
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
        Id,
        column(
            "Dimension",
            "量纲",
            "What the unit measures, such as money, percent, count, rank; units of one dimension convert into each other.",
        ),
    ]
    counted: Annotated[
        bool,
        column(
            "Counted",
            "计数单位",
            "Whether it counts things one by one (exact when printed in the base unit) or measures.",
        ),
        YES_NO,
    ]
    scale: Annotated[
        Decimal,
        Field(gt=0, le=MAGNITUDE_LIMIT, decimal_places=DECIMALS_LIMIT),
        column("Scale", "换算系数", "How many base units one unit is."),
        NUMBER,
    ]
    base_unit: Annotated[
        Id,
        ForeignKey("", "unit_id"),
        column("Base unit", "基本单位", "Unit of the same dimension that the scale leads to."),
    ]
    unit_measure: Annotated[Text, column("UNIT_MEASURE", "SDMX 计量单位", "SDMX UNIT_MEASURE code of the base unit.")]
    unit_mult: Annotated[
        int,
        column(
            "UNIT_MULT",
            "SDMX 数量级",
            "SDMX UNIT_MULT (CL_UNIT_MULT 1.0, which has no 8) that a figure in this unit is exchanged with.",
            ge=0,
            le=15,
        ),
        WHOLE,
    ]
    note_zh: NoteZh = None
    note_en: NoteEn = None

    def contradiction(self) -> Bilingual | None:
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
    description_zh: Annotated[
        Text, column("Description (Chinese)", "中文描述", "What belongs to the theme, in Chinese.")
    ]
    description_en: Annotated[
        Text, column("Description (English)", "英文描述", "What belongs to the theme, in English.")
    ]


class IndicatorRow(Row):
    """What is measured: the vocabulary of the figures."""

    table = "indicators"
    table_title_zh = "指标"
    primary_key = ("indicator_id",)

    indicator_id: Annotated[Id, column("Indicator", "指标编号", "Stable id of the indicator.")]
    theme: ThemeKey
    name_zh: NameZh
    name_en: NameEn
    definition_zh: Annotated[
        Text | None, column("Definition (Chinese)", "中文定义", "What the indicator counts or measures, in Chinese.")
    ] = None
    definition_en: Annotated[
        Text | None, column("Definition (English)", "英文定义", "What the indicator counts or measures, in English.")
    ] = None
    definition_status: Annotated[
        Literal["confirmed", "reported", "unconfirmed"],
        column(
            "Definition status",
            "定义状态",
            "confirmed: read in its source; reported: seen in an excerpt of a public page; unconfirmed: from memory or from the wording alone.",
        ),
    ]
    unit: Annotated[
        Id | None,
        ForeignKey("units", "unit_id"),
        column("Unit", "单位", "Unit that the level is usually printed in; empty where no level is printed."),
    ] = None
    growth_basis: Annotated[
        GrowthBasis,
        column(
            "Growth basis",
            "增速口径",
            "Prices that a growth rate is told in; only nominal growth is held against levels.",
        ),
    ]
    cumulation: Annotated[
        Cumulation,
        column(
            "Cumulation",
            "累计方式",
            "flow: summed since 1 January; stock: as it stood at the end of the period; rate: a ratio or an index.",
        ),
    ]
    minimum: Annotated[
        Number | None,
        column(
            "Minimum",
            "下限",
            "Least value that the level can have, in the base unit; 0 for a flow that cannot fall within a year.",
        ),
    ] = None
    maximum: Annotated[
        Number | None, column("Maximum", "上限", "Greatest value that the level can have, in the base unit.")
    ] = None
    expected_measures: Annotated[
        Words | None, column("Expected measures", "应有度量", "Measures that each release is expected to print.")
    ] = None
    aliases_zh: Annotated[Words | None, column("Aliases", "别名", "How prose names the indicator.")] = None
    note_zh: NoteZh = None
    note_en: NoteEn = None

    def contradiction(self) -> Bilingual | None:
        """Minimum and maximum, and the expected measures."""
        return row_checks.of_bounds(self.minimum, self.maximum) or row_checks.of_measures(
            self.expected_measures or (), get_args(Measure)
        )


class RuleRow(Row):
    """A relation that figures must keep; its terms stand in rule_terms."""

    table = "rules"
    table_title_zh = "规则"
    primary_key = ("rule_id",)

    rule_id: Annotated[RuleId, column("Rule", "规则编号", "Stable, public name of the rule.")]
    kind: Annotated[
        Literal[
            "linear",
            "product",
            "integer",
            "presence",
            "printed",
            "codes",
            "place",
            "unit",
            "scope",
            "status",
            "coverage",
            "copy",
            "revision",
            "waiver",
        ],
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
    relation: Annotated[
        Literal["<=", "=", ">="] | None, column("Relation", "关系", "Relation of the sum to the bound (linear).")
    ] = None
    bound: Annotated[
        Number | None,
        column("Bound", "界限", "What the sum is held against, in `unit` (linear with bound_source fixed or whole)."),
    ] = None
    bound_source: Annotated[
        Literal["fixed", "whole", "indicator_minimum", "indicator_maximum", "units_compared", "expected_measures"]
        | None,
        column(
            "Source of the bound",
            "界限来源",
            "fixed: `bound`; whole: `bound` for a share of a whole, and none for a share of a plan, which can be overfulfilled; "
            "otherwise the column of indicators.csv or areas.csv that gives it for each figure.",
        ),
    ] = None
    factor: Annotated[Number | None, column("Factor", "系数", "k of a product rule.")] = None
    addend: Annotated[Number | None, column("Addend", "加数", "c of a product rule.")] = None
    months: Annotated[
        int | None,
        column("Months", "月数", "Only periods of so many months since January (rules between periods).", ge=1, le=12),
        WHOLE,
    ] = None
    unit: Annotated[
        Id | None,
        ForeignKey("units", "unit_id"),
        column("Unit", "单位", "Unit that bound, excess and tolerance are told in; empty: the figure's own."),
    ] = None
    severity: Annotated[
        Severity, column("Severity", "严重程度", "error; warning: plausible, not certain; information.")
    ]
    level: Annotated[
        Literal[0, 1, 2, 3],
        column(
            "ESS validation level",
            "ESS 校验层级",
            "0 structure, 1 within a release, 2 between releases of one source, 3 another source.",
        ),
        WHOLE,
    ]
    type: Annotated[
        str,
        Field(pattern=r"^[A-Z]{3}$"),
        column(
            "ESS validation type",
            "ESS 校验类型",
            "Code of the ESS list of validation rule types, such as VIR, VCO, COC.",
        ),
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
        Id | None,
        ForeignKey("indicators", "indicator_id"),
        column("Indicator", "指标", "Indicator of the figure; empty: each indicator by itself."),
    ] = None
    measure: Annotated[Measure | None, column("Measure", "度量", "Measure of the figure; empty: each.")] = None
    reference: Annotated[
        Reference,
        column(
            "Reference",
            "参照期",
            "Which period the figure is taken from: this one, the same one year before, the cumulative one before, or the full year.",
        ),
    ] = "same"
    dimension: Annotated[
        Id | None, column("Dimension", "量纲", "Only figures whose unit has this dimension; empty: any.")
    ] = None
    counted: Annotated[
        bool | None,
        column("Counted", "计数", "Only figures whose unit counts (true) or measures (false); empty: any."),
        YES_NO,
    ] = None
