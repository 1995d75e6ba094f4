"""One bulletin as an object, the shipped package by name, vocabularies, schemas written from the models.

Doors: `shipped`, `release.Release`, `vocabulary`, `contract`, `bars`.
It must not know how a whole package is validated, nor any format but its own.

What other rooms use of it today (written by scripts/rooms.py):

    bars: GrowthScale
    contract: *
    release: Release
    shipped: frictionless_package, release, table
    vocabulary: shipped_vocabulary, vocabulary_of
"""
