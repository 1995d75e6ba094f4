"""Whether the rules themselves are right: contradictions, rules that others imply, rules that reach nothing, bounds
without slack.

Looked at are the linear rules, on every figure that the vocabulary allows; figures of other periods that a rule names
are variables beside those of the present one. Product rules and those of other kinds bound no figure by itself and only
count for what they reach.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from decheng_data.error_localisation.certificates import NotSettledError, Row, contradiction, upper_bound
from decheng_data.error_localisation.locate import need_solver
from decheng_data.error_localisation.possible import figures, unit_of
from decheng_data.model.bilingual import NOTHING, Bilingual
from decheng_data.model.finding import SEVERITIES, Outcome
from decheng_data.rules.exact import bound, evaluate, suits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from decheng_data.model.rows import UnitRow
    from decheng_data.rules.evaluation import CodeLists
    from decheng_data.rules.observation import Observation, ObservationIndex
    from decheng_data.rules.rule import Rule, RuleSet, Term

MOST_CORES = 20
"""Most contradictions of one group of rules that are reported."""
_BEYOND_FIGURES = ("revision", "waiver")


class Name(NamedTuple):
    """A variable: any figure of this indicator and measure, of the period that the reference leads
    to.
    """

    indicator_id: str
    measure: str
    reference: str
    comparison: str = "none"

    def __str__(self) -> str:
        reference = "" if self.reference == "same" else f" ({self.reference.replace('_', ' ')})"
        return f"{self.indicator_id} {self.measure}{reference}"


@dataclass(frozen=True, slots=True)
class RuleFault:
    """A finding on the rules. `is_fault`: it asks for a change; the others are reported with the rule's own reason."""

    kind: str
    is_fault: bool
    rules: tuple[str, ...]
    text: Bilingual


class _Implied(NamedTuple):
    """An instance that rules at least as severe imply; `is_certain`: it is a warning and they are errors,
    `is_stated`: all bounds are in the rules.
    """

    rule_id: str
    by: tuple[str, ...]
    is_certain: bool
    is_stated: bool


@dataclass(frozen=True, slots=True)
class _Instance:
    """A rule on certain variables, as a row or two; `stated`: its bound is in the rule and not in the
    vocabulary.
    """

    rule: Rule
    rows: tuple[Row, ...]
    stated: bool


@dataclass(frozen=True, slots=True)
class Consistency:
    """The faults of a rule set. `settled` is false where the time was too short for all."""

    rules: int
    faults: tuple[RuleFault, ...]
    settled: bool

    @property
    def ok(self) -> bool:
        """Whether nothing asks for a change."""
        return not any(each.is_fault for each in self.faults)


def check_rules(rules: RuleSet, index: ObservationIndex, codes: CodeLists, *, seconds: float = 60.0) -> Consistency:
    """Look at a rule set on its vocabulary, and at what it reaches in the releases of an index. Raises
    MissingExtraError without scipy.
    """
    need_solver()
    model = _Model(rules, codes)
    end = monotonic() + seconds
    found, settled = list[RuleFault | _Implied](_cannot_run(rules)), True
    for group in model.groups():
        try:
            found += _group_faults(model, group, end)
        except NotSettledError:
            settled = False
    faults = _whole_rules(found, model)
    faults += [*_unreached(rules, model, index, codes), *_at_bound(rules, index, codes), *_untouched(rules, codes)]
    return Consistency(len(rules), tuple(sorted(faults, key=lambda each: not each.is_fault)), settled)


