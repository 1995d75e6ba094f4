"""Packages made by hypothesis for the laws of exporters: code lists, releases, figures, statements and mentions that no bulletin has."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from decheng_data.contents import Contents
from decheng_data.models import TABLES
from decheng_data.quantities import QUALIFIERS
from decheng_data.tables import Table

IDS = ("alpha", "beta", "gamma_2", "delta")
AREAS = ("990000", "990001", "370000")
RELEASES = ("made-up-2031-S1", "made-up-2031-Q3", "other-2032")
PERIODS = ("2031-S1", "2031-S2", "2031", "2031-Q3", "2031-06", "2031-01-01/P9M", "2031-01-01/P6M")
MEASURES = ("level", "growth_rate", "change_pp", "share", "rank", "target")
COMPARISONS = ("none", "previous_year", "previous_period", "plan", *AREAS)
texts = st.text(st.characters(categories=("L", "N", "P", "S"), include_characters=" ,;\"'|\n余亿元"), min_size=1, max_size=20).filter(
    lambda text: text.strip() == text
)
"""Text in any script, with what CSV has to quote."""


def _optional(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


@st.composite
def numbers(draw: Any, digits: int = 10) -> Decimal:
    """A number of so many digits at most, with some decimals."""
    return Decimal(draw(st.integers(-(10**digits), 10**digits))).scaleb(-draw(st.integers(0, 4)))


def _names(draw: Any, stem: str = "name") -> dict[str, str]:
    return {f"{stem}_zh": draw(texts), f"{stem}_en": draw(texts)}


def _notes(draw: Any, stem: str = "note") -> dict[str, Any]:
    return {f"{stem}_zh": draw(_optional(texts)), f"{stem}_en": draw(_optional(texts))}


def _unit(draw: Any, unit_id: str) -> dict[str, Any]:
    scale = Decimal(1).scaleb(draw(st.integers(-2, 9))) if draw(st.booleans()) else Decimal(draw(st.integers(1, 10**6))).scaleb(-3)
    measured = {"dimension": unit_id, "counted": draw(st.booleans()), "scale": scale, "base_unit": unit_id}
    exchanged = {"unit_measure": draw(st.sampled_from(("CNY", "PN", "元/人", "$", "a b"))), "unit_mult": draw(st.integers(0, 15))}
    return {"unit_id": unit_id, "name_zh": f"{unit_id}单位", "name_en": draw(texts), **measured, **exchanged, **_notes(draw)}


def _indicator(draw: Any, indicator_id: str) -> dict[str, Any]:
    kinds = {"definition_status": "unconfirmed", "growth_basis": "nominal", "cumulation": draw(st.sampled_from(("flow", "stock", "rate")))}
    listed = {
        "expected_measures": draw(_optional(st.just("level|growth_rate"))),
        "minimum": draw(_optional(numbers())),
        "unit": draw(_optional(st.sampled_from(IDS))),
    }
    return {"indicator_id": indicator_id, "theme": draw(st.sampled_from(IDS)), **_names(draw), **kinds, **listed, **_notes(draw, "definition"), **_notes(draw)}


def _release(draw: Any, release_id: str) -> dict[str, Any]:
    dates = {"vintage": draw(st.dates()), "published": draw(_optional(st.dates())), "frequency": draw(st.sampled_from("ASQM"))}
    described = {
        "area": draw(st.sampled_from(AREAS)),
        "coverage": draw(st.sampled_from(IDS)),
        "period": "2031-S1",
        "period_range": "2031-01-01/P6M",
        "year_basis": "printed",
    }
    return {"release_id": release_id, **_names(draw, "title"), **_names(draw, "publisher"), **dates, **described, **_notes(draw)}


def _observation(draw: Any, key: tuple[str, ...]) -> dict[str, Any]:
    value = draw(numbers())
    printed = {"value": value, "decimals": draw(st.integers(0, 9)), "unit": draw(st.sampled_from(IDS)), "printed": draw(texts)}
    said = {
        "qualifier": draw(_optional(st.sampled_from(tuple(QUALIFIERS)))),
        "obs_status": draw(st.sampled_from("AEPBD")),
        "parent": draw(_optional(st.sampled_from(IDS))),
    }
    place = draw(_optional(st.integers(0, 10**6)))
    selected = {"section": draw(_optional(st.integers(0, 99))), "start": place, "end": None if place is None else place + 3}
    names = TABLES["observations"].primary_key
    return {**dict(zip(names, key, strict=True)), **printed, **said, **selected, **_notes(draw)}


_keys = st.tuples(*map(st.sampled_from, (RELEASES, IDS, MEASURES, PERIODS, AREAS, COMPARISONS)))


@st.composite
def contents(draw: Any) -> Contents:
    """A package whose keys and foreign keys hold."""
    rows: dict[str, list[dict[str, Any]]] = {
        "releases": [_release(draw, name) for name in RELEASES],
        "areas": [{"area_id": area, **_names(draw), "level": "county", "parent": None if area == AREAS[0] else AREAS[0], **_notes(draw)} for area in AREAS],
        "units": [_unit(draw, name) for name in IDS],
        "themes": [{"theme_id": name, **_names(draw), **_names(draw, "description")} for name in IDS],
        "indicators": [_indicator(draw, name) for name in IDS],
        "observations": [_observation(draw, key) for key in draw(st.lists(_keys, unique=True, max_size=6))],
        "waivers": [
            {"rule_id": "made-up", "release_id": RELEASES[0], "indicator_id": IDS[0], "reason": draw(texts), "author": draw(texts), "until": draw(st.dates())}
        ],
        "rules": [_rule(draw)],
    }
    described = {
        "name": "made-up",
        "title": draw(texts),
        "title_zh": draw(texts),
        "version": draw(st.sampled_from(("1.2.3", "2.0.0-rc.1", "1.0.0+build", ""))),
        "resources": [],
    }
    tables = {name: Table(model, tuple(model.model_validate(row) for row in rows.get(name, ()))) for name, model in TABLES.items()}
    return Contents(
        {**described, "description": draw(texts), "description_zh": draw(texts), "licenses": [{"name": "CC0-1.0"}], "contributors": [{"title": draw(texts)}]},
        tables,
    )


def _rule(draw: Any) -> dict[str, Any]:
    judged = {"kind": "linear", "relation": "<=", "bound": draw(numbers()), "bound_source": "fixed", "severity": "error", "level": 1, "type": "VCO"}
    return {"rule_id": "made-up", **judged, **_names(draw, "title"), **_names(draw, "rationale")}
