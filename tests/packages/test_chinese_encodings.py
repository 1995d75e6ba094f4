"""Chinese texts that are not in UTF-8: which encoding they have."""

from __future__ import annotations

import pytest

from decheng_data.packages.files.chinese_encodings import chinese_encoding, read_as

SIMPLIFIED = ["德城区", "其中：一般公共预算收入增长3.5%", "指标,数值\n国内生产总值,157.5亿元\n"]
TRADITIONAL = ["德城區", "其中：一般公共預算收入增長3.5%", "指標,數值\n國內生產總值,157.5億元\n"]


@pytest.mark.parametrize(
    ("text", "codec", "encoding"),
    [(text, "gb18030", "GB18030") for text in SIMPLIFIED + TRADITIONAL]
    + [(text, "cp950", "Big5") for text in TRADITIONAL],
)
def test_the_encoding_that_makes_common_characters_of_the_bytes(text, codec, encoding):
    assert chinese_encoding(text.encode(codec)) == encoding
    assert read_as(text.encode(codec), encoding) == text


def test_what_decides_nothing_is_gb18030():
    assert chinese_encoding("１５７℃".encode("gb18030")) == "GB18030"


@pytest.mark.parametrize("data", [b"\xff", b"caf\xe9,1", "\ue000皜".encode("gb18030")])
def test_what_neither_can_read_is_in_none(data):
    assert chinese_encoding(data) is None


def test_lost_bytes_do_not_change_it():
    damaged = TRADITIONAL[2].encode("cp950").replace("產".encode("cp950"), b"\xff")
    assert (chinese_encoding(damaged), chinese_encoding(damaged, "replace")) == (None, "Big5")
