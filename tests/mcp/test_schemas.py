"""The schema of arguments, and the errors for arguments that it does not allow."""

import pytest

from weda_tui.core.errors import FileError
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.strings import EN, ZH
from weda_tui.mcp.calls import MOST_MEMBERS
from weda_tui.mcp.catalogue import SearchEndpoints
from weda_tui.mcp.doctor import ExplainResponse
from weda_tui.mcp.history import ListHistory
from weda_tui.mcp.results import Document
from weda_tui.mcp.schemas import (
    LARGEST_BODY,
    LARGEST_TEXT,
    LARGEST_WORDS,
    argument_error,
    check_sizes,
    input_schema,
)
from weda_tui.mcp.sending import PreviewRequest, RunSavedRequests
from weda_tui.mcp.tools import TOOLS


def test_the_schema_of_arguments_is_as_short_as_it_can_be() -> None:
    assert input_schema(RunSavedRequests, EN.agents.arguments) == {
        "type": "object",
        "properties": {
            "select": {"type": "string", "description": "JSONPath into this result"},
            "paths": {"type": "array", "items": {"type": "string"}},
            "variables": {
                "type": "object", "description": "values of {{name}} and of the path",
            },
            "environment": {"type": "string"},
            "envType": {"type": "string", "description": "prod, dev …"},
            "reason": {"type": "string", "description": "why, for the person who is asked"},
        },
        "required": ["paths"],
        "additionalProperties": False,
    }  # fmt: skip


def test_every_argument_has_a_type() -> None:
    schemas = [input_schema(tool.run, EN.agents.arguments)["properties"] for tool in TOOLS]
    untyped = [
        name
        for properties in schemas
        if isinstance(properties, dict)
        for name, each in properties.items()
        if not isinstance(each, dict) or not each.get("type")
    ]
    assert untyped == []


@pytest.mark.parametrize(
    ("tool", "given", "en", "zh"),
    [
        (
            SearchEndpoints,
            {"query": "a", "yes": True},
            "The tool has no argument yes. Its arguments are select, query, environment, limit.",
            "该工具没有参数 yes。可用的参数：select, query, environment, limit。",
        ),
        (
            SearchEndpoints,
            {"limit": 3},
            "The argument query is missing. Add it and call the tool again.",
            "缺少参数 query。请补充后重新调用。",
        ),
        (
            PreviewRequest,
            {"envType": None},
            "The argument envType is invalid. Expected a string.",
            "参数 envType 无效。应为字符串。",
        ),
        (
            PreviewRequest,
            {"query": {str(n): "" for n in range(MOST_MEMBERS + 1)}},
            "The argument query is invalid. Expected 200 members at most.",
            "参数 query 无效。应为最多 200 个成员。",
        ),
        (
            RunSavedRequests,
            {"paths": ["a"] * (MOST_MEMBERS + 1)},
            "The argument paths is invalid. Expected 200 members at most.",
            "参数 paths 无效。应为最多 200 个成员。",
        ),
        (
            ExplainResponse,
            {"text": "", "status": "200"},
            "The argument status is invalid. Expected a whole number.",
            "参数 status 无效。应为整数。",
        ),
        (
            ListHistory,
            {"failed": 1},
            "The argument failed is invalid. Expected true or false.",
            "参数 failed 无效。应为 true 或 false。",
        ),
        (
            RunSavedRequests,
            {"paths": "todo"},
            "The argument paths is invalid. Expected a list of strings.",
            "参数 paths 无效。应为字符串列表。",
        ),
        (
            PreviewRequest,
            {"body": {"n": 1}, "variables": {"a": 1}},
            "The argument variables is invalid. Expected an object with string values.",
            "参数 variables 无效。应为值均为字符串的对象。",
        ),
    ],
)
def test_arguments_that_do_not_fit_are_said_in_words(
    tool: type[SearchEndpoints], given: Document, en: str, zh: str
) -> None:
    error = argument_error(tool, given)
    assert explain(error, EN).line == en
    assert explain(error, ZH).line == zh


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("url", LARGEST_TEXT),
        ("headers", LARGEST_TEXT),
        ("body", LARGEST_BODY),
        ("text", LARGEST_BODY),
        ("query", LARGEST_TEXT),
    ],
)
def test_a_large_argument_is_refused_with_its_limit(name: str, most: int) -> None:
    text = "x" * (most * 1024 - 100)
    check_sizes({"select": "", name: {"a": text}})
    with pytest.raises(FileError) as caught:
        check_sizes({"select": "", name: {"a": text, "b": "x" * 100}})
    assert explain(caught.value, EN).line == (
        f"The argument {name} is invalid. Expected {most} KiB at most."
    )


@pytest.mark.parametrize("name", ["code", "query"])
def test_what_is_searched_for_is_short(name: str) -> None:
    check_sizes({name: "x" * 1000})
    with pytest.raises(FileError) as caught:
        check_sizes({name: "x" * 1024})
    assert caught.value.parameters["expects"] == f"kibibytes {LARGEST_WORDS}"
