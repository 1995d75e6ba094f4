"""A data package (Frictionless): where its files lie, what its descriptor says, whether its tables are sound.

`files/` has folders, zips, git revisions and the writing of files; `descriptor/` the descriptor; `structure/` the
check of tables, which is level 0.
Doors: `opening.open_state`, `package.open_package`, `table.read_table`, `structure.check.check_structure`,
`files.writing.write_text_whole`.
It must not know what a rule is, nor what the figures of a table mean.

What other rooms use of it today (written by scripts/rooms.py):

    contract: contract_schema
    descriptor.demands: is_annotation
    descriptor.lines: line_of
    descriptor.profile: DESCRIPTOR_LIMIT, DESCRIPTOR_NAME, parse_json
    descriptor.resource: Dialect
    descriptor.schema: read_schema
    descriptor.shapes: category_of
    files.chinese_encodings: chinese_encoding, read_as
    files.folder: Folder, path_text
    files.locks: PREFIX
    files.one_state: of_one_state
    files.pointers: POINTER_BYTES, PointerError, check_file, refuse_pointer
    files.staging: check_whole, sole_writer
    files.writing: write_text_whole, write_together
    inputs: refuse_to_overwrite
    opening: open_state
    package: Package, open_package, package_path, rows_as_text
    structure.cells: reader_of, written
    structure.check: Structure, TypedRow, check_structure
    structure.column: Column
    structure.findings: finding
    structure.hints: folded, near_hint
    structure.positions: with_columns
    structure.source: Source
    table: Frame, Records, Table, read_table
    target: target_folder
    wide: Field
"""
