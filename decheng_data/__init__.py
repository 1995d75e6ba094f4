"""The half-year bulletin of Decheng District as a data package that checks itself.

>>> import decheng_data as dd
>>> dd.release()["gdp"].printed
'157.5亿元'
>>> dd.validate().ok
True
"""

from __future__ import annotations

TYPE_CHECKING = False  # type checkers know the name; importing typing for it would double the cost of this import
if TYPE_CHECKING:
    from decheng_data._version import __version__
    from decheng_data.changes.compare import compare
    from decheng_data.changes.comparison import Comparison
    from decheng_data.errors import (
        ArchiveLimitError,
        DechengDataError,
        DescriptorError,
        DisagreementError,
        MissingExtraError,
        NotInReleaseError,
        PackageError,
        PackageNotFoundError,
        RuleError,
        TextError,
        UnsafePathError,
    )
    from decheng_data.exporters.export import export
    from decheng_data.importers.table import from_frame
    from decheng_data.model.finding import Finding, Outcome
    from decheng_data.model.period import Period
    from decheng_data.model.quantity import Interval, Quantity
    from decheng_data.model.report import FindingsError, Report, Suspects
    from decheng_data.packages.opening import package_path
    from decheng_data.packages.table import Table
    from decheng_data.releases.release import Release
    from decheng_data.releases.shipped import frictionless_package, release, table
    from decheng_data.rules.observation import Observation
    from decheng_data.sheet.page import data_sheet
    from decheng_data.text.bulletin import draft, verify
    from decheng_data.text.repair.repairing import repair
    from decheng_data.validation.suspects import suspects
    from decheng_data.validation.validate import validate

_HOMES = {
    "_version": ("__version__",),
    "changes.compare": ("compare",),
    "changes.comparison": ("Comparison",),
    "errors": (
        "ArchiveLimitError",
        "DechengDataError",
        "DescriptorError",
        "DisagreementError",
        "MissingExtraError",
        "NotInReleaseError",
        "PackageError",
        "PackageNotFoundError",
        "RuleError",
        "TextError",
        "UnsafePathError",
    ),
    "exporters.export": ("export",),
    "importers.table": ("from_frame",),
    "model.period": ("Period",),
    "model.quantity": ("Interval", "Quantity"),
    "model.finding": ("Finding", "Outcome"),
    "model.report": ("FindingsError", "Report", "Suspects"),
    "packages.opening": ("package_path",),
    "packages.table": ("Table",),
    "releases.release": ("Release",),
    "releases.shipped": ("frictionless_package", "release", "table"),
    "rules.observation": ("Observation",),
    "sheet.page": ("data_sheet",),
    "text.bulletin": ("draft", "verify"),
    "text.repair.repairing": ("repair",),
    "validation.suspects": ("suspects",),
    "validation.validate": ("validate",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "ArchiveLimitError",
    "Comparison",
    "DechengDataError",
    "DescriptorError",
    "DisagreementError",
    "Finding",
    "FindingsError",
    "Interval",
    "MissingExtraError",
    "NotInReleaseError",
    "Observation",
    "Outcome",
    "PackageError",
    "PackageNotFoundError",
    "Period",
    "Quantity",
    "Release",
    "Report",
    "RuleError",
    "Suspects",
    "Table",
    "TextError",
    "UnsafePathError",
    "__version__",
    "compare",
    "data_sheet",
    "draft",
    "export",
    "frictionless_package",
    "from_frame",
    "package_path",
    "release",
    "repair",
    "suspects",
    "table",
    "validate",
    "verify",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(__all__))
