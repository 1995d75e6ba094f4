"""Paths inside the repository, and as URIs."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decheng_data.reporters.locations import relative_uri, repository_path


@pytest.mark.parametrize(
    ("file", "base", "path"),
    [
        ("data/a.csv", "", "data/a.csv"),
        ("data/a.csv", ".", "data/a.csv"),
        ("data/a.csv", "./packages/x/", "packages/x/data/a.csv"),
        ("/data/a.csv", "packages", "packages/data/a.csv"),
        (None, "packages", "packages/datapackage.json"),
        ("data/a.csv", "../other", "../other/data/a.csv"),
    ],
)
def test_a_file_is_found_from_the_root_of_the_repository(file, base, path):
    assert repository_path(file, base) == path


@given(st.text())
def test_a_uri_is_relative_and_leads_back_to_the_path(path):
    uri = relative_uri(path)
    assert re.fullmatch(r"[A-Za-z0-9_.~/%-]*", uri)
    assert unquote(uri) == path


def test_half_a_surrogate_pair_has_a_uri_too():
    assert relative_uri("a\udc80") == "a%ED%B2%80"
