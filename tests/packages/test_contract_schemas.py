"""The schemas of the contract are read as they are shipped."""

from __future__ import annotations

import pytest

from decheng_data.errors import PackageNotFoundError
from decheng_data.model.rows import TABLES
from decheng_data.model.schemas import table_schema
from decheng_data.packages import contract
from decheng_data.packages.contract import contract_schema


@pytest.mark.parametrize("table", TABLES)
def test_what_is_shipped_is_what_the_models_say(table):
    assert contract_schema(table) == table_schema(TABLES[table])
    assert contract_schema(table) is not contract_schema(table)


def test_an_installation_without_them_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(contract, "shipped_location", lambda: tmp_path)
    with pytest.raises(PackageNotFoundError, match=r"lacks schemas/table/none\.json; install it anew"):
        contract_schema("none")
