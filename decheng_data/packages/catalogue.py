"""The messages of level 0: what is wrong with files, descriptors, headers, rows and cells."""

from __future__ import annotations

from decheng_data.model.bilingual import NOTHING
from decheng_data.model.messages import Catalogue, Message

CATALOGUE = Catalogue(
    {
        "said": Message(
            lambda _, said, **_more: said.en,
            lambda _, said, **_more: said.zh,
            lambda _, mend=NOTHING, **_more: mend.en,
            lambda _, mend=NOTHING, **_more: mend.zh,
        ),
        "shared-key": Message(
            lambda finding, value, other, more: (
                f'"{value.en}" stands in {other.text(finding.file).en}{f" and {more} more" if more else ""} too,'
                " and must stand once"
            ),
            lambda finding, value, other, more: (
                f"“{value.zh}”在{other.text(finding.file).zh}{f'等 {more + 1} 行' if more else ''}也出现，应唯一"
            ),
            "correct one of them, or delete the row that is too many",
            "请改正其一，或删除多余的行",
        ),
        "more-faults": Message(
            lambda _, count: f"{count} more faults were found and are not listed",
            lambda _, count: f"另有 {count} 处错误未列出",
            "fix those that are listed first",
            "请先改正已列出的各处",
        ),
    }
)
