"""The data sheet as one HTML file: nothing is fetched, whatever is in the data stays text, the same package gives
the same bytes.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from decheng_data._version import __version__
from decheng_data.errors import MissingExtraError
from decheng_data.escaping import shown
from decheng_data.packages.files.writing import write_text_whole
from decheng_data.packages.target import refuse_to_overwrite
from decheng_data.sheet import words
from decheng_data.sheet.content import OPEN_FINDINGS, SHOWN_FINDINGS, content_of
from decheng_data.sheet.material import read_material

if TYPE_CHECKING:
    import os

    from jinja2 import Template

    from decheng_data.model.report import Report
    from decheng_data.sheet.material import Material


def data_sheet(
    path: str | os.PathLike[str] | None = None, output: str | os.PathLike[str] | None = None, *, static: bool = False
) -> str:
    """The data sheet of a package (named as for `validate`; nothing: the shipped one) as the text of one HTML file.

    With `output` it is written there too, whole or not at all. `static` leaves out the script: search, filters and
    sorting. A sheet of bad data is made all the same, and says what is wrong. Raises PackageError where there is no
    package that can be read, MissingExtraError where the extra `sheet` is not installed, OSError where the file cannot
    be written, DechengDataError where it is a file of the package.
    """
    refuse_to_overwrite([] if output is None else [Path(output)], path)
    text, _ = sheet_and_report(path, static=static)
    if output is not None:
        write_text_whole(output, text)
    return text


def sheet_and_report(path: str | os.PathLike[str] | None, *, static: bool) -> tuple[str, Report]:
    """The text of `data_sheet`, and the report of the validation in it."""
    material = read_material(path)
    return render_sheet(material, static=static), material.report


def render_sheet(material: Material, *, static: bool) -> str:
    """The page of what has been read."""
    style, script = _asset("style.css"), "" if static else _asset("script.js")
    template = page_template()
    limits = {"shown_findings": SHOWN_FINDINGS, "open_findings": OPEN_FINDINGS}
    text: str = template.render(
        content=content_of(material),
        words=words,
        style=style,
        script=script,
        policy=policy(style, script),
        version=__version__,
        **limits,
    )
    return text


def policy(style: str, script: str) -> str:
    """The content security policy: nothing but this very style sheet and this very script."""
    allowed = [f"script-src '{_hash(script)}'"] if script else []
    return "; ".join(
        [
            "default-src 'none'",
            f"style-src '{_hash(style)}'",
            *allowed,
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _asset(name: str) -> str:
    """One of this folder's files, from a zip too."""
    return files("decheng_data.sheet").joinpath(name).read_text("utf-8")


@cache
def page_template() -> Template:
    """The template of the page. Raises MissingExtraError where jinja2 is not installed."""
    try:
        import jinja2
        from markupsafe import Markup
    except ImportError:
        raise MissingExtraError("jinja2", "sheet") from None

    def harmless(value: object) -> object:
        """Texts of the data with control characters made visible; what is markup already is ours."""
        return shown(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_asset),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["markup"] = Markup
    return environment.get_template("page.jinja")
