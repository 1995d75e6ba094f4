"""A text that was damaged in a known way comes back; what is lost is listed as a gap; clean text stays as it is."""

from __future__ import annotations

import html
import re
import sys
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decheng_data.errors import MissingExtraError
from decheng_data.text.repair import script
from decheng_data.text.repair.repairing import repair
from tests.forgetting import forgotten
from tests.text.prose import BULLETIN, CORPUS

CLEAN = [BULLETIN, *(path.read_text(encoding="utf-8").partition("\n")[2] for path in sorted(CORPUS.glob("*.txt")))]
PROSE = st.lists(st.sampled_from(re.findall(r"[^。\n]+。", "".join(CLEAN))), min_size=1, max_size=6).map("".join)
READINGS = {"區": "qū", "長": "zhǎng", "會": "huì", "經": "jīng", "們": "men", "現": "xiàn"}


@cache
def converter() -> Any:
    return pytest.importorskip("opencc").OpenCC("s2t")


def traditional(text: str) -> str:
    return str(converter().convert(text))


@pytest.mark.parametrize("text", CLEAN)
def test_clean_text_stays(text: str) -> None:
    repaired = repair(text)
    assert (repaired.text, repaired.repairs) == (text, ())
    assert list(repaired.origin) == list(range(len(text) + 1))


@given(PROSE)
def test_invertible_damage_is_undone(text: str) -> None:
    assert repair(text.encode("gb18030")).text == text
    assert repair(b"\xef\xbb\xbf" + text.encode()).text == text
    assert repair(text.replace("。", "。\r\n")).text == text.replace("。", "。\n")
    assert repair(html.escape(text, quote=False).replace("。", "。&nbsp;").replace("&nbsp;", "<b></b>")).text == text
    assert repair("??? " + text).text == text
    assert repair(re.sub(r"(?<=[一-龥])(\d+)\.(\d)", r"\1.\n\2", text)).text == text


def test_big5_is_read() -> None:
    assert repair("全年完成產值157.5億元。".encode("big5")).text == repair("全年完成產值157.5億元。").text


@given(PROSE)
def test_utf8_that_was_read_as_gbk_comes_back(text: str) -> None:
    runs = re.split(r"([\x00-\x7f]+)", text)
    damaged = "".join(
        run if run.isascii() or len(run.encode()) % 2 else run.encode().decode("gb18030", "replace") for run in runs
    )
    lost = "\ufffd" in damaged
    assert lost or repair(damaged).text == text


@given(PROSE)
def test_traditional_characters_and_their_readings_come_back(text: str) -> None:
    converted = traditional(text)
    damaged = re.sub("[區長會經們現]", lambda match: f"{match[0]}({READINGS[match[0]]})", converted)
    assert repair(damaged).text == repair(converted).text


@pytest.mark.parametrize(
    ("damaged", "text"),
    [
        ("柳泉區(qū)經濟(jì)發展", "柳泉区经济发展"),
        ("生產(chǎn)總(zǒng)值(GDP)", "生产总值(GDP)"),
        ("他們(men)", "他们"),
    ],
)
def test_readings_go_and_abbreviations_stay(damaged: str, text: str) -> None:
    pytest.importorskip("opencc")
    assert repair(damaged).text == text


def test_a_bracket_that_is_no_reading_stays() -> None:
    text = "面积12公顷(ha),浓度(PM2.5)下降,长度(km)不变。"
    assert repair(text).text == text


@pytest.mark.parametrize(
    ("damaged", "text", "kind"),
    [
        ("增长２１．１%。", "增长21.1%。", "full_width"),
        ("完成12.\n8亿元。", "完成12.8亿元。", "split_number"),
        ("增长1 5.3%,同比。", "增长15.3%,同比。", "stray_space"),
        ("城镇居 民收入,增长。", "城镇居民收入,增长。", "stray_space"),
        ("<p>完成&nbsp;投资</p>", "\n完成 投资\n", "html"),
    ],
)
def test_each_repair_is_listed_with_its_kind(damaged: str, text: str, kind: str) -> None:
    repaired = repair(damaged)
    assert repaired.text == text
    assert {change.kind for change in repaired.repairs} == {kind}