class _Model:
    """The linear rules on all that the vocabulary allows, with a number for each variable and each instance."""

    def __init__(self, rules: Iterable[Rule], codes: CodeLists) -> None:
        self._numbers: dict[Name, int] = {}
        self._codes = codes
        self.steps: dict[int, Fraction] = {}
        self.instances: list[_Instance] = []
        linear = [rule for rule in rules if rule.row.kind == "linear" and rule.row.severity != "information"]
        for rule in (rule for rule in linear if not rule.is_each):
            self._add_rule_of_several(rule)
        self._add_rules_of_one([rule for rule in linear if rule.is_each])
        self.names = {number: name for name, number in self._numbers.items()}

    def of_rule(self, rule_id: str) -> list[int]:
        """The numbers of a rule's instances."""
        return [number for number, each in enumerate(self.instances) if each.rule.rule_id == rule_id]

    def groups(self) -> Iterator[list[int]]:
        """The instances, those together that variables connect."""
        of_variable: dict[int, list[int]] = defaultdict(list)
        for number, each in enumerate(self.instances):
            for variable in each.rows[0].coefficients:
                of_variable[variable].append(number)
        left = set(range(len(self.instances)))
        while left:
            waiting = [min(left)]
            reached = {*waiting}
            while waiting:
                near = {
                    other
                    for variable in self.instances[waiting.pop()].rows[0].coefficients
                    for other in of_variable[variable]
                } - reached
                reached |= near
                waiting += near
            left -= reached
            yield sorted(reached)

    def _add_rule_of_several(self, rule: Rule) -> None:
        for terms in self._terms_of_each(rule):
            coefficients: dict[int, Fraction] = defaultdict(Fraction)
            for term in terms:
                coefficients[self._variable(Name(term.indicator_id or "", term.measure or "", term.reference))] += (
                    Fraction(term.coefficient)
                )
            self._add_instance(rule, dict(coefficients), Fraction(rule.bound), stated=True)

    def _terms_of_each(self, rule: Rule) -> Iterator[tuple[Term, ...]]:
        """The terms of the rule for each set of figures that it applies to."""
        names_them = any(term.indicator_id for term in rule.terms)
        named = (
            [rule.terms]
            if names_them
            else [tuple(term.of(each) for term in rule.terms) for each in self._codes.indicators]
        )
        summed = any(term.reference in ("previous_cumulative", "full_year") for term in rule.terms)
        for terms in named:
            indicators = [self._codes.indicators[term.indicator_id or ""] for term in terms]
            units = [
                unit_of(each, term.measure or "", self._codes) for each, term in zip(indicators, terms, strict=True)
            ]
            fits = all(unit and _fits(rule, term, unit) for term, unit in zip(terms, units, strict=True))
            first = indicators[0]
            falls = (
                rule.is_each_indicator
                and summed
                and (first.cumulation != "flow" or first.minimum is None or first.minimum < 0)
            )
            if fits and not falls:
                yield terms

    def _add_rules_of_one(self, rules: list[Rule]) -> None:
        for each in figures(self._codes):
            references = {
                name.reference
                for name in self._numbers
                if (name.indicator_id, name.measure) == (each.indicator_id, each.measure)
            } | {"same"}
            for rule in rules:
                if rule.terms[0].takes(each.indicator_id, each.measure, each.unit_row) and suits(rule, each):
                    self._add_instances(rule, each, references)

    def _add_instances(self, rule: Rule, each: Observation, references: set[str]) -> None:
        limit = bound(rule, each, self._codes)
        for reference in sorted(references) if limit is not None else ():
            comparison = each.comparison if each.measure == "rank" else "none"
            number = self._variable(Name(each.indicator_id, each.measure, reference, comparison))
            self._add_instance(
                rule,
                {number: Fraction(rule.terms[0].coefficient)},
                Fraction(limit or 0),
                stated=rule.row.bound is not None,
            )

    def _variable(self, name: Name) -> int:
        if name not in self._numbers:
            self._numbers[name] = len(self._numbers)
            unit = unit_of(self._codes.indicators[name.indicator_id], name.measure, self._codes)
            self.steps[self._numbers[name]] = Fraction(unit.scale) if unit else Fraction(1)
        return self._numbers[name]

    def _add_instance(self, rule: Rule, coefficients: dict[int, Fraction], limit: Fraction, *, stated: bool) -> None:
        number, relation = len(self.instances), rule.row.relation
        rows = [Row(coefficients, limit, number)] if relation in ("<=", "=") else []
        if relation in (">=", "="):
            rows.append(Row({variable: -coefficient for variable, coefficient in coefficients.items()}, -limit, number))
        self.instances.append(_Instance(rule, tuple(row.scaled(self.steps) for row in rows), stated))


def _cannot_run(rules: RuleSet) -> Iterator[RuleFault]:
    for row, _, reason in rules.faults:
        yield RuleFault(
            "cannot-run",
            True,
            (row.rule_id,),
            Bilingual(
                f"Rule {row.rule_id} cannot run: {reason.en}.",
                f"规则 {row.rule_id} 无法运行：{reason.zh}。",
            ),
        )


def _group_faults(model: _Model, group: list[int], end: float) -> Iterator[RuleFault | _Implied]:
    """Contradictions of a group; where there are none, the instances that others imply or that leave no slack."""
    remaining = list(group)
    for _ in range(MOST_CORES):
        core = contradiction(_instance_rows(model, remaining), _seconds_left(end))
        if core is None:
            break
        sources = sorted({row.source for row in core})
        yield _contradiction(model, sources)
        softest = max(sources, key=lambda number: (SEVERITIES.index(model.instances[number].rule.row.severity), number))
        remaining.remove(softest)
    if remaining == group:
        for number in group:
            yield from _implied(model, group, number, end)
            yield from _tight(model, group, number, end)


