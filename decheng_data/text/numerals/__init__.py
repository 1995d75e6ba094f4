"""The numerals of a text: where they stand, what numbers they are, and those that belong to slogans."""