def test_columns_and_lists_are_not_joined() -> None:
    text = "共计12\n2、农业\n15\n16\n"
    assert repair(text).text == text


def test_a_byte_slip_is_mended_and_the_lost_character_is_a_gap() -> None:
    raw = bytearray("聚力民生,“保”的基礎更加堅實。".encode("gb18030"))
    at = raw.index("保".encode("gb18030"))
    slipped = raw[:at].decode("gb18030") + "?" + bytes(raw[at + 1 :]).decode("gb18030")
    repaired = repair(slipped)
    assert "“□”的基础更加坚实" in repaired.text
    (gap,) = repaired.gaps
    assert repaired.text[gap.position] == "□"
    assert "保" in gap.candidates


def test_bytes_that_nothing_can_be_made_of_are_gaps() -> None:
    repaired = repair("完成".encode() + b"\xff" + "投资".encode())
    assert len(repaired.gaps) >= 1
    assert repaired.text[repaired.gaps[0].position] == "\ufffd"


@given(st.text(max_size=200) | st.binary(max_size=200))
def test_nothing_unlisted_is_changed(raw: str | bytes) -> None:
    repaired = repair(raw)
    assert len(repaired.origin) == len(repaired.text) + 1
    assert list(repaired.origin) == sorted(repaired.origin)
    if not repaired.repairs:
        assert repaired.text == repaired.original
    touched = {place for change in repaired.repairs for place in range(change.start, change.end)}
    kept = [place for place in range(len(repaired.original)) if place not in touched]
    positions = {place: position for position, place in enumerate(repaired.origin[:-1])}
    assert all(repaired.text[positions[place]] == repaired.original[place] for place in kept if place in positions)


def test_notices_of_the_site_are_told_apart() -> None:
    notice = "柳泉新闻网版权与免责声明:凡本网注明来源的作品,不得转载。"
    repaired = repair(BULLETIN + notice)
    assert repaired.text == BULLETIN + notice
    assert repaired.boilerplate_start == len(BULLETIN)
    assert repair(BULLETIN).boilerplate_start is None


def test_repair_takes_linear_time() -> None:
    assert repair("(" * 100_000 + "<" * 100_000 + "?" * 100_000).text


def test_the_place_of_a_position_in_the_original() -> None:
    repaired = repair("??? 完成12.\n5亿元。")
    assert repaired.text == "完成12.5亿元。"
    assert [repaired.original[repaired.place_of(position)] for position in range(len(repaired.text))] == list(
        repaired.text
    )


def test_scripts_and_comments_of_html_go_whole() -> None:
    assert repair("<script>var a=1;</script>完成<!-- 12 -->投资<script>").text == "完成投资"


def test_a_paragraph_mark_before_letters_and_a_space_behind_a_dateline() -> None:
    assert repair("??? PM2.5下降,优良率上升。").text == "PM2.5下降,优良率上升。"
    assert repair("本报讯 记者获悉,投资增长。").text == "本报讯 记者获悉,投资增长。"


def test_years_and_counts_that_were_torn_are_joined() -> None:
    assert repair("情况\n20\n21年,投资增长。").text == "情况\n2021年,投资增长。"
    assert repair("新建学校1 2所,投产。").text == "新建学校12所,投产。"


def test_a_dash_that_was_read_as_latin_1() -> None:
    assert repair("1—6月增长".encode().decode("latin-1")).text == "1—6月增长"


def test_a_converter_that_changes_the_length_replaces_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    made = SimpleNamespace(convert=lambda text: text.replace("區", "市区"))
    monkeypatch.setattr(script, "converter", lambda: made)
    with forgotten(script.is_simplified):
        repaired = repair("德城區增长")
    assert (repaired.text, [change.kind for change in repaired.repairs]) == ("德城市区增长", ["traditional"])


def test_without_opencc_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opencc", None)
    with forgotten(script.converter, script.is_simplified):
        with pytest.raises(MissingExtraError, match=r"pip install 'decheng-data\[text\]'"):
            repair("德城區增長")
        assert repair("德城区增长").text == "德城区增长"


def test_a_slip_whose_bytes_make_no_characters_is_left_alone() -> None:
    assert repair("“?㐂A,增长。").text == "“?㐂A,增长。"
