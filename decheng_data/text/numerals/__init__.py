"""The numerals of a text: their places, what numbers they are, and those that belong to slogans."""
