"""The expressions of GitHub Actions, as far as this project's files use them. What is not known here is an error: nothing is guessed.

Null, '' and false are false. Texts are compared without regard to case; null equals the empty text.
"""

from __future__ import annotations

import re
from typing import Any

_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<sign>&&|\|\||==|!=|[!()])|(?P<name>[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*))"
)
_EMBEDDED = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
STATUS_FUNCTIONS = ("always", "success", "failure", "cancelled")

Contexts = dict[str, Any]


def text_of(template: Any, contexts: Contexts) -> str:
    """A value of the file with its `${{ … }}` replaced. A boolean of YAML is handed on as its word."""
    if isinstance(template, bool):
        return str(template).lower()
    return _EMBEDDED.sub(lambda found: _word(evaluate(found[1], contexts)), str(template))


def holds(condition: str, contexts: Contexts) -> bool:
    """Whether an `if` holds; without a function of the status it asks for success too."""
    bare = condition.strip().removeprefix("${{").removesuffix("}}")
    met = bool(evaluate(bare, contexts))
    return met and (contexts["success"] or any(f"{name}()" in bare for name in STATUS_FUNCTIONS))


def evaluate(expression: str, contexts: Contexts) -> Any:
    """The value of an expression without its `${{ }}`. `contexts` holds `success` (so far) beside the contexts by name."""
    tokens = _tokens(expression)
    value = _Reader(tokens, contexts).either()
    assert not tokens, f"{expression!r} goes on behind its end: {tokens}"
    return value


def _tokens(expression: str) -> list[str]:
    tokens, at, expression = [], 0, expression.strip()
    while at < len(expression):
        found = _TOKEN.match(expression, at)
        assert found, f"unknown in an expression: {expression[at:]!r}"
        tokens.append(found[0].strip())
        at = found.end()
    return tokens


def _word(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


class _Reader:
    """Recursive descent: `||`, `&&`, `==` and `!=`, `!`, then a text, a function, a context or brackets."""

    def __init__(self, tokens: list[str], contexts: Contexts) -> None:
        self.tokens, self.contexts = tokens, contexts

    def either(self) -> Any:
        value = self.both()
        while self.next_is("||"):
            other = self.both()
            value = value or other
        return value

    def both(self) -> Any:
        value = self.compared()
        while self.next_is("&&"):
            other = self.compared()
            value = other if value else value
        return value

    def compared(self) -> Any:
        value = self.single()
        for sign, wanted in (("==", True), ("!=", False)):
            if self.next_is(sign):
                return (_word(value).lower() == _word(self.single()).lower()) is wanted
        return value

    def single(self) -> Any:
        if self.next_is("!"):
            return not self.single()
        if self.next_is("("):
            value = self.either()
            assert self.next_is(")")
            return value
        token = self.tokens.pop(0)
        if token.startswith("'"):
            return token[1:-1].replace("''", "'")
        if self.next_is("("):
            assert self.next_is(")"), f"{token} is known without arguments only"
            return {
                "always": True,
                "success": self.contexts["success"],
                "failure": not self.contexts["success"],
                "cancelled": False,
            }[token]
        return self.looked_up(token)

    def looked_up(self, name: str) -> Any:
        """A context must be known; of `github` and the outputs of a step that ran what is not there is null."""
        context, _, path = name.partition(".")
        assert path, f"no value of an expression: {name}"
        value = self.contexts[context]
        parts = path.split(".")
        if context == "steps":
            assert parts[1] == "outputs", name
            return value[parts[0]].get(parts[2]) if parts[0] in value else None
        if context == "inputs":
            return value[path]
        for part in parts:
            value = value.get(part) if value else None
        return value

    def next_is(self, token: str) -> bool:
        return bool(self.tokens and self.tokens[0] == token and self.tokens.pop(0))
