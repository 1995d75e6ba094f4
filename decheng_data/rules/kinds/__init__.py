"""Kinds of rules that are no linear relation and no product: what each checks, and its messages."""
