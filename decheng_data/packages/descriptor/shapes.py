"""What a descriptor may hold: one table, by the kind of the object. Of each property there are the demands, in their
order, and the shape of the objects inside; `()` may be anything. Whatever could change what is valid and is not listed
is a fault, never passed by; a package, a resource and who is credited may say more.

A code `packages.…` is that of a finding; another one refuses the whole descriptor (`profile.py` has its sentence). What
ties several properties together is not here but in the file that reads the object.
"""

from __future__ import annotations

import re
from typing import Any

from decheng_data.packages.descriptor.demands import Demand, Shape, faults_of, fits, matching, of_kind, one_of

CHECKS = ("checklist", "checks")
"""Properties that say what else is to be checked."""


def missing_texts(values: Any) -> list[str] | None:
    """The texts that stand for no value, with labels or without; None where they are other things."""
    if not isinstance(values, list) or len({type(each) for each in values}) > 1:
        return None
    texts = [category_of(each) for each in values]
    return texts if fits(texts, (list, str)) else None


def category_of(entry: Any) -> Any:
    """The value of a category, which may have a label beside it."""
    return entry.get("value") if isinstance(entry, dict) else entry


_TEXT, _FLAG, _COUNT, _LIST, _OBJECT = map(of_kind, (str, bool, int, list, dict))
_TEXTS, _OBJECTS = of_kind((list, str)), of_kind((list, dict))
_TITLED = {"title": (_TEXT,), "description": (_TEXT,)}
_CREDIT = {
    **dict.fromkeys(("name", "title", "path", "role", "organization", "organisation", "version"), (_TEXT,)),
    "email": (_TEXT, matching("no-email", r"([^@\s]+@[^@\s]+\.[^@\s.]+)?")),
}
_CREDITS = {
    name: (_OBJECTS, Shape("package-error", _CREDIT, parts={"inside": f"{name}: "}))
    for name in ("licenses", "sources", "contributors")
}
_DESCRIBED = {
    **_TITLED,
    "name": (_TEXT, matching("name-of-version-1", "[-a-z0-9._/]+", version_2=False)),
    "homepage": (_TEXT,),
    **_CREDITS,
    "licenses": (
        *_CREDITS["licenses"],
        Demand("no-licence", lambda given: all(each.get("name") or each.get("path") for each in given)),
    ),
}
PACKAGE = Shape(
    "package-error",
    {
        "$schema": (
            matching(
                "other-profile",
                r"https?://(datapackage\.org/profiles/[12]\.[0-9]+/datapackage\.json"
                r"|specs\.frictionlessdata\.io/schemas/(tabular-)?data-package\.json)",
            ),
        ),
        "profile": (one_of("unknown-profile", "data-package", "tabular-data-package"),),
        **_DESCRIBED,
        "id": (_TEXT,),
        "version": (_TEXT,),
        "image": (_TEXT,),
        "created": (
            _TEXT,
            matching(
                "no-datetime",
                r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?"
                r"(Z|[+-][0-2][0-9]:[0-5][0-9])?",
            ),
        ),
        "keywords": (_TEXTS,),
        "resources": (_OBJECTS, Demand("no-resources", bool)),
        **dict.fromkeys(
            ("type", "fields", "missingValues", "primaryKey", "foreignKeys", "uniqueKeys"), (Demand("of-a-resource"),)
        ),
    },
    missing={"resources": "no-resources"},
)
HASH = Demand(
    "packages.hash",
    lambda said: re.fullmatch(r"|((md5)?:)?[^:]{32}|sha1:[^:]{40}|sha256:[^:]{64}|sha512:[^:]{128}", said),
    ("md5", "sha1", "sha256", "sha512"),
)
"""The hashes that are checked; without a prefix it is md5."""
RESOURCE = Shape(
    "resource-error",
    {
        "$schema": (
            _TEXT,
            matching("other-profile", r"https?://datapackage\.org/profiles/[12]\.[0-9]+/dataresource\.json"),
        ),
        "profile": (
            _TEXT,
            one_of("unknown-profile", "data-resource", "tabular-data-resource"),
        ),
        **_DESCRIBED,
        "path": (Demand("several-files", lambda path: not isinstance(path, list)), _TEXT),
        "data": (Demand("data-inside"),),
        "type": (_TEXT, one_of("unknown-type", "table", "text", "json", "file")),
        "scheme": (_TEXT, one_of("packages.scheme", "file")),
        "format": (_TEXT,),
        "mediatype": (_TEXT,),
        "encoding": (_TEXT,),
        "hash": (_TEXT, HASH),
        "bytes": (_COUNT,),
        "fields": (_COUNT,),
        "rows": (_COUNT,),
        **dict.fromkeys(("schema", "dialect"), (Demand("no-object", lambda value: isinstance(value, dict | str)),)),
        **dict.fromkeys(CHECKS, (Demand("packages.not-run"),)),
        **dict.fromkeys(
            (
                *("compression", "innerpath", "extrapaths", "control", "stats", "hashing", "layout", "url", "profiles"),
                *("jsonSchema", "missingValues", "primaryKey", "foreignKeys", "uniqueKeys", "fieldsMatch"),
            ),
            (Demand("packages.resource-property"),),
        ),
    },
    missing=dict.fromkeys(("name", "path"), "missing"),
)


