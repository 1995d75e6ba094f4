"""Caches of the library, emptied around what a test replaces: neither it nor a later test is answered from before."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator


class Cached(Protocol):
    def cache_clear(self) -> None: ...


@contextmanager
def forgotten(*caches: Cached) -> Iterator[None]:
    """Nothing is remembered from before while this lasts, nor from it afterwards, also where the test fails."""
    for cache in caches:
        cache.cache_clear()
    try:
        yield
    finally:
        for cache in caches:
            cache.cache_clear()