def _contradiction(model: _Model, sources: list[int]) -> RuleFault:
    rules = tuple(dict.fromkeys(model.instances[number].rule.rule_id for number in sources))
    names = _names(
        model.names[variable] for number in sources for variable in model.instances[number].rows[0].coefficients
    )
    held = [model.instances[number].rule for number in sources]
    forms = Bilingual.joined(
        (Bilingual(f"{rule.rule_id}: {rule}", f"{rule.rule_id}：{rule}") for rule in held), "; ", "；"
    )
    text = Bilingual(
        f"No figures keep these rules together, and each of them is needed for that: {forms.en}. It is about"
        f" {names.en}.",
        f"以下规则不可能同时成立，且缺一不成矛盾：{forms.zh}。涉及 {names.zh}。",
    )
    return RuleFault("contradiction", True, rules, text)


def _implied(model: _Model, group: list[int], number: int, end: float) -> Iterator[_Implied]:
    """An instance that rules at least as severe imply. By single instances; `_whole_rules` leaves rules of
    which all instances are implied.
    """
    here = model.instances[number]
    rank = SEVERITIES.index(here.rule.row.severity)
    others = [
        each
        for each in group
        if model.instances[each].rule.rule_id != here.rule.rule_id
        and SEVERITIES.index(model.instances[each].rule.row.severity) <= rank
    ]
    rows, proofs = _instance_rows(model, others), []
    for row in here.rows:
        found = _tighter_row(rows, row) or (upper_bound(rows, row.coefficients, _seconds_left(end)) if rows else None)
        if found is None or found[0] > row.high:
            return
        proofs += found[1]
    by = [model.instances[source] for source in sorted({row.source for row in proofs})]
    stated = here.stated and all(each.stated for each in by)
    certain = here.rule.row.severity == "warning" and all(each.rule.row.severity == "error" for each in by)
    names = tuple(dict.fromkeys(each.rule.rule_id for each in by))
    yield _Implied(here.rule.rule_id, names, certain, stated)


def _tighter_row(rows: Iterable[Row], row: Row) -> tuple[Fraction, list[Row]] | None:
    """The first row that asks the same of the same variables, or more."""
    return next(
        ((other.high, [other]) for other in rows if other.high <= row.high and other.coefficients == row.coefficients),
        None,
    )


def _tight(model: _Model, group: list[int], number: int, end: float) -> Iterator[RuleFault]:
    """An inequality that can only hold as an equality."""
    here = model.instances[number]
    if len(here.rows) == 1:
        row = here.rows[0]
        found = upper_bound(
            _instance_rows(model, group),
            {variable: -coefficient for variable, coefficient in row.coefficients.items()},
            _seconds_left(end),
        )
        if found is not None and found[0] <= -row.high:
            by = tuple(dict.fromkeys(model.instances[each.source].rule.rule_id for each in found[1]))
            names, others = _names(model.names[variable] for variable in row.coefficients), _names(by)
            text = Bilingual(
                f"{here.rule.rule_id} leaves no slack: with {others.en} it can only hold as an equality"
                f" ({here.rule}), for {names.en}.",
                f"{here.rule.rule_id} 没有余地：连同 {others.zh} 只能取等号（{here.rule}），涉及 {names.zh}。",
            )
            yield RuleFault("always-tight", True, (here.rule.rule_id, *by), text)


def _whole_rules(found: list[RuleFault | _Implied], model: _Model) -> list[RuleFault]:
    """Of implied instances those whose rule is implied wherever it applies, once a rule; all else as it is."""
    faults, implied = list[RuleFault](), defaultdict[str, list[_Implied]](list)
    for each in found:
        if isinstance(each, _Implied):
            implied[each.rule_id].append(each)
        else:
            faults.append(each)
    for rule_id, instances in implied.items():
        numbers = model.of_rule(rule_id)
        if len(instances) == len(numbers):
            faults.append(_implied_rule(model.instances[numbers[0]].rule, instances))
    return faults


def _implied_rule(rule: Rule, instances: list[_Implied]) -> RuleFault:
    by = tuple(dict.fromkeys(other for each in instances for other in each.by))
    is_certain, is_stated = all(each.is_certain for each in instances), all(each.is_stated for each in instances)
    kind, rule_id, names, row = "certain-warning" if is_certain else "implied", rule.rule_id, _names(by), rule.row
    what = (
        Bilingual(f"{rule_id} is a warning that errors already make certain", f"警告 {rule_id} 已由错误级规则保证")
        if is_certain
        else Bilingual(f"{rule_id} is implied by other rules", f"{rule_id} 已由其他规则推出")
    )
    text = (
        Bilingual(f"{what.en}: {names.en}.", f"{what.zh}：{names.zh}。")
        if is_stated
        else Bilingual(
            f"{what.en} with the bounds that the vocabulary states today: {names.en}. Why it is there:"
            f" {row.rationale_en}",
            f"{what.zh}（按词表现有上下限）：{names.zh}。保留理由：{row.rationale_zh}",
        )
    )
    return RuleFault(kind, is_stated, (rule_id, *by), text)


