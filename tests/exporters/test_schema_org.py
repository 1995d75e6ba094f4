"""schema.org and DCAT-AP: rdflib reads the file as triples, without any other file, and finds what both vocabularies ask for."""

from __future__ import annotations

import pytest
from hypothesis import given
from rdflib import DCAT, DCTERMS, RDF, RDFS, SDO, XSD, Graph, Literal, URIRef

from decheng_data.exporters.contents import Contents
from decheng_data.exporters.schema_org import files
from tests.examples import examples
from tests.exporters.made_contents import packages, shipped

BASE = "https://example.org/package/"
pytestmark = pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated:DeprecationWarning"
)  # rdflib's own reader of JSON-LD makes one
PACKAGE = URIRef(f"{BASE}dataset.jsonld#decheng-data")


def read(contents) -> Graph:
    return Graph().parse(data=files(contents)["dataset.jsonld"], format="json-ld", publicID=f"{BASE}dataset.jsonld")


@pytest.fixture(scope="module")
def graph():
    return read(shipped())


def test_one_node_is_a_dataset_to_both(graph):
    assert set(graph.objects(PACKAGE, RDF.type)) == {SDO.Dataset, DCAT.Dataset}
    assert list(graph.subjects(RDF.type, DCAT.Dataset)) == [PACKAGE]


def test_title_and_description_are_told_in_both_languages(graph):
    for told in (SDO.name, DCTERMS.title):
        assert set(graph.objects(PACKAGE, told)) == {
            Literal(shipped().descriptor["title"], "en"),
            Literal(shipped().descriptor["title_zh"], "zh"),
        }
    for told in (SDO.description, DCTERMS.description):
        assert {each.language for each in graph.objects(PACKAGE, told)} == {"en", "zh"}


@pytest.mark.parametrize(
    "name",
    [
        "title",
        "description",
        "identifier",
        "publisher",
        "creator",
        "license",
        "issued",
        "modified",
        "language",
        "accessRights",
        "accrualPeriodicity",
        "temporal",
        "spatial",
        "source",
    ],
)
def test_what_a_catalogue_asks_for_is_there(graph, name):
    assert list(graph.objects(PACKAGE, DCTERMS[name]))


def test_half_yearly_is_told_in_the_words_of_the_list(graph):
    (frequency,) = graph.objects(PACKAGE, DCTERMS.accrualPeriodicity)
    assert str(frequency) == "http://publications.europa.eu/resource/authority/frequency/ANNUAL_2"


def test_the_period_is_one_of_days(graph):
    (period,) = graph.objects(PACKAGE, DCTERMS.temporal)
    days = (graph.value(period, DCAT.startDate), graph.value(period, DCAT.endDate))
    assert days == (Literal("2021-01-01", datatype=XSD.date), Literal("2021-06-30", datatype=XSD.date))
    assert Literal("2021-01-01/2021-06-30", "en") in graph.objects(PACKAGE, SDO.temporalCoverage) or Literal(
        "2021-01-01/2021-06-30"
    ) in graph.objects(PACKAGE, SDO.temporalCoverage)


def test_every_table_is_a_distribution_with_an_address(graph, root):
    files_of = {str(graph.value(each, DCAT.accessURL)) for each in graph.objects(PACKAGE, DCAT.distribution)}
    assert files_of == {f"{BASE}data/{path.name}" for path in (root / "data").glob("*.csv")}
    assert (
        set(graph.objects(PACKAGE, DCAT.distribution))
        == set(graph.objects(PACKAGE, SDO.distribution))
        == set(graph.subjects(RDF.type, DCAT.Distribution))
    )


def test_every_indicator_is_a_measured_variable(graph):
    told = {
        str(graph.value(each, SDO.propertyID)): set(graph.objects(each, SDO.name))
        for each in graph.objects(PACKAGE, SDO.variableMeasured)
    }
    assert told == {
        row["indicator_id"]: {Literal(row["name_en"], "en"), Literal(row["name_zh"], "zh")}
        for row in shipped().records("indicators")
    }


def test_a_home_page_is_told_where_there_is_one():
    contents = Contents({**shipped().descriptor, "homepage": "https://example.org/"}, shipped().tables)
    assert read(contents).value(PACKAGE, DCAT.landingPage) == URIRef("https://example.org/")


def test_a_licence_of_no_list_is_told_by_its_address():
    contents = Contents(
        {**shipped().descriptor, "licenses": [{"name": "made-up", "path": "https://example.org/licence"}]},
        shipped().tables,
    )
    assert list(read(contents).objects(PACKAGE, DCTERMS.license)) == [URIRef("https://example.org/licence")]
    assert not list(read(contents).objects(PACKAGE, RDFS.label))


@examples(10)
@given(contents=packages())
def test_law_every_name_is_read_back(contents):
    assert files(contents) == files(contents)
    graph = read(contents)
    for row in contents.records("indicators"):
        told = set(graph.objects(URIRef(f"{BASE}dataset.jsonld#indicator/{row['indicator_id']}"), SDO.name))
        assert told == {Literal(row["name_en"], "en"), Literal(row["name_zh"], "zh")}
