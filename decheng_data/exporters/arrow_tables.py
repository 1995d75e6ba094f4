"""The tables in Arrow's columns with all that is known of them: of the table in the schema's metadata, of each column
in the field's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from decheng_data.exporters.tidy import tidy
from decheng_data.packages.table import Table

if TYPE_CHECKING:
    import pyarrow as pa

    from decheng_data.exporters.contents import Contents
    from decheng_data.packages.table import Frame

_OF_THE_FIGURE = {
    "unit": "as the row's unit says",
    "unit_field": "unit",
    "decimals_field": "decimals",
    "status_field": "obs_status",
    "qualifier_field": "qualifier",
}
"""Where the unit, the printed decimals, the status and the qualifier of a figure are: they are its own, so the column
can only name them."""


def described_tables(contents: Contents) -> dict[str, pa.Table]:
    """`tidy` and every table by name; package, version and licence are in the metadata of each. Raises
    MissingExtraError without pyarrow.
    """
    return {frame.name: _arrow_table(contents, frame) for frame in (tidy(contents), *contents.tables.values())}


def _arrow_table(contents: Contents, frame: Frame) -> pa.Table:
    arrow = frame.to_arrow()
    if frame.name in ("tidy", "observations"):
        position = arrow.schema.get_field_index("value")
        field = arrow.schema.field(position)
        arrow = arrow.cast(arrow.schema.set(position, field.with_metadata({**field.metadata, **_OF_THE_FIGURE})))
    return arrow.replace_schema_metadata(_metadata(contents, frame))


def _metadata(contents: Contents, frame: Frame) -> dict[str, str]:
    licence = (contents.descriptor.get("licenses") or [{}])[0]
    known = {
        "package": contents.name,
        "version": contents.version,
        "license": str(licence.get("name", "")),
        "table": frame.name,
        "title_zh": frame.title_zh,
    }
    if isinstance(frame, Table):
        known |= {"description": (frame.model.__doc__ or "").strip(), "primary_key": ",".join(frame.model.primary_key)}
    return {name: value for name, value in known.items() if value}