def _unreached(rules: RuleSet, model: _Model, index: ObservationIndex, codes: CodeLists) -> Iterator[RuleFault]:
    """Rules that reach no figure: of any release that the vocabulary allows, or of those that are there."""
    held = {each.rule.rule_id for each in model.instances}
    for rule in rules:
        if rule.row.kind in _BEYOND_FIGURES:
            continue
        evaluations = list(evaluate([rule], index, codes))
        if any(each.outcome is not Outcome.NOT_APPLICABLE for each in evaluations):
            continue
        if (
            rule.row.kind == "linear" and rule.row.severity != "information" and rule.rule_id not in held
        ) or not _takes_any(rule, codes):
            text = Bilingual(
                f"{rule.rule_id} can reach no figure: the vocabulary has no indicator with such a measure, unit and"
                " bound.",
                f"{rule.rule_id} 不可能触及任何数据：词表中没有符合其度量、单位和界限的指标。",
            )
            yield RuleFault("unreachable", True, (rule.rule_id,), text)
            continue
        where = sorted(
            {
                str(model.names[variable])
                for number in model.of_rule(rule.rule_id)
                for variable in model.instances[number].rows[0].coefficients
            }
        )
        reason = next((each.why for each in evaluations if each.why), NOTHING)
        could = f"; it could reach {', '.join(where[:3])}{' …' if len(where) > 3 else ''}" if where else ""
        text = Bilingual(
            f"{rule.rule_id} reaches no figure of the releases that are there: {reason.en}{could}. Why it is there:"
            f" {rule.row.rationale_en}",
            f"{rule.rule_id} 未触及现有发布的任何数据（{reason.zh}）。保留理由：{rule.row.rationale_zh}",
        )
        yield RuleFault("not-reached", False, (rule.rule_id,), text)


def _fits(rule: Rule, term: Term, unit: UnitRow) -> bool:
    """Whether the rule, and its term that names indicator and measure, take figures of the unit."""
    return term.takes(term.indicator_id or "", term.measure or "", unit) and (
        rule.unit is None or rule.unit.dimension == unit.dimension
    )


def _takes_any(rule: Rule, codes: CodeLists) -> bool:
    possible = list(figures(codes))
    named = [
        term
        for term in rule.terms
        if term.indicator_id is not None
        or term.measure is not None
        or term.dimension is not None
        or term.counted is not None
    ]
    return all(any(term.takes(each.indicator_id, each.measure, each.unit_row) for each in possible) for term in named)


def _at_bound(rules: RuleSet, index: ObservationIndex, codes: CodeLists) -> Iterator[RuleFault]:
    """Rules whose every figure is on the bound: they may be tighter than meant, which is no fault."""
    for rule in rules:
        if rule.row.kind == "linear":
            passed = [each for each in evaluate([rule], index, codes) if each.outcome is Outcome.PASSED]
            if len(passed) > 1 and all(each.excess == 0 for each in passed):
                text = Bilingual(
                    f"All {len(passed)} figures that {rule.rule_id} reaches stand exactly on its bound.",
                    f"{rule.rule_id} 触及的 {len(passed)} 个数都恰好等于界限。",
                )
                yield RuleFault("at-bound", False, (rule.rule_id,), text)


def _untouched(rules: RuleSet, codes: CodeLists) -> Iterator[RuleFault]:
    """Indicators that no rule touches, and those that no rule compares with another figure."""
    possible = list(figures(codes))
    touched, tied = set[str](), set[str]()
    for rule in rules:
        for term in rule.terms:
            reached = {
                each.indicator_id for each in possible if term.takes(each.indicator_id, each.measure, each.unit_row)
            }
            touched |= reached
            tied |= reached if len(rule.terms) > 1 and term.indicator_id is not None else set()
    for kind, ids, what in (
        (
            "untouched",
            [each for each in codes.indicators if each not in touched],
            Bilingual("No rule touches", "没有规则触及"),
        ),
        (
            "alone",
            [each for each in codes.indicators if each in touched and each not in tied],
            Bilingual("No rule ties to another indicator", "没有规则与其他指标相联系"),
        ),
    ):
        if ids:
            names = _names(ids)
            yield RuleFault(kind, False, (), Bilingual(f"{what.en}: {names.en}.", f"{what.zh}：{names.zh}。"))


def _names(named: Iterable[object]) -> Bilingual:
    return Bilingual.joined(map(Bilingual.same, dict.fromkeys(map(str, named))))


def _instance_rows(model: _Model, numbers: Iterable[int]) -> list[Row]:
    return [row for number in numbers for row in model.instances[number].rows]


def _seconds_left(end: float) -> float:
    if (left := end - monotonic()) <= 0:
        raise NotSettledError
    return left
