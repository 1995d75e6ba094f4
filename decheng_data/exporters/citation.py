"""How to cite: CITATION.cff (Citation File Format 1.2.0), BibTeX and RIS, all from the descriptor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decheng_data.exporters.citing import bibtex, cff, ris

if TYPE_CHECKING:
    from decheng_data.exporters.contents import Contents

CANNOT_SAY = ("data: it names the package, its authors, version, day and licences only",)
"""What this target leaves out of a package."""


def files(contents: Contents) -> dict[str, bytes]:
    """`CITATION.cff` first; the others carry the package's name."""
    return {
        "CITATION.cff": cff(contents).encode(),
        f"{contents.name}.bib": bibtex(contents).encode(),
        f"{contents.name}.ris": ris(contents).encode(),
    }
