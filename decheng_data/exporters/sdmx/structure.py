"""The structure of the figures as an SDMX-JSON 2.1 structure message: concepts, code lists and data structure
definition, named in English and Chinese.

Concepts and code lists of the SDMX content-oriented guidelines are referred to where they exist, and given in part
(`isPartial`), so that the message can be read alone. pysdmx, whose model knows one language, would lose the other one:
the message is written here and read by it in the tests.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from decheng_data.changes.semver import Version
from decheng_data.exporters.sdmx import codes
from decheng_data.model.bilingual import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from decheng_data.exporters.contents import Contents

JsonObject = dict[str, Any]
AGENCY = "DECHENG_DATA"
STANDARD = "SDMX"
SCHEMA = "https://json.sdmx.org/2.1/sdmx-json-structure-schema.json"
_URN = "urn:sdmx:org.sdmx.infomodel."
_CROSS_DOMAIN = ("CROSS_DOMAIN_CONCEPTS", "1.0")


class Component(NamedTuple):
    """A dimension, measure or attribute: its names, description, code list (agency, id, version) or data type, and
    to what it is attached.
    """

    name: Bilingual
    description: Bilingual
    codelist: str | None = None
    kind: str = "String"
    standard: bool = False
    mandatory: bool = False
    of: str | None = None


CODELISTS = {
    "CL_FREQ": (STANDARD, "2.1", Bilingual("Frequency", "频率")),
    "CL_OBS_STATUS": (STANDARD, "2.0", Bilingual("Observation status", "观测状态")),
    "CL_UNIT_MULT": (STANDARD, "1.0", Bilingual("Unit multiplier", "数量级")),
    "CL_DECIMALS": (STANDARD, "1.0", Bilingual("Decimals", "小数位数")),
    "CL_CONF_STATUS": (STANDARD, "1.0", Bilingual("Confidentiality status", "保密状态")),
    "CL_AREA_CN_GBT2260": (AGENCY, None, Bilingual("Areas by their GB/T 2260 codes", "地区（GB/T 2260 代码）")),
    "CL_RELEASE": (AGENCY, None, Bilingual("Releases", "发布")),
    "CL_INDICATOR": (AGENCY, None, Bilingual("Indicators", "指标")),
    "CL_MEASURE": (AGENCY, None, Bilingual("Measures", "度量")),
    "CL_COMPARISON": (AGENCY, None, Bilingual("What a figure is compared with", "比较对象")),
    "CL_UNIT_MEASURE": (AGENCY, None, Bilingual("Units of measure", "计量单位")),
    "CL_PRINTED_UNIT": (AGENCY, None, Bilingual("Units as printed", "印刷单位")),
}
"""Id -> agency, version (None: that of the package), names."""
DIMENSIONS = {
    "FREQ": Component(
        Bilingual("Frequency", "频率"),
        Bilingual("Length of the reference period.", "所属期的长度。"),
        "CL_FREQ",
        standard=True,
    ),
    "REF_AREA": Component(
        Bilingual("Reference area", "地区"),
        Bilingual(
            "Area that the figure is about; COVERAGE says what it really covers.", "数据所指地区；实际范围见 COVERAGE。"
        ),
        "CL_AREA_CN_GBT2260",
        standard=True,
    ),
    "RELEASE": Component(
        Bilingual("Release", "发布"),
        Bilingual(
            "The bulletin; figures of different releases are never one series unasked.",
            "所属公报；不同发布的数据不得直接连成序列。",
        ),
        "CL_RELEASE",
    ),
    "INDICATOR": Component(
        Bilingual("Indicator", "指标"), Bilingual("What is measured.", "所测指标。"), "CL_INDICATOR"
    ),
    "MEASURE": Component(
        Bilingual("Measure", "度量"),
        Bilingual("What the figure says of the indicator.", "数据对指标的表述方式。"),
        "CL_MEASURE",
    ),
    "COMPARISON": Component(
        Bilingual("Compared with", "比较对象"),
        Bilingual(
            "Area that a rank compares with, or what a change is measured against.",
            "名次的比较地区，或变化的比较基准。",
        ),
        "CL_COMPARISON",
    ),
}
MEASURES = {
    "OBS_VALUE": Component(
        Bilingual("Observation value", "观测值"),
        Bilingual(
            "The figure in UNIT_MEASURE times ten to the power of UNIT_MULT.",
            "以 UNIT_MEASURE 乘以十的 UNIT_MULT 次方为单位的数值。",
        ),
        kind="Decimal",
        standard=True,
        mandatory=True,
    )
}
ATTRIBUTES = {
    "UNIT_MEASURE": Component(
        Bilingual("Unit of measure", "计量单位"),
        Bilingual("Base unit of the value.", "数值的基本单位。"),
        "CL_UNIT_MEASURE",
        standard=True,
        mandatory=True,
    ),
    "UNIT_MULT": Component(
        Bilingual("Unit multiplier", "数量级"),
        Bilingual("Power of ten of the unit.", "单位的十的幂次。"),
        "CL_UNIT_MULT",
        standard=True,
        mandatory=True,
    ),
    "DECIMALS": Component(
        Bilingual("Decimals", "小数位数"),
        Bilingual(
            "Decimals as printed, in PRINTED_UNIT; the precision of OBS_VALUE is BASE_DECIMALS.",
            "以 PRINTED_UNIT 印出的小数位数；OBS_VALUE 的精度见 BASE_DECIMALS。",
        ),
        "CL_DECIMALS",
        standard=True,
        mandatory=True,
    ),
    "OBS_STATUS": Component(
        Bilingual("Observation status", "观测状态"),
        Bilingual("E where the text says 预计 (expected).", "文中称“预计”者为 E。"),
        "CL_OBS_STATUS",
        standard=True,
        mandatory=True,
    ),
    "CONF_STATUS": Component(
        Bilingual("Confidentiality status", "保密状态"),
        Bilingual("All figures are published.", "所有数据均已发布。"),
        "CL_CONF_STATUS",
        standard=True,
    ),
    "PRINTED": Component(
        Bilingual("As printed", "印刷形式"),
        Bilingual("The figure as it stands in the text.", "文中的印刷形式。"),
        mandatory=True,
    ),
    "PRINTED_UNIT": Component(
        Bilingual("Unit as printed", "印刷单位"),
        Bilingual("Unit that the figure is printed in.", "数据印出时的单位。"),
        "CL_PRINTED_UNIT",
        mandatory=True,
    ),
    "BASE_DECIMALS": Component(
        Bilingual("Decimals on the base unit", "基本单位上的小数位数"),
        Bilingual("Precision as in XBRL: -7 is known to ten million.", "XBRL 式精度：-7 表示精确到千万。"),
        kind="Integer",
    ),
    "QUALIFIER": Component(
        Bilingual("Qualifier", "修饰词"),
        Bilingual("Word that widens the figure, as printed, such as 余.", "放宽数值的词，如“余”。"),
    ),
    "PARENT": Component(
        Bilingual("Parent", "所属整体"),
        Bilingual("Indicator of the whole that the figure is a part of.", "所属整体的指标。"),
        "CL_INDICATOR",
    ),
    "COMMENT_EN": Component(
        Bilingual("Comment in English", "英文说明"),
        Bilingual("What a user must know beside the value.", "使用数值时须知。"),
    ),
    "COMMENT_ZH": Component(
        Bilingual("Comment in Chinese", "中文说明"),
        Bilingual("What a user must know beside the value.", "使用数值时须知。"),
    ),
    "COVERAGE": Component(
        Bilingual("Coverage", "覆盖范围"),
        Bilingual("Code of the territory or population really covered.", "数据实际覆盖的地域或人群的代码。"),
        of="RELEASE",
    ),
    "VINTAGE": Component(
        Bilingual("Vintage", "数据版本日期"),
        Bilingual("Date of this state of the release's figures.", "该发布数据版本的日期。"),
        kind="GregorianDay",
        of="RELEASE",
    ),
}
_TIME = Component(
    Bilingual("Time period", "所属期"),
    Bilingual(
        "Reference period, as a code or a range such as 2021-01-01/P9M.", "所属期，代码或区间，如 2021-01-01/P9M。"
    ),
    standard=True,
)


def structure_message(contents: Contents) -> JsonObject:
    """The message: deterministic, prepared at the moment at which the package was created."""
    version = structure_version(contents)
    standard = {name: each for name, each in _components().items() if each.standard}
    own = {name: each for name, each in _components().items() if not each.standard}
    names = Bilingual("Figures of the half-year bulletin", "半年度公报数据")
    return {
        "$schema": SCHEMA,
        "meta": {
            "schema": SCHEMA,
            "id": f"{AGENCY}_{contents.created:%Y%m%d}",
            "test": False,
            "prepared": contents.created.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "contentLanguages": ["en", "zh"],
            "sender": {"id": AGENCY},
        },
        "data": {
            "agencySchemes": [
                {
                    **_maintained(STANDARD, "AGENCIES", "1.0", Bilingual("Agencies", "机构")),
                    "isPartial": True,
                    "agencies": [{"id": AGENCY, **_texts(Bilingual("The decheng_data authors", "decheng_data 作者"))}],
                }
            ],
            "conceptSchemes": [
                _scheme(STANDARD, *_CROSS_DOMAIN, standard),
                _scheme(AGENCY, "CS_DECHENG", version, own),
            ],
            "codelists": list(_codelists(contents, version)),
            "dataStructures": [
                {**_maintained(AGENCY, "DSD_DECHENG", version, names), "dataStructureComponents": _structure(version)}
            ],
            "dataflows": [
                {
                    **_maintained(AGENCY, "DF_DECHENG", version, names),
                    "structure": f"{_URN}datastructure.DataStructure={AGENCY}:DSD_DECHENG({version})",
                }
            ],
        },
    }


def structure_version(contents: Contents) -> str:
    """The version of the structure: that of the package, as its code lists are; 1.0 where it has none that SDMX can
    write.
    """
    try:
        return str(replace(Version.parse(contents.version), build=""))
    except ValueError:
        return "1.0"


def _components() -> dict[str, Component]:
    return {**DIMENSIONS, "TIME_PERIOD": _TIME, **MEASURES, **ATTRIBUTES}


def _texts(name: Bilingual, text: Bilingual | None = None) -> JsonObject:
    described = {"description": text[0], "descriptions": {"en": text[0], "zh": text[1]}} if text else {}
    return {"name": name[0], "names": {"en": name[0], "zh": name[1]}, **described}


def _maintained(agency: str, name: str, version: str, names: Bilingual) -> JsonObject:
    return {"id": name, "agencyID": agency, "version": version, **_texts(names)}


def _scheme(agency: str, name: str, version: str, concepts: Mapping[str, Component]) -> JsonObject:
    names = (
        Bilingual("SDMX cross-domain concepts", "SDMX 跨领域概念")
        if agency == STANDARD
        else Bilingual("Concepts of decheng_data", "decheng_data 概念")
    )
    listed = [{"id": key, **_texts(each.name, each.description)} for key, each in concepts.items()]
    return {**_maintained(agency, name, version, names), "isPartial": agency == STANDARD, "concepts": listed}


def _codelists(contents: Contents, version: str) -> Iterator[JsonObject]:
    listed = _codes_by_list(contents)
    for name, (agency, own_version, names) in CODELISTS.items():
        yield {
            **_maintained(agency, name, own_version or version, names),
            "isPartial": agency == STANDARD,
            **({"codes": listed[name]} if listed[name] else {}),
        }


def _codes_by_list(contents: Contents) -> dict[str, list[JsonObject]]:
    """The codes of each list. Definitions and notes of the package are descriptions where they are in both
    languages.
    """
    areas = [
        {
            "id": row["area_id"],
            **_texts(Bilingual(row["name_en"], row["name_zh"])),
            **({"parent": row["parent"]} if row["parent"] else {}),
        }
        for row in contents.records("areas")
    ]
    return {
        "CL_FREQ": _standard_codes(codes.FREQ),
        "CL_OBS_STATUS": _standard_codes(codes.OBS_STATUS),
        "CL_UNIT_MULT": _standard_codes(codes.UNIT_MULT),
        "CL_DECIMALS": _standard_codes(codes.DECIMALS),
        "CL_CONF_STATUS": _standard_codes(codes.CONF_STATUS),
        "CL_MEASURE": _standard_codes(codes.MEASURE),
        "CL_UNIT_MEASURE": _standard_codes(codes.unit_measures(contents)),
        "CL_AREA_CN_GBT2260": areas,
        "CL_COMPARISON": [*_standard_codes(codes.COMPARISONS), *areas],
        "CL_RELEASE": [
            {
                "id": codes.escaped(row["release_id"]),
                **_texts(Bilingual(row["title_en"], row["title_zh"]), _bilingual(row, "note")),
            }
            for row in contents.records("releases")
        ],
        "CL_INDICATOR": _named_codes(contents, "indicators", "definition"),
        "CL_PRINTED_UNIT": _named_codes(contents, "units", "note"),
    }


def _standard_codes(listed: Mapping[str, Bilingual]) -> list[JsonObject]:
    return [{"id": key, **_texts(names)} for key, names in listed.items()]


def _named_codes(contents: Contents, table: str, described_by: str) -> list[JsonObject]:
    return [
        {"id": codes.code(key), **_texts(Bilingual(row["name_en"], row["name_zh"]), _bilingual(row, described_by))}
        for key, row in contents.keyed(table).items()
    ]


def _bilingual(row: Mapping[str, Any], stem: str) -> Bilingual | None:
    en, zh = row[f"{stem}_en"], row[f"{stem}_zh"]
    return Bilingual(en, zh) if en and zh else None


def _structure(version: str) -> JsonObject:
    dimensions = [
        {"position": number, **_component(name, each, version)}
        for number, (name, each) in enumerate(DIMENSIONS.items())
    ]
    time = {
        **_component("TIME_PERIOD", _TIME, version),
        "localRepresentation": {"format": {"dataType": "ObservationalTimePeriod"}},
    }
    return {
        "dimensionList": {"id": "DimensionDescriptor", "dimensions": dimensions, "timeDimension": time},
        "measureList": {
            "id": "MeasureDescriptor",
            "measures": [{**_component(name, each, version), **_usage(each)} for name, each in MEASURES.items()],
        },
        "attributeList": {
            "id": "AttributeDescriptor",
            "attributes": [
                {
                    **_component(name, each, version),
                    **_usage(each),
                    "attributeRelationship": {"dimensions": [each.of]} if each.of else {"observation": {}},
                }
                for name, each in ATTRIBUTES.items()
            ],
        },
    }


def _usage(component: Component) -> JsonObject:
    return {"usage": "mandatory" if component.mandatory else "optional"}


def _component(name: str, component: Component, version: str) -> JsonObject:
    agency, scheme, scheme_version = (
        (STANDARD, *_CROSS_DOMAIN) if component.standard else (AGENCY, "CS_DECHENG", version)
    )
    shown: JsonObject = {"format": {"dataType": component.kind}}
    if component.codelist:
        list_agency, list_version, _ = CODELISTS[component.codelist]
        shown = {
            "enumeration": f"{_URN}codelist.Codelist={list_agency}:{component.codelist}({list_version or version})"
        }
    return {
        "id": name,
        "conceptIdentity": f"{_URN}conceptscheme.Concept={agency}:{scheme}({scheme_version}).{name}",
        "localRepresentation": shown,
    }
