"""A text as it was collected made whole again: encodings, layout, script, and what each change was."""
