"""A finding a message of the room."""

from __future__ import annotations

from typing import Any

from decheng_data.model.bilingual import Bilingual, shown, shown_cell
from decheng_data.model.finding import Finding
from decheng_data.model.parts import Line
from decheng_data.packages.files.pointers import FETCH


def finding(code: str, rule: str = "", **more: Any) -> Finding:
    """A finding in a file of the package; its rule is called like its code, unless another is named."""
    given = {"rule": rule or code, "severity": "error", "file": "data/units.csv", "code": f"packages.{code}"}
    return Finding.model_validate({**given, **more})


def misplaced(
    code: str, rule: str, found: str, expected: Bilingual, hint: Bilingual | None = None, **more: Any
) -> Finding:
    """A finding of the form: found this, expected that."""
    parts = {"found": shown_cell(found), "expected": expected, "hint": hint}
    return finding(code, rule, found=found, expected=expected.en, parts=parts, **more)


def described(code: str, rule: str = "schema-error", *, field: str | None = None, **parts: Any) -> Finding:
    """A finding of a resource's description."""
    where = {"file": "datapackage.json", "field": field, "outcome": "error"}
    return finding(code, rule, **where, parts={**parts, "resource": "units"})


OF_FILES = [
    finding("missing-file", "scheme-error", outcome="error", parts={"name": "units"}),
    finding("folder-for-file", "scheme-error", outcome="error", parts={"name": "units"}),
    finding("unreadable-file", "scheme-error", outcome="error", parts={"reason": "Input/output error"}),
    finding("pointer", "scheme-error", outcome="error", parts={"hint": FETCH}),
    finding("empty-file", "source-error", line=1),
    misplaced("byte-count", "byte-count", "20", Bilingual("9 bytes", "9 字节")),
    misplaced("hash-count", "hash-count", "f" * 32, Bilingual(f"the md5 {'0' * 32}", f"md5 {'0' * 32}")),
    misplaced("field-count", "field-count", "4", Bilingual("5 fields", "5 个字段")),
    misplaced("row-count", "row-count", "0", Bilingual("2 rows", "2 行")),
    finding("file-in-other-encoding", "encoding-error", line=1, found="UTF-16", expected="utf-8"),
    finding("line-in-other-encoding", "encoding-error", line=2, found="GB18030", expected="utf-8", parts={"count": 3}),
    finding("other-bytes", "encoding-error", line=2, expected="utf-8", parts={"count": 1}),
    finding("byte-order-mark", severity="information", line=1),
    finding("crlf", "line-ending", severity="information", line=1, parts={"count": 2}),
    finding("lone-cr", "line-ending", severity="information", line=1, parts={"count": 1}),
    finding("nul", "source-error", line=2, parts={"count": 1}),
    finding("open-quotation", "source-error", line=2),
    finding("long-record", "source-error", line=2, parts={"limit": 16777216}),
    finding("long-header", "source-error", line=1, parts={"count": 12001, "limit": 10000}),
    finding("more-faults", "source-error", parts={"count": 17}),
]
OF_TABLES = [
    finding("blank-header", line=1),
    misplaced("blank-label", "blank-label", "", Bilingual("the label kind", "列名 kind"), line=1, field="kind"),
    misplaced("extra-label", "extra-label", "note", Bilingual("no more columns", "没有更多的列"), line=1, field="note"),
    finding("missing-label", line=1, field="kind", expected="kind"),
    finding(
        "duplicate-label",
        line=1,
        field="kind",
        expected="kind",
        parts={"label": shown("unit_id"), "first": 1, "number": 2},
    ),
    misplaced(
        "incorrect-label", "incorrect-label", "kinds", Bilingual("the label kind", "列名 kind"), line=1, field="kind"
    ),
    finding("blank-row", line=2),
    finding("missing-cell", line=2, field="scale"),
    finding("more-missing-cells", "missing-cell", line=2, parts={"count": 40}),
    finding("extra-cell", line=2, parts={"cell": shown_cell("x"), "width": 4, "number": 5}),
    finding("more-extra-cells", "extra-cell", line=2, parts={"count": 140, "width": 4}),
    misplaced(
        "type-error",
        "type-error",
        "1,000",
        Bilingual("a number such as 42.7", "数字，如 42.7"),
        Bilingual("write 1000 without thousands separators", "请去掉千位分隔符，写作 1000"),
        line=2,
        field="scale",
    ),
    misplaced("constraint-error", "constraint-error", "-1", Bilingual("at least 0", "不小于 0"), line=2, field="scale"),
    finding("empty-cell", "constraint-error", line=2, field="kind"),
    finding("empty-key", "primary-key", line=2, field="unit_id"),
    misplaced(
        "foreign-key",
        "foreign-key",
        "kg",
        Bilingual("one of the values in unit_id of units", "units 的 unit_id 中的值"),
        line=2,
        field="base",
    ),
    finding(
        "shared-key",
        "primary-key",
        line=2,
        field="unit_id",
        found="yuan",
        parts={"value": Bilingual.same("yuan"), "other": Line(5), "more": 1},
    ),
]
OF_DESCRIPTORS = [
    finding(
        "missing-tables",
        "package-error",
        file="datapackage.json",
        outcome="error",
        parts={"tables": ("units", "areas")},
    ),
    described("not-run", "resource-error", name="checks"),
    described(
        "property-type", name="fields", found=Bilingual("an object", "对象"), expected=Bilingual("a list", "列表")
    ),
    described("resource-property", "resource-error", name="compression"),
    described("scheme", "resource-error", value=Bilingual.same("'s3'")),
    described("hash", "resource-error", value=Bilingual.same("'sha3:00'"), known=("md5", "sha256")),
    described("format", "format-error", value="xlsx"),
    described("encoding", "encoding-error", encoding="utf-16"),
    described("no-schema"),
    described("dialect-value", "dialect-error", name="header", value=Bilingual.same("False")),
    described("dialect-property", "dialect-error", name="commentChar"),
    described("delimiter", "dialect-error", value=Bilingual.same("'ab'")),
    described("quotation-mark", "dialect-error", value=Bilingual.same("5")),
    described("skip-initial-space", "dialect-error"),
    described("no-fields"),
    described("unnamed-field", "field-error", number=1),
    described("fields-of-one-name", name="kind", count=2),
    described("schema-property", name="primarykey"),
    described("schema-profile", value=Bilingual.same("'https://example.org/x.json'")),
    described("fields-match", value=Bilingual.same("'subset'")),
    described("missing-values"),
    described("labelled-missing-values"),
    described("malformed-key", name="primaryKey"),
    described("key-of-missing-fields", fields=("unit",)),
    described("uneven-foreign-key", fields=("area", "unit_id"), count=3),
    described("reference-to-nothing", fields=("area",), absent=("code",), target="areas"),
    described("missing-fields", names=("scale",)),
    described("fields-beyond-the-model", names=("note", "more")),
    described("order-of-fields", names=("kind",)),
    described("fields-read-otherwise", names=("scale",)),
    described("looser-constraints", names=("unit_id required", "scale minimum")),
    described("other-keys", names=("primaryKey",)),
    described("field-type", "field-error", field="scale", value=Bilingual.same("'geopoint'"), known=("any", "string")),
    described("field-property", "field-error", field="scale", name="groupChar", kind="integer"),
    described("field-format", "field-error", field="scale", value=Bilingual.same("'email'")),
    described("property-value", "field-error", field="scale", name="delimiter", value=Bilingual.same("''")),
    described(
        "example",
        "field-error",
        field="since",
        value=Bilingual.same("30.6.2021"),
        expected=Bilingual("a date such as 2021-06-30", "日期，如 2021-06-30"),
    ),
    described(
        "constraint", "field-error", field="scale", name="maxLength", kind="number", known=("required", "minimum")
    ),
    described("constraint-value", "field-error", field="scale", name="minLength", value=Bilingual.same("-1")),
    described("constraint-of-version-2", "field-error", field="scale", name="exclusiveMinimum"),
    described(
        "constraint-of-other-type",
        "field-error",
        field="scale",
        name="minimum",
        value=Bilingual.same("low"),
        kind="integer",
        reason="invalid literal for int() with base 10: 'low'",
    ),
]
FINDINGS = [
    *OF_FILES,
    *OF_TABLES,
    *OF_DESCRIPTORS,
]
