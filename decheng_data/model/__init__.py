"""The nouns of SDMX and of this project: Quantity and Interval, Period, the rows of each table, Report.

Doors: `bilingual`, `fields`, `finding` (with its lines), `html`, `messages`, `numerals`, `period`, `printed`,
`quantity`, `report` (with the suspects), `rows` (of all tables), `schemas`.
It must not know any file, any rule engine, or how a finding becomes a sentence.

What other rooms use of it today (written by scripts/rooms.py):

    bilingual: Bilingual, CellsError, Language, NOTHING, TONGUES, Tongue, brief, listed, shown, shown_cell
    fields: CHARACTERS_LIMIT, DECIMALS_LIMIT, GROWTH_BASIS_WORDS, LIST_DELIMITER, MAGNITUDE_LIMIT, MEASURE_WORDS,
        MENTION_WORDS, Measure, OUTCOME_WORDS, REFERENCE_WORDS_ZH, SEVERITY_WORDS, STATUS_WORDS, Severity
    finding: Finding, Line, Outcome, SEVERITIES, Waived
    html: Html, between, bilingual, element, html, html_table, notebook_panel
    messages: Catalogue, Message, Say
    numerals: ARABIC, CHINESE, CHINESE_DIGITS, MIXED, Number, POWERS, read_number
    period: PERIOD_PATTERN, Period
    printed: FALL_WORDS, NO_UNIT, Printed, RANK_WORDS, RISE_WORDS, WORDS_BEFORE, WORD_BEHIND, ZERO_WORDS, figure_text,
        read_printed, signed
    quantity: EXACT, Interval, MEANINGS, Meaning, POINTS, QUALIFIERS, Quantity, meaning_of, multiply, plain,
        unit_between
    report: Coverage, FindingsError, ForcedValue, InvolvedObservation, LikelySlip, Localisation, Outcomes, Report,
        RuleSummary, Suspect, SuspectSet, Suspects
    rows: AreaRow, IndicatorRow, MentionRow, ObservationRow, PlacedRow, ReleaseRow, RevisionRow, Row, RuleRow,
        RuleTermRow, StatementRow, TABLES, ThemeRow, UnitRow, WaiverRow
    schemas: JSON_SCHEMA_DIALECT, as_text, descriptor, json_schema, table_schema
"""
