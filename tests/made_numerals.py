"""Printed figures made from the grammar of Chinese numerals, each with what it says. No table of the library is used."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from hypothesis import strategies as st

BEFORE = {
    **{word: word for word in ("超", "超过", "逾", "近", "将近", "接近", "约", "大约", "不足", "不到")},
    "突破": "超过",
}
BEHIND = {word: word for word in ("以上", "左右", "上下", "以内", "以下")} | {"及以上": "以上", "（含）以上": "以上"}
INSIDE = {"余": "余", "多": "多", "来": "左右"}
"""Words as printed and what each says."""
WHOLE_UNITS = ("元", "家", "人", "所", "亩", "起")
SPANS = ("天", "亩", "倍", "公里")
_CHARACTERS = "零一二三四五六七八九"
_SECTIONS = ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"), (1, ""))


@dataclass(frozen=True)
class Made:
    """A figure as printed, and what it says."""

    text: str
    value: Decimal
    unit: str
    decimals: int = 0
    qualifier: str | None = None


def spoken(number: int, *, two: str = "二", tens: bool = False) -> str:
    """A number as it is read aloud: 20,305 is 二万零三百零五. `two` stands before 百, 千, 万 and 亿; `tens` makes 廿 and 卅
    of twenty and thirty at the head of a number below 100.
    """
    if tens and 20 <= number < 40:
        return ("廿" if number < 30 else "卅") + (_CHARACTERS[number % 10] if number % 10 else "")
    text, rest, begun = "", number, False
    for size, name in _SECTIONS:
        section, rest = divmod(rest, size)
        if section:
            gap = begun and section < 1000
            text += ("零" if gap else "") + _below_ten_thousand(section, two, begun=begun) + name
            begun = True
        elif begun and rest and not text.endswith("零"):
            text += "零"
    return text.replace("零零", "零") or "零"


def _below_ten_thousand(number: int, two: str, *, begun: bool) -> str:
    if number == 2 and not begun:
        return two
    text, missing = "", False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        if digit:
            text += "零" if missing and text else ""
            text += two if digit == 2 and size >= 100 else _CHARACTERS[digit]
            text, missing = text + name, False
        else:
            missing = True
    return text.removeprefix("一") if not begun and text.startswith("一十") else text


@st.composite
def in_digits(draw: st.DrawFn) -> Made:
    """157.5亿元, 7,054家, 3千户."""
    decimals, number = draw(st.integers(0, 3)), draw(st.integers(1, 10**6))
    value = Decimal(number).scaleb(-decimals)
    large = draw(st.sampled_from(("", "", "千", "万", "亿", "万亿")))
    unit = draw(st.sampled_from(("元", "家", "人", "亩", *(() if large else ("%", "个百分点", "公斤/亩")))))
    return Made(f"{value:,f}" if draw(st.booleans()) else f"{value:f}", value, large + unit, decimals)


@st.composite
def in_characters(draw: st.DrawFn) -> Made:
    """一万二千人, 廿三所, 两亿三千万元."""
    number = draw(
        st.one_of(
            st.integers(2, 99),
            st.integers(2, 10**5),
            st.integers(2, 10**13),
            st.builds(lambda digit, power: digit * 10**power, st.integers(2, 99), st.integers(1, 12)),
        )
    )
    text = spoken(number, two=draw(st.sampled_from("二两")) if number > 2 else "两", tens=draw(st.booleans()))
    return Made(text, Decimal(number), draw(st.sampled_from(WHOLE_UNITS)))


@st.composite
def in_both(draw: st.DrawFn) -> Made:
    """1亿2千万元, 10万零5百起, 1亿2000万元."""
    first, second = draw(st.integers(1, 999)), draw(st.integers(1, 9))
    for_large = {"亿": (("千万", 10**7), ("百万", 10**6), ("万", 10**4)), "万": (("千", 1000), ("百", 100))}
    large = draw(st.sampled_from(("亿", "万")))
    name, size = draw(st.sampled_from(for_large[large]))
    part = draw(st.integers(1, 9999)) if name == "万" else second
    zero = draw(st.sampled_from(("", "零")))
    value = Decimal(first * {"亿": 10**8, "万": 10**4}[large] + part * size)
    return Made(f"{first}{large}{zero}{part}{name}", value, draw(st.sampled_from(WHOLE_UNITS)))


@st.composite
def decimals_in_characters(draw: st.DrawFn) -> Made:
    """三点五个百分点, 一点二亿元."""
    digits = draw(st.text("0123456789", min_size=1, max_size=3))
    number = draw(st.integers(0, 99))
    text = f"{spoken(number)}点{''.join(_CHARACTERS[int(digit)] for digit in digits)}"
    unit = draw(st.sampled_from(("个百分点", "亿元", "万元", "倍", "亩", "公里")))
    return Made(text, Decimal(f"{number}.{digits}"), unit, len(digits))


@st.composite
def of_a_hundred(draw: st.DrawFn) -> Made:
    """百分之八点五, 百分之十二, 千分之三: the unit stands in the number."""
    if draw(st.booleans()):
        made = draw(decimals_in_characters())
    else:
        number = draw(st.integers(1, 150))
        made = Made(spoken(number), Decimal(number), "")
    head, unit = draw(st.sampled_from((("百分之", "%"), ("千分之", "‰"))))
    return replace(made, text=head + made.text, unit=unit)


@st.composite
def with_half(draw: st.DrawFn) -> Made:
    """两天半, 3个半小时, 半个百分点: the unit stands in the number."""
    number = draw(st.integers(2, 99))
    text = draw(st.sampled_from((str(number), spoken(number, two="两") if number > 2 else "两")))
    unit = draw(st.sampled_from(SPANS))
    half = Decimal(number) + Decimal("0.5")
    return draw(
        st.sampled_from(
            (
                Made(f"{text}{unit}半", half, unit, 1),
                Made(f"{text}个半小时", half, "个小时", 1),
                Made("半个百分点", Decimal("0.5"), "个百分点", 1),
            )
        )
    )


@st.composite
def powers_alone(draw: st.DrawFn) -> Made:
    """近百家, 超万人, 千余亩: a power of ten counts behind or before a word only."""
    power, value = draw(st.sampled_from((("百", 100), ("千", 1000), ("万", 10**4), ("百万", 10**6), ("千万", 10**7))))
    unit = draw(st.sampled_from(("家", "人", "亩")))
    made = Made(power, Decimal(value), unit)
    if power[-1] in "百千" and draw(st.booleans()):
        return replace(made, text=f"{power}余{unit}", qualifier="余")
    word = draw(st.sampled_from(("近", "超", "超过", "突破", "逾", "接近")))
    return replace(made, text=f"{word}{power}{unit}", qualifier=BEFORE[word])


@st.composite
def printed_figures(draw: st.DrawFn) -> Made:
    """A figure as printed, with its unit and a word that widens it or none."""
    kind = draw(st.sampled_from(("digits", "characters", "both", "decimals", "hundred", "half", "power")))
    if kind == "power":
        return draw(powers_alone())
    if kind == "half":
        return _widened(draw, draw(with_half()))
    if kind == "hundred":
        return _widened(draw, draw(of_a_hundred()))
    strategies = {"digits": in_digits, "characters": in_characters, "both": in_both, "decimals": decimals_in_characters}
    made = draw(strategies[kind]())
    is_round = made.text[-1] in "十百千万亿" or (kind == "digits" and not made.decimals and made.text[-1] == "0")
    if is_round and draw(st.booleans()):
        return _with_word_inside(draw, made)
    return _widened(draw, replace(made, text=made.text + made.unit))


def _with_word_inside(draw: st.DrawFn, made: Made) -> Made:
    """三千余万元 and 三千万余元, 50余亿元 and 50亿余元."""
    word = draw(st.sampled_from(list(INSIDE)))
    text, unit = made.text, made.unit
    large = unit.rstrip("元家人亩") if unit[0] in "千万亿" else ""
    written = {f"{text}{word}{unit}", f"{text}{large}{word}{unit.removeprefix(large)}"}
    if text[-1] in "万亿" and text[-2] in "十百千":
        written.add(f"{text[:-1]}{word}{text[-1]}{unit}")
    return replace(made, text=draw(st.sampled_from(sorted(written))), qualifier=INSIDE[word])


def _widened(draw: st.DrawFn, made: Made) -> Made:
    if made.qualifier is None and draw(st.booleans()):
        place, words = draw(st.sampled_from((("before", BEFORE), ("behind", BEHIND))))
        word = draw(st.sampled_from(list(words)))
        text = word + made.text if place == "before" else made.text + word
        return replace(made, text=text, qualifier=words[word])
    return made


@st.composite
def lists_with_one_unit(draw: st.DrawFn) -> tuple[str, list[Made]]:
    """0.4个和1.7个百分点, 3.5、4.2和5.1万亩: the text, and what each figure of it says."""
    unit = draw(st.sampled_from(("个百分点", "%", "亿元", "万亩", "家", "公里")))
    decimals = draw(st.integers(0, 2))
    numbers = st.integers(1, 1899) | st.integers(2100, 9999)  # 1982 without a unit is a year
    values = [Decimal(each).scaleb(-decimals) for each in draw(st.lists(numbers, min_size=2, max_size=4))]
    heads = {"个百分点": ("", "个"), "亿元": ("", "亿"), "万亩": ("", "万")}.get(unit, ("",))
    texts = [f"{value}{draw(st.sampled_from(heads))}" for value in values[:-1]] + [f"{values[-1]}{unit}"]
    joints = [*["、"] * (len(values) - 2), draw(st.sampled_from(("、", "和", "以及", "与")))]
    text = "".join(each + joint for each, joint in zip(texts, [*joints, ""], strict=True))
    return text, [Made(each, value, unit, decimals) for each, value in zip(texts, values, strict=True)]
