"""Semantic Versioning 2.0.0: reading a version, which comes after which, and whether a version gives the bump that a
change asks for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 256
"""Most characters of a version."""

_NUMBER = r"(?:0|[1-9][0-9]*)"
_VERSION = re.compile(
    rf"({_NUMBER})\.({_NUMBER})\.({_NUMBER})"
    rf"(?:-((?:{_NUMBER}|[0-9]*[A-Za-z-][0-9A-Za-z-]*)(?:\.(?:{_NUMBER}|[0-9]*[A-Za-z-][0-9A-Za-z-]*))*))?"
    r"(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?"
)


class Bump(StrEnum):
    """How much of a version a change asks to be moved."""

    NONE = "none"
    PATCH = "patch"
    MINOR = "minor"
    MAJOR = "major"

    @classmethod
    def greatest(cls, bumps: Iterable[Bump]) -> Bump:
        """The one that includes all of them; NONE where there are none."""
        return max(bumps, key=list(cls).index, default=cls.NONE)


@dataclass(frozen=True, slots=True)
class Version:
    """A version. `prerelease` are the identifiers after the hyphen; `build` is what follows the plus sign, which orders
    nothing.
    """

    major: int
    minor: int
    patch: int
    prerelease: tuple[str, ...] = ()
    build: str = ""

    @classmethod
    def parse(cls, text: str) -> Version:
        """Read `1.2.3`, `1.2.3-rc.1` or `1.2.3+build`. Raises ValueError for anything else."""
        found = _VERSION.fullmatch(text) if len(text) <= LONGEST else None
        if found is None:
            raise ValueError(f"{text[:LONGEST]!r} is no version: write three numbers, such as 1.2.3")
        major, minor, patch, prerelease, build = found.groups()
        return cls(int(major), int(minor), int(patch), tuple(prerelease.split(".")) if prerelease else (), build or "")

    @property
    def core(self) -> tuple[int, int, int]:
        """The three numbers."""
        return self.major, self.minor, self.patch

    @property
    def precedence(self) -> tuple[tuple[int, int, int], bool, tuple[tuple[bool, int, str], ...]]:
        """What versions are ordered by (section 11): numbers below words, fewer identifiers below more, a prerelease
        below its version.
        """
        identifiers = (
            (not each.isdigit(), int(each), "") if each.isdigit() else (True, 0, each) for each in self.prerelease
        )
        return self.core, not self.prerelease, tuple(identifiers)

    def least_after(self, bump: Bump) -> Version:
        """The least version that gives the bump.

        Before 1.0.0 the contract may still change (section 4), so that a major change asks for the next minor only. A
        prerelease whose numbers give the bump already, as those of 2.0.0-rc.1 give a major one, asks for no other
        numbers.
        """
        major, minor, patch = self.core
        if bump is Bump.NONE or (self.prerelease and self._opens(bump)):
            return self if bump is Bump.NONE else Version(*self.core)
        if bump is Bump.PATCH:
            return Version(major, minor, patch + 1)
        return Version(major + 1, 0, 0) if bump is Bump.MAJOR and major else Version(major, minor + 1, 0)

    def gives(self, bump: Bump, *, after: Version) -> bool:
        """Whether this version, coming after that one, is enough for a change that asks for the bump. A version that
        goes back never is.
        """
        if bump is Bump.NONE:
            return self.precedence >= after.precedence
        return self.core >= after.least_after(bump).core and self.precedence > after.precedence

    def _opens(self, bump: Bump) -> bool:
        """Whether the numbers are the first of their patch, minor or major."""
        return bump is Bump.PATCH or (self.patch == 0 and (bump is Bump.MINOR or self.minor == 0 or self.major == 0))

    def __str__(self) -> str:
        core = ".".join(map(str, self.core))
        return (
            core
            + ("-" + ".".join(self.prerelease) if self.prerelease else "")
            + (f"+{self.build}" if self.build else "")
        )
