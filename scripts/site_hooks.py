"""The pages of the documentation site that are written from the project itself: rules, data dictionary, Python, the
example notebook, and the data sheet.

mkdocs calls the functions whose names begin with `on_`. Every page of docs/ that mkdocs.yml does not name stands under
"More".
"""

from __future__ import annotations

import importlib
import inspect
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import decheng_data as dd
from decheng_data.model.rows import TABLES
from decheng_data.model.schemas import table_schema
from decheng_data.packages.package import open_package
from decheng_data.releases.vocabulary import vocabulary_of
from decheng_data.sheet.page import data_sheet

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

_OUTWARD = re.compile(r"\[([^\]]+)\]\((?:\.\./)+[^)]*\)")
"""A link to a file of the repository that is no page."""


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the pages that no one has put anywhere under the last heading."""
    nav: list[Any] = config.nav or []
    named = set(re.findall(r"[\w-]+\.md", str(nav)))
    nav[-1] = {"More": sorted(path.name for path in Path(config.docs_dir).glob("*.md") if path.name not in named)}
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are written from the project."""
    from mkdocs.structure.files import File

    written = {
        "rules.md": rules(),
        "dictionary.md": dictionary(),
        "api.md": api(),
        "example.md": notebook(Path(config.docs_dir) / "example.ipynb"),
    }
    for name, content in (written | {"sheet.html": data_sheet()}).items():
        files.append(File.generated(config, name, content=content))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """What a page links to beyond the site is named, not linked."""
    return _OUTWARD.sub(r"`\1`", markdown)


def notebook(path: Path) -> str:
    """The notebook as a page, run anew."""
    # They have no types.
    nbformat, nbconvert, preprocessors = map(
        importlib.import_module, ("nbformat", "nbconvert", "nbconvert.preprocessors")
    )
    read = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as folder:
        preprocessors.ExecutePreprocessor(timeout=120, kernel_name="python3").preprocess(
            read, {"metadata": {"path": folder}}
        )
    page, _ = nbconvert.MarkdownExporter().from_notebook_node(read)
    return f"{page}\n[The notebook itself]({path.name})\n"


def rules() -> str:
    """Every rule of the shipped package: what must hold, why, and its form."""
    written = "Written from data/rules.csv and data/rule_terms.csv."
    parts = [f"# Rules\n\n{written} `decheng-data explain RULE` tells how one of them stands.\n"]
    for rule in vocabulary_of(open_package()).rules:
        row = rule.row
        parts.append(
            f"## {rule.rule_id}\n\n{_text(row.title_en)}  \n{_text(row.title_zh)}\n\n`{rule}`\n\n{row.severity}, ESS"
            f" level {row.level}, type {row.type}. {_text(row.rationale_en)} {_text(row.rationale_zh)}\n"
        )
    return "\n".join(parts)


def dictionary() -> str:
    """Every table with its fields, and the code lists, in both languages."""
    parts = ["# Data dictionary\n\nWritten from the models and the code lists of the shipped package.\n"]
    for model in TABLES.values():
        parts.append(
            f"## {model.table} {model.table_title_zh}\n\n{_text(inspect.getdoc(model) or '')}\n\nKey:"
            f" {', '.join(model.primary_key)}\n"
        )
        fields = (
            [each["name"], each["title"], each["title_zh"], each["type"], each["description"]]
            for each in table_schema(model)["fields"]
        )
        parts.append(_table(("field", "title", "标题", "type", "description"), fields))
    for name in ("indicators", "units", "areas", "themes"):
        rows = dd.table(name).records
        key = TABLES[name].primary_key[0]
        parts.append(
            "## Codes:"
            f" {name}\n\n{_table((key, 'name', '名称'), ([row[key], row['name_en'], row['name_zh']] for row in rows))}"
        )
    return "\n".join(parts)


def api() -> str:
    """Every public name with its signature and its docstring."""
    parts = ["# Python\n\n`import decheng_data as dd`; these are all its names.\n"]
    for name in dd.__all__:
        thing = getattr(dd, name)
        if isinstance(thing, str):
            continue
        parts.append(f"## {name}\n\n{_signed(name, thing)}{_text(inspect.getdoc(thing) or '')}\n")
        if inspect.isclass(thing) and not issubclass(thing, Exception):
            members = (
                (key, each)
                for key, each in vars(thing).items()
                if not key.startswith("_") and (callable(each) or isinstance(each, property))
            )
            parts += [
                f"- `{key}`: {_text(named)}"
                for key, each in members
                if (named := " ".join((inspect.getdoc(each) or "").split()))
            ] + [""]
    return "\n".join(parts)


def _signed(name: str, thing: Any) -> str:
    return f"```text\ndd.{name}{inspect.signature(thing)}\n```\n\n" if inspect.isfunction(thing) else ""


def _table(header: tuple[str, ...], rows: Any) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(_text(str(cell)).replace('|', '&#124;') for cell in line)} |\n" for line in lines)


def _text(text: str) -> str:
    """A text whose signs are no markup."""
    return re.sub(r"([<>*_\[\]])", lambda found: f"&#{ord(found[0])};", text)
