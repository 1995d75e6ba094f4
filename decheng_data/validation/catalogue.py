"""The messages of validation: releases without figures."""

from __future__ import annotations

from decheng_data.model.messages import Catalogue, Message

CATALOGUE = Catalogue(
    {
        "empty-release": Message(
            lambda finding: f"the release {finding.release} has no figures",
            lambda finding: f"发布 {finding.release} 没有任何数据",
            "add its rows to observations.csv, or take the release out",
            "请在 observations.csv 中补充其数据，或删除该发布",
        ),
    }
)
