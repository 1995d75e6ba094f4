"""Kinds of rules that are no linear relation and no product: what each judges, and what it says."""
