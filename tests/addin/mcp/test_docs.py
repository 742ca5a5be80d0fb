"""The page that non-programmers follow: what it has them copy works as it stands."""

import json
import re
from pathlib import Path

import pytest

from addin.mcp.tools import TOOLS

DOCS = Path(__file__).parents[3] / "docs"


@pytest.mark.parametrize("name", ["mcp.md", "fr/mcp.md"])
def test_the_page_shows_every_tool_and_files_that_can_be_read(name):
    """
    Each tool is listed, and what is to be pasted is JSON that starts this command.
    """
    page = (DOCS / name).read_text("utf-8")
    pasted = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", page, re.DOTALL)]

    by_hand, by_http = (one["mcpServers"]["b2b-kpi"] for one in pasted)
    assert all(f"| `{tool}` |" in page for tool in TOOLS)
    assert "mcp" == by_hand["args"][-1]
    assert by_http["url"].endswith("/v1/mcp")
    assert by_http["headers"]["Authorization"].startswith("Bearer kpi_")