def _is_mark(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 1 and value not in "\r\n\0 "


DIALECT = Shape(
    "dialect-error",
    {
        **_TITLED,
        "$schema": (_TEXT,),
        "csvddfVersion": (),
        "lineTerminator": (_TEXT,),
        "delimiter": (Demand("packages.delimiter", _is_mark),),
        "quoteChar": (Demand("packages.quotation-mark", _is_mark),),
        "skipInitialSpace": (Demand("packages.skip-initial-space", lambda value: isinstance(value, bool)),),
        **dict.fromkeys(
            ("header", "headerCase", "caseSensitiveHeader", "doubleQuote"), (one_of("packages.dialect-value", True),)
        ),
        "headerRows": (one_of("packages.dialect-value", [1]),),
        "skipBlankRows": (one_of("packages.dialect-value", False),),
    },
    unknown="packages.dialect-property",
)
_NAMES = Demand("", lambda value: isinstance(value, str) or (fits(value, (list, str)) and bool(value)))
FOREIGN_KEY = Shape(
    "schema-error",
    {
        "fields": (_NAMES,),
        "reference": (_OBJECT, Shape("schema-error", {"resource": (_TEXT,), "fields": (_NAMES,)}, {"fields": ""})),
    },
    missing={"fields": "", "reference": ""},
)
_MISSING_VALUES = (
    Demand("packages.missing-values", lambda values: missing_texts(values) is not None),
    Demand("packages.labelled-missing-values", lambda values: fits(values, (list, str)), version_2=False),
    Demand(
        "packages.labelled-missing-values",
        lambda values: fits(values, (list, str)) or len(set(missing_texts(values) or ())) == len(values),
        version_2=True,
    ),
)
SCHEMA = Shape(
    "schema-error",
    {
        **_TITLED,
        "$schema": (
            _TEXT,
            matching("packages.schema-profile", r"https?://datapackage\.org/profiles/[12]\.[0-9]+/tableschema\.json"),
        ),
        "fields": (_LIST, Demand("packages.no-fields", bool)),
        "fieldsMatch": (one_of("packages.fields-match", "exact"),),
        "missingValues": _MISSING_VALUES,
        "primaryKey": (Demand("packages.malformed-key", lambda key: isinstance(key, str) or fits(key, (list, str))),),
        "uniqueKeys": (
            Demand(
                "packages.malformed-key",
                lambda keys: fits(keys, (list, list)) and keys and all(key and fits(key, (list, str)) for key in keys),
            ),
        ),
        "foreignKeys": (
            Demand(
                "packages.malformed-key",
                lambda keys: (
                    fits(keys, (list, dict)) and not any(fault for key in keys for fault in faults_of(key, FOREIGN_KEY))
                ),
            ),
        ),
    },
    missing={"fields": "packages.no-fields"},
    unknown="packages.schema-property",
    annotated=True,
)
_ORDERED = ("required", "unique", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "enum")
_CONSTRAINTS_OF: dict[str, tuple[str, ...]] = {
    "any": ("required", "unique", "enum"),
    "string": ("required", "unique", "minLength", "maxLength", "pattern", "enum"),
    "number": _ORDERED,
    "integer": _ORDERED,
    "boolean": ("required", "unique", "enum"),
    "date": _ORDERED,
    "year": _ORDERED,
    "yearmonth": _ORDERED,
    "list": ("required", "unique", "minLength", "maxLength"),
}
_TRUTH = Demand("packages.constraint-value", lambda value: isinstance(value, bool))
_LENGTH = Demand("packages.constraint-value", lambda value: fits(value, int) and value >= 0)
_BOUND = Demand(
    "packages.constraint-value",
    lambda value: isinstance(value, (str, int, float)) and not isinstance(value, bool),
)
_CONSTRAINTS: dict[str, tuple[Demand, ...]] = {
    **dict.fromkeys(("required", "unique"), (_TRUTH,)),
    **dict.fromkeys(("minLength", "maxLength"), (_LENGTH,)),
    **dict.fromkeys(("minimum", "maximum"), (_BOUND,)),
    **dict.fromkeys(
        ("exclusiveMinimum", "exclusiveMaximum"),
        (_BOUND, Demand("packages.constraint-of-version-2", version_2=False)),
    ),
    "pattern": (Demand("packages.constraint-value", lambda value: isinstance(value, str)),),
    "enum": (Demand("packages.constraint-value", lambda value: isinstance(value, list) and value),),
}


def _is_separator(text: str) -> bool:
    return len(text) <= 1 and not text.isalnum() and text not in ("+", "-")


_CATEGORIES = {
    "categories": (
        _LIST,
        Demand(
            "packages.property-value",
            lambda given: given and all(isinstance(category_of(each), str | int) for each in given),
        ),
    ),
    "categoriesOrdered": (_FLAG,),
}
_OF_TYPE: dict[str, dict[str, tuple[Demand, ...]]] = {
    "string": _CATEGORIES,
    "number": {
        "decimalChar": (_TEXT, Demand("packages.property-value", lambda text: text and _is_separator(text))),
        "groupChar": (_TEXT, Demand("packages.property-value", _is_separator)),
        "bareNumber": (_FLAG,),
    },
    "integer": {**_CATEGORIES, "bareNumber": (_FLAG,)},
    "boolean": {"trueValues": (_TEXTS,), "falseValues": (_TEXTS,)},
    "list": {
        "delimiter": (_TEXT, Demand("packages.property-value", bool)),
        "itemType": (_TEXT, one_of("packages.property-value", "string", "integer", "boolean", "number", "date")),
    },
}
READING = {"missingValues", "constraints", *(name for properties in _OF_TYPE.values() for name in properties)}
"""What of a field decides how a cell is read."""
_OF_ANY_TYPE = {**_TITLED, "rdfType": (_TEXT,), "type": (one_of("packages.field-type", *_CONSTRAINTS_OF),)}


def _field(kind: str, names: tuple[str, ...]) -> Shape:
    allowed = {name: _CONSTRAINTS[name] for name in names}
    constraints = Shape("field-error", allowed, unknown="packages.constraint", parts={"kind": kind, "known": names})
    return Shape(
        "field-error",
        {
            **_OF_ANY_TYPE,
            **_OF_TYPE.get(kind, {}),
            **dict.fromkeys(("name", "example", "examples"), ()),
            "format": (one_of("packages.field-format", "default"),),
            "missingValues": _MISSING_VALUES,
            "constraints": (_OBJECT, constraints),
        },
        unknown="packages.field-property",
        annotated=True,
        parts={"kind": kind},
    )


FIELDS = {kind: _field(kind, names) for kind, names in _CONSTRAINTS_OF.items()}
"""What a field may hold, by its type."""
FIELD_OF_UNKNOWN_TYPE = Shape("field-error", {**_OF_ANY_TYPE, "constraints": (_OBJECT, Shape("field-error", {}))})
