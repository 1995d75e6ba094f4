"""Rows of a package proved against the text that they were taken from."""
