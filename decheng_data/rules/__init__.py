"""A rule as data, and its exact meaning: terms, intervals, outcomes, and the sentence of a failure.

`kinds/` has what is special to a kind of rule.
Doors: `rule`, `vocabulary`, `observation`, `evaluation`, `exact`, `judgement`, `wording`, `waivers`,
`catalogue.failure_text`, `kinds.printed_and_codes`.
It must not know where rows come from: no file, no descriptor, no archive.

What other rooms use of it today (written by scripts/rooms.py):

    catalogue: failure_text
    evaluation: CodeLists, Evaluation, NO_FIGURE
    exact: Binding, bindings, bound, evaluate, suits
    judgement: Judgement, failed, not_applicable, passed
    kinds.printed_and_codes: around, has_sign_outside, printed_disagreement
    observation: Group, IN_WORDS, LONGEST_JOINT, Observation, ObservationIndex, status_html
    rule: BETWEEN_STATES, Rule, RuleSet, Term
    vocabulary: Vocabulary
    waivers: Waivers
    wording: OBSERVATIONS_FILE, finding, involved, rule_fault
"""
