"""The nouns of SDMX and of this project: Quantity and Interval, Period, the rows of each table, Report.

Doors: `quantity.Quantity`, `quantity.Interval`, `period.Period`, `printed.read_printed`, `rows.TABLES`,
`schemas.table_schema`, `schemas.json_schema`, `report.Finding`, `report.Report`, `report.Outcome`.
It must not know any file, any rule engine, or how a finding becomes a sentence.

What other rooms use of it today (written by scripts/rooms.py):

    bars: GrowthScale
    bilingual: Bilingual, CellsError, Language, NOTHING, TONGUES, Tongue, brief, listed, shown, shown_cell
    code_lists: area_faults, unit_faults
    fault: Fault, STRUCTURE_RULES, misplaced, unusable
    fields: CHARACTERS_LIMIT, DECIMALS_LIMIT, GROWTH_BASIS_WORDS, LIST_DELIMITER, MAGNITUDE_LIMIT, MEASURE_WORDS,
        MENTION_WORDS, Measure, OUTCOME_WORDS, REFERENCE_WORDS_ZH, SEVERITY_WORDS, STATUS_WORDS, Severity
    finding: Finding, Outcome, SEVERITIES, Waived
    folding: fold_widths, is_mark, lowered, raised
    html: Html, between, bilingual, element, html, html_table, notebook_panel
    messages: Catalogue, Message, Say
    numerals: ARABIC, CHINESE, CHINESE_DIGITS, MIXED, Number, POWERS, read_number
    parts: Line
    period: PERIOD_PATTERN, Period
    printed: FALL_WORDS, NO_UNIT, Printed, RANK_WORDS, RISE_WORDS, WORDS_BEFORE, WORD_BEHIND, ZERO_WORDS, figure_text,
        read_printed, signed
    quantity: EXACT, Interval, MEANINGS, Meaning, POINTS, QUALIFIERS, Quantity, meaning_of, multiply, plain,
        unit_between
    report: Coverage, FindingsError, Outcomes, Report, RuleSummary
    row: PlacedRow, Row
    rows: MentionRow, ObservationRow, ReleaseRow, RevisionRow, StatementRow, TABLES, WaiverRow
    schemas: JSON_SCHEMA_DIALECT, as_text, descriptor, json_schema, table_schema
    suspects: ForcedValue, InvolvedObservation, LikelySlip, Localisation, Suspect, SuspectSet, Suspects
    vocabulary_rows: AreaRow, IndicatorRow, RuleRow, RuleTermRow, ThemeRow, UnitRow
"""
