"""A data package (Frictionless): where its files lie, what its descriptor says, whether its tables are sound.

`files/` has folders, zips, git revisions and the writing of files; `descriptor/` the descriptor; `structure/` the
check of tables, which is level 0.
Doors: `opening` (a state of a package, and its files), `table`, `target`, `contract`, `descriptor.profile`,
`descriptor.schema` (with dialect and field), `files.writing`, `files.pointers`, `files.chinese_encodings`,
`structure.check`, `structure.column` (its cells and hints), `structure.findings` (of faults).
It must not know what a rule is, nor what the figures of a table mean.

What other rooms use of it today (written by scripts/rooms.py):

    contract: contract_schema
    descriptor.profile: DESCRIPTOR_LIMIT, DESCRIPTOR_NAME, parse_json
    descriptor.schema: Dialect, category_of, is_annotation, read_schema
    files.chinese_encodings: chinese_encoding, read_as
    files.pointers: POINTER_BYTES, PointerError, check_file, refuse_pointer
    files.writing: PREFIX, check_whole, sole_writer, write_text_whole, write_together
    opening: Folder, Package, Source, of_one_state, open_package, open_state, package_path, path_text, rows_as_text
    structure.check: Structure, TypedRow, check_structure
    structure.column: Column, folded, near_hint, reader_of, written
    structure.findings: Fault, STRUCTURE_RULES, finding, with_columns
    table: Field, Frame, Records, Table, read_table
    target: refuse_to_overwrite, target_folder
"""
