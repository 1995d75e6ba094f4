"""Text of others made harmless: shown to a terminal or a CI log, cut to a length, written as JSON or as Markdown."""

from __future__ import annotations

import json
import re

_LOG_COMMAND = re.compile(r"##(?=\w*\[)")  # ##[error], ##vso[…], ##teamcity[…]: CI runners obey them anywhere in a line
_LINE_COMMAND = re.compile(r"\A *::")  # ::error …::, which GitHub obeys at the start of a line
_MARKDOWN_LINK = re.compile(r":(?=//)|(?<=www)\.", re.IGNORECASE)
_MARKDOWN = {ord(character): f"&#{ord(character)};" for character in "\\`*_[]<>|~&$"} | {
    ord(character): f"{character}<!-- -->" for character in "@#"
}


def shown(text: str) -> str:
    """The text with control characters made visible, so that data can steer neither a terminal nor a CI runner that
    reads the log.
    """
    if not text.isprintable():
        text = "".join(
            character if character.isprintable() else character.encode("unicode_escape").decode() for character in text
        )
    if "::" in text or "##" in text:
        text = _LINE_COMMAND.sub(lambda found: found[0].replace("::", r"\x3a:"), _LOG_COMMAND.sub(r"#\\x23", text))
    return text


def clipped(text: str, most: int) -> str:
    """The text as `shown`, of at most so many characters; one that was cut ends in `…`."""
    start = shown(text[: most + 1])
    return start if len(start) <= most else start[: most - 1] + "…"


def as_json(value: object) -> str:
    """The value as JSON, indented, readable in any language. What does not print is escaped; half a surrogate pair,
    which UTF-8 cannot hold, is `shown`.
    """
    text = _LOG_COMMAND.sub(r"#\\u0023", json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False))
    return (
        "\n".join(line if line.isprintable() else "".join(map(_json_character, line)) for line in text.split("\n"))
        + "\n"
    )


def as_markdown(text: str) -> str:
    """A `shown` text as GitHub's Markdown prints it word for word, in a table's cell too: no markup, HTML, link,
    mention or reference.
    """
    return _MARKDOWN_LINK.sub(lambda found: f"&#{ord(found[0])};", text.translate(_MARKDOWN))


def _json_character(character: str) -> str:
    if character.isprintable():
        return character
    if "\ud800" <= character <= "\udfff":
        return f"\\\\u{ord(character):04x}"
    return json.dumps(character)[1:-1]
