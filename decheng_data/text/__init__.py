"""From prose to rows and back, each step a pure function over plain text and typed spans.

```
raw ── repair.repair ──> text ── numerals.scan ──> numerals ── figures.read ──> figures ── draft.draft ──> rows
                                                                   └────────── verify.verify <── rows of a package
```
Import the step that is wanted from its module: `from decheng_data.text.draft import draft`.
"""
