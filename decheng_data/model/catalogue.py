"""The messages of findings whose sentences were given as they are."""

from __future__ import annotations

from decheng_data.model.messages import Catalogue, Message

CATALOGUE = Catalogue(
    {
        "words": Message(
            lambda _, message_en, **_more: message_en,
            lambda _, message_zh, **_more: message_zh,
            lambda _, mend="", **_more: mend,
            lambda _, mend_zh="", **_more: mend_zh,
        )
    },
    frame=lambda _, clause, _tongue: clause,
)
