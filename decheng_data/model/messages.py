"""The messages of findings. Each room has a catalogue of its own: a module `catalogue` with a `CATALOGUE`, that holds a
message a code and a function a language.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from decheng_data.errors import DechengDataError

if TYPE_CHECKING:
    from collections.abc import Mapping

Say = str | Callable[..., str]
"""A clause, or a function that makes it of the finding; the finding's parts are its further parameters."""
Frame = Callable[..., str]
"""From a finding, its clause and a language to the sentence."""


class Message(NamedTuple):
    """What is wrong by one code, and what would fix it (nothing where nobody knows)."""

    en: Say
    zh: Say
    fix_en: Say = ""
    fix_zh: Say = ""


class Catalogue(NamedTuple):
    """The messages of a room by the names of their codes, and how a clause becomes a sentence there: by default behind
    the place of the finding.
    """

    messages: Mapping[str, Message]
    frame: Frame | None = None


def catalogue_of(code: str) -> tuple[Catalogue, Message]:
    """The catalogue that a code is in, and its message. Raises DechengDataError where there is none."""
    room, _, name = code.partition(".")
    try:
        catalogue: Catalogue = import_module(f"decheng_data.{room}.catalogue").CATALOGUE
        return catalogue, catalogue.messages[name]
    except (ImportError, KeyError):
        raise DechengDataError(
            f"there is no message {code!r}: the finding is of another version of decheng_data, or its code is mistyped"
        ) from None
