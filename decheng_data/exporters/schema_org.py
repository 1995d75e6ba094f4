"""schema.org and DCAT-AP: one JSON-LD file by which search engines and catalogues know the package. Its context is
inline: no reader fetches one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from decheng_data.model.period import Period
from decheng_data.model.schemas import as_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from decheng_data.exporters.contents import Contents

CANNOT_SAY = (
    "data: it names indicators, areas, periods and files, and no figure",
    (
        "where the package can be downloaded: addresses are relative, to be read from the folder that holds"
        " datapackage.json"
    ),
    (
        "hashes and sizes of files, which the package's own files may have otherwise than what is exported; Croissant"
        " tells those of its files"
    ),
)
"""What this target leaves out of a package."""

JsonObject = dict[str, Any]
CONTEXT: JsonObject = {
    "@vocab": "https://schema.org/",
    "schema": "https://schema.org/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_FREQUENCIES = {"A": "ANNUAL", "S": "ANNUAL_2", "Q": "QUARTERLY", "M": "MONTHLY"}
"""SDMX CL_FREQ -> the EU's list of frequencies, which DCAT-AP asks for."""
_LICENCES = {"CC0-1.0": "CC0", "CC-BY-4.0": "CC_BY_4_0"}
"""SPDX -> the EU's list of licences."""


def files(contents: Contents) -> dict[str, bytes]:
    """`dataset.jsonld`."""
    return {"dataset.jsonld": as_text(metadata(contents)).encode()}


def metadata(contents: Contents) -> JsonObject:
    """One node that is a schema:Dataset and a dcat:Dataset, in the terms of both."""
    described = contents.descriptor
    periods = sorted(
        {row["period"] for row in contents.records("releases")}
        | {row["period"] for row in contents.records("observations")}
    )
    return {
        "@context": CONTEXT,
        "@id": f"#{contents.name}",
        "@type": ["Dataset", "dcat:Dataset"],
        **_shared("name", "dct:title", _texts(described.get("title") or contents.name, described.get("title_zh"))),
        **_shared(
            "description",
            "dct:description",
            _texts(described.get("description") or contents.name, described.get("description_zh")),
        ),
        **_shared("identifier", "dct:identifier", str(described.get("id") or contents.name)),
        **_shared("version", "owl:versionInfo", contents.version),
        **_shared("keywords", "dcat:keyword", list(described.get("keywords", ()))),
        **_shared(
            "dateModified",
            "dct:modified",
            _day(max([contents.created.date(), *(row["vintage"] for row in contents.records("releases"))])),
        ),
        **_shared("datePublished", "dct:issued", _day(contents.created.date())),
        **_licences(described.get("licenses", ())),
        **_agents(described.get("contributors", ())),
        "inLanguage": ["en", "zh"],
        "dct:language": [_eu("language", "ENG"), _eu("language", "ZHO")],
        "isAccessibleForFree": True,
        "dct:accessRights": _eu("access-right", "PUBLIC"),
        "dcat:theme": [_eu("data-theme", "ECON"), _eu("data-theme", "REGI")],
        "dct:accrualPeriodicity": [
            _eu("frequency", _FREQUENCIES[each])
            for each in sorted({row["frequency"] for row in contents.records("releases")})
        ],
        "temporalCoverage": [Period.parse(each).interval for each in periods],
        "dct:temporal": [_period(Period.parse(each)) for each in periods],
        **_shared("spatialCoverage", "dct:spatial", [_area(row) for row in contents.records("areas")]),
        "variableMeasured": [_indicator(row, contents) for row in contents.records("indicators")],
        "measurementTechnique": (
            "figures as printed in the bulletin, each traced to its place in the text and validated by rules"
        ),
        **_shared("isBasedOn", "dct:source", [_release(row) for row in contents.records("releases")]),
        **_shared(
            "distribution", "dcat:distribution", [_file(resource) for resource in described.get("resources", ())]
        ),
        **(
            {"url": described["homepage"], "dcat:landingPage": {"@id": described["homepage"]}}
            if described.get("homepage")
            else {}
        ),
    }


def _shared(schema_org: str, dcat: str, value: object) -> JsonObject:
    """A value under the names of both vocabularies; empty without a value."""
    return {schema_org: value, dcat: value} if value else {}


