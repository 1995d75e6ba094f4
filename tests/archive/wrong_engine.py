"""The columnar engine made wrong, to see that the exact one does not confirm what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from decheng_data.archive.columnar.rules_within import Groups

if TYPE_CHECKING:
    import pytest

    from decheng_data.archive.columnar.pivot import Entry


def nothing_subtracted(monkeypatch: pytest.MonkeyPatch) -> None:
    """It adds every term of a rule, so that no part is within its whole."""
    entry = Groups.entry

    def added(*given: Any, **more: Any) -> Entry:
        made = entry(*given, **more)
        return made._replace(factor=abs(made.factor))

    monkeypatch.setattr(Groups, "entry", added)
