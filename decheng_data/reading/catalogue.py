"""The messages of rows that do not fit their models."""

from __future__ import annotations

from decheng_data.model.messages import Catalogue, Message

CATALOGUE = Catalogue(
    {
        "row-error": Message(
            lambda _, said: f"the row does not fit its model: {said.en}",
            lambda _, said: f"此行不符合其模型：{said.zh}",
            "correct the cells that the message names",
            "请更正上述单元格",
        ),
        "cell-error": Message(
            lambda _, reason: f"the cell does not fit the model of its row: {reason}",
            lambda _, reason: f"该单元格不符合其行的模型：{reason}",
            "correct the cell, or add it where it is missing",
            "请更正该单元格；若缺失，请补充",
        ),
    }
)
