"""What stops decheng_data from doing its work. Bad data is never an exception: it is a finding in a report.

```
DechengDataError
├── PackageError                 the thing named is not a package that can be read
│   ├── PackageNotFoundError     no such path
│   ├── DescriptorError          datapackage.json is broken, or of another profile
│   ├── UnsafePathError          a path that is absolute, leaves the folder, or is a URL
│   └── ArchiveLimitError        a zip that unpacks to more than is allowed
├── RuleError                    a rule that cannot run as it is written
├── NotInReleaseError            no such release, table, indicator or figure (also a KeyError)
├── TextError                    the thing named is not the text of a bulletin that can be read
├── MissingExtraError            an optional library is not installed (also an ImportError)
├── DisagreementError            two engines decide differently: a fault of this library, never of the data
└── FindingsError                raised by Report.raise_for_findings(), and defined beside it
```
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class DechengDataError(Exception):
    """The root of the tree: catch it to catch all that this library raises."""


class PackageError(DechengDataError):
    """The thing named cannot be read as a data package."""


class PackageNotFoundError(PackageError):
    """There is nothing at the path that was given."""


class DescriptorError(PackageError):
    """`datapackage.json` is not JSON, not UTF-8, of another profile, or contradicts itself."""


class UnsafePathError(PackageError):
    """A resource's path is absolute, leaves the package's folder, or is a URL. Nothing is read from it."""


class ArchiveLimitError(PackageError):
    """A zip unpacks to more than the stated limit."""


class RuleError(DechengDataError):
    """A rule cannot run as it is written, whatever the data are."""


class NotInReleaseError(DechengDataError, KeyError):
    """A name that is not there, with the names that come near it."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        names = sorted(set(known))
        near = (
            get_close_matches(name, names, n=3, cutoff=0.5) or [known for known in names if name and name in known][:3]
        )
        hint = (
            f"Did you mean {', '.join(map(repr, near))}?"
            if near
            else f"There are {len(names)}: {', '.join(names[:8])}{' …' if len(names) > 8 else ''}."
        )
        super().__init__(f"no {kind} {name!r}. {hint}")

    def __str__(self) -> str:
        return str(self.args[0])  # KeyError would quote the sentence


class TextError(DechengDataError):
    """The thing named cannot be read as the text of a bulletin: no such file, a folder, no text at all."""


class MissingExtraError(DechengDataError, ImportError):
    """An optional library is needed; the message names the extra that brings it."""

    def __init__(self, library: str, extra: str) -> None:
        super().__init__(f"{library} is not installed: pip install 'decheng-data[{extra}]' brings it", name=library)


class DisagreementError(DechengDataError):
    """Two engines decide one rule differently in one place: a fault of this library, not of the data; no report is
    made.
    """

    def __init__(self, rule: str, place: str) -> None:
        way_out = "engine='exact', or --engine exact, decides without the other"
        super().__init__(
            f"the engines disagree on {rule} at {place}: a fault of decheng_data, please report it; {way_out}"
        )
