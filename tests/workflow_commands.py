"""What the runner of GitHub Actions reads in a log: its two forms of commands, by the rules of its own parser.

`::name key=value,key=value::message` at the start of a line, spaces before it ignored; and the older `##[name key=value;key=value]message` anywhere in a line.
"""

from __future__ import annotations

from typing import NamedTuple

COMMANDS = (
    "error",
    "warning",
    "notice",
    "debug",
    "group",
    "endgroup",
    "add-mask",
    "add-matcher",
    "stop-commands",
    "set-output",
    "save-state",
    "set-env",
    "add-path",
    "echo",
    "command",
)
_DATA = (("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))
_PROPERTY = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    message: str


def commands_of(log: str) -> list[Command]:
    """Every command in a log; the runner ends a line at CR, LF or both."""
    lines = log.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [command for line in lines if (command := _new_form(line) or _old_form(line))]


def _new_form(line: str) -> Command | None:
    line = line.lstrip()
    if not line.startswith("::") or (end := line.find("::", 2)) < 0:
        return None
    name, _, properties = line[2:end].partition(" ")
    pairs = (part.partition("=") for part in properties.strip().split(",") if part)
    return (
        Command(
            name,
            {key: _unescaped(value, _PROPERTY) for key, _, value in pairs if value},
            _unescaped(line[end + 2 :], _DATA),
        )
        if name in COMMANDS
        else None
    )


def _old_form(line: str) -> Command | None:
    start = line.find("##[")
    if start < 0 or (end := line.find("]", start)) < 0:
        return None
    name = line[start + 3 : end].partition(" ")[0]
    return Command(name, {}, line[end + 1 :]) if name in COMMANDS else None


def _unescaped(text: str, marks: tuple[tuple[str, str], ...]) -> str:
    for mark, character in marks:
        text = text.replace(mark, character)
    return text