def _texts(en: str, zh: str | None) -> list[JsonObject]:
    return [{"@value": text, "@language": language} for text, language in ((en, "en"), (zh, "zh")) if text]


def _day(day: object) -> JsonObject:
    return {"@value": str(day), "@type": "xsd:date"}


def _eu(listed: str, name: str) -> JsonObject:
    return {"@id": f"{_AUTHORITY}{listed}/{name}"}


def _licences(licences: Iterable[Mapping[str, Any]]) -> JsonObject:
    """The addresses of the licences for schema.org, those of the EU's list for DCAT-AP where it has them."""
    known = [each for each in licences if each.get("path")]
    listed = [
        _eu("licence", _LICENCES[each["name"]]) if each.get("name") in _LICENCES else {"@id": each["path"]}
        for each in known
    ]
    return {"license": [{"@id": each["path"]} for each in known], "dct:license": listed} if known else {}


def _agents(contributors: Iterable[Mapping[str, Any]]) -> JsonObject:
    titles = [str(each["title"]) for each in contributors if each.get("title")]
    agents = [
        {"@id": f"#agent/{number}", "@type": ["Organization", "foaf:Agent"], **_shared("name", "foaf:name", each)}
        for number, each in enumerate(titles, 1)
    ]
    return {**_shared("creator", "dct:creator", agents), **_shared("publisher", "dct:publisher", agents[:1])}


def _period(period: Period) -> JsonObject:
    return {"@type": "dct:PeriodOfTime", "dcat:startDate": _day(period.start), "dcat:endDate": _day(period.end)}


def _area(row: Mapping[str, Any]) -> JsonObject:
    code = {"@type": "PropertyValue", "propertyID": "GB/T 2260", "value": row["area_id"]}
    return {
        "@id": f"#area/{row['area_id']}",
        "@type": ["Place", "dct:Location"],
        **_shared("name", "skos:prefLabel", _texts(row["name_en"], row["name_zh"])),
        "identifier": code,
    }


def _indicator(row: Mapping[str, Any], contents: Contents) -> JsonObject:
    unit = contents.keyed("units").get(row["unit"])
    return {
        "@id": f"#indicator/{row['indicator_id']}",
        "@type": "PropertyValue",
        "propertyID": row["indicator_id"],
        "name": _texts(row["name_en"], row["name_zh"]),
        **({"description": texts} if (texts := _texts(row["definition_en"] or "", row["definition_zh"])) else {}),
        **({"unitText": _texts(unit["name_en"], unit["name_zh"])} if unit else {}),
    }


def _release(row: Mapping[str, Any]) -> JsonObject:
    """The bulletin itself, which is its publisher's and is not included."""
    publisher = {
        "@type": ["Organization", "foaf:Agent"],
        **_shared("name", "foaf:name", _texts(row["publisher_en"], row["publisher_zh"])),
    }
    return {
        "@id": f"#release/{row['release_id']}",
        "@type": "Report",
        **_shared("name", "dct:title", _texts(row["title_en"], row["title_zh"])),
        "temporalCoverage": Period.parse(row["period"]).interval,
        **_shared("publisher", "dct:publisher", publisher),
        **({"datePublished": _day(row["published"])} if row["published"] else {}),
    }


def _file(resource: Mapping[str, Any]) -> JsonObject:
    media, address = str(resource.get("mediatype") or "text/csv"), {"@id": resource["path"]}
    return {
        "@id": f"#table/{resource['name']}",
        "@type": ["DataDownload", "dcat:Distribution"],
        **_shared(
            "name", "dct:title", _texts(str(resource.get("title") or resource["name"]), resource.get("title_zh"))
        ),
        **(
            {"description": texts, "dct:description": texts}
            if (texts := _texts(str(resource.get("description") or ""), None))
            else {}
        ),
        "encodingFormat": media,
        "dcat:mediaType": {"@id": f"http://www.iana.org/assignments/media-types/{media}"},
        "dct:format": _eu("file-type", "CSV"),
        "contentUrl": address,
        "dcat:accessURL": address,
        "dcat:downloadURL": address,
    }
