"""What the patterns of the models demand, in words and examples: a person who mistyped a cell reads no regular expression."""

from __future__ import annotations

from decheng_data.model.bilingual import Said, brief
from decheng_data.model.period import PERIOD_PATTERN

PATTERN_WORDS: dict[str, Said] = {
    f"({PERIOD_PATTERN})": (
        "a period, such as 2021, 2021-S1, 2021-Q3, 2021-06 or 2021-01-01/P9M",
        "时期，如 2021、2021-S1、2021-Q3、2021-06 或 2021-01-01/P9M",
    ),
    "[a-z][a-z0-9-]*-[12][0-9]{3}[A-Za-z0-9-]*": ("the id of a release, such as decheng-2021-S1", "发布的代码，如 decheng-2021-S1"),
    "[a-z][a-z0-9_]*": ("small letters, digits and _, beginning with a letter, such as gdp", "以字母开头的小写字母、数字和 _，如 gdp"),
    "[a-z][a-z0-9-]*": ("small letters, digits and -, beginning with a letter, such as printed-agrees", "以字母开头的小写字母、数字和 -，如 printed-agrees"),
    "[0-9]{6}": ("the six digits of an area, such as 371402", "六位地区代码，如 371402"),
    "(none|previous_year|previous_period|plan|[0-9]{6})": (
        "none, previous_year, previous_period, plan or the six digits of an area, such as 371402",
        "none、previous_year、previous_period、plan 或六位地区代码，如 371402",
    ),
    "[0-9a-f]{64}": ("64 hexadecimal digits with small letters", "64 位小写十六进制数字"),
    "[0-9a-f]{16}": ("16 hexadecimal digits with small letters", "16 位小写十六进制数字"),
    "[A-Z]{3}": ("three capital letters, such as CNY", "三个大写字母，如 CNY"),
}


def pattern_words(pattern: str) -> Said:
    """What a pattern demands; of one that is not of the models, the pattern itself."""
    return PATTERN_WORDS.get(pattern) or (f"what matches the pattern {brief(pattern)}", f"符合模式 {brief(pattern)} 的值")
