"""The sentences for what is wrong with the bytes and lines of a file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from decheng_data.model.bilingual import Bilingual
from decheng_data.model.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Callable


_SAVE: Bilingual = Bilingual("save the file as UTF-8", "请将文件另存为 UTF-8")


def other_encoding(line: int, likely: str, encoding: str) -> Fault:
    """The whole file is in another encoding, and is not read."""
    said = Bilingual(
        f"the file is in {likely}, expected {encoding}, and is not read",
        f"文件采用 {likely} 编码，应为 {encoding}，未予读取",
    )
    return Fault("encoding-error", said, line, found=likely, expected=encoding, mend=_SAVE)


def too_long(line: int, limit: int) -> Fault:
    """The record that starts on the line goes beyond the limit (bytes)."""
    said = Bilingual(
        f"the record that starts here is longer than {limit} bytes, and the rest of the file is not read",
        f"从此行开始的记录超过 {limit} 字节，其后未予读取",
    )
    return Fault(
        "source-error",
        said,
        line,
        expected=f"at most {limit} bytes",
        mend=Bilingual("look for a missing line end or quotation mark", "请检查是否缺少换行或引号"),
    )


def too_many_columns(count: int, limit: int) -> Fault:
    """The header goes beyond the limit of labels."""
    said = Bilingual(
        f"the header has {count} labels, more than the {limit} that are read, and the file is not read",
        f"表头有 {count} 列，超过 {limit} 列，文件未予读取",
    )
    mend = Bilingual(
        "look for a missing line end, or turn the table so that its rows are lines",
        "请检查是否缺少换行，或将表格行列转置",
    )
    return Fault("source-error", said, 1, found=f"{count} labels", expected=f"at most {limit} labels", mend=mend)


def _line_in(likely: str, line: int, count: int, encoding: str) -> Fault:
    said = _counted(f"the line is in {likely}", f"此行采用 {likely} 编码", count)
    return Fault(
        "encoding-error",
        Bilingual(f"{said[0]}, expected {encoding}", f"{said[1]}，应为 {encoding}"),
        line,
        found=likely,
        expected=encoding,
        mend=_SAVE,
    )


def _other_bytes(line: int, count: int, encoding: str) -> Fault:
    said = _counted(f"the line has bytes that are not {encoding}", f"此行有不属于 {encoding} 的字节", count)
    return Fault(
        "encoding-error",
        said,
        line,
        found="other bytes",
        expected=encoding,
        mend=Bilingual("write the damaged characters anew and save as UTF-8", "请重写损坏的字符并另存为 UTF-8"),
    )


def _byte_order_mark(line: int, _count: int, _encoding: str) -> Fault:
    said = Bilingual("the file begins with a byte-order mark, which was skipped", "文件以字节顺序标记开头，已跳过")
    return Fault(
        "byte-order-mark",
        said,
        line,
        found="U+FEFF",
        expected="no mark",
        mend=Bilingual("save it as UTF-8 without BOM", "请存为不带 BOM 的 UTF-8"),
        severity="information",
    )


def _crlf(line: int, count: int, _encoding: str) -> Fault:
    return _line_ending(line, count, "CRLF", " CRLF ")


def _lone_cr(line: int, count: int, _encoding: str) -> Fault:
    return _line_ending(line, count, "a lone CR", "单独的 CR ")


def _line_ending(line: int, count: int, name: str, zh: str) -> Fault:
    said = _counted(f"the line ends with {name}, which was read as a line end", f"此行以{zh}结尾，已按换行读取", count)
    return Fault(
        "line-ending",
        said,
        line,
        found=name,
        expected="LF",
        mend=Bilingual("save it with LF line ends", "请以 LF 换行保存"),
        severity="information",
    )


def _nul(line: int, count: int, _encoding: str) -> Fault:
    said = _counted("the line has a NUL character", "此行含有 NUL 字符", count)
    return Fault(
        "source-error",
        said,
        line,
        found="NUL",
        expected="text",
        mend=Bilingual("take the NUL out, or save the file anew as CSV", "请去掉 NUL 或重新存为 CSV"),
    )


def _open_quotation(line: int, _count: int, _encoding: str) -> Fault:
    said = Bilingual("a quotation mark of the record that starts here is never closed", "从此行开始的记录有引号未闭合")
    return Fault(
        "source-error",
        said,
        line,
        expected="a closing quotation mark",
        mend=Bilingual("close it, or double it where it belongs to the text", "请闭合引号；若属文本内容请写两次"),
    )


def _counted(en: str, zh: str, count: int) -> Bilingual:
    """A file-wide fault is told once, at its first line, with how many lines have it."""
    return Bilingual(en, zh) if count == 1 else Bilingual(f"{en} ({count} lines do)", f"{zh}（共 {count} 行）")


SOURCE_FAULTS: dict[str, Callable[[int, int, str], Fault]] = {
    "GB18030": partial(_line_in, "GB18030"),
    "Big5": partial(_line_in, "Big5"),
    "other bytes": _other_bytes,
    "byte-order mark": _byte_order_mark,
    "CRLF": _crlf,
    "CR": _lone_cr,
    "NUL": _nul,
    "open quotation": _open_quotation,
}
"""By what was met: (first line, how many lines, the encoding that was expected) -> fault."""
