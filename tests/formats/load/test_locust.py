"""The text of a locustfile: plain Python that needs only Locust."""

import ast
import csv
import io
import json
import re
import sys
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.formats.load.plans import (
    FLOW,
    FLOWS,
    READ_ROWS,
    REFUSED_ROWS,
    SHOW,
    check,
    plan,
    request,
)
from weda_tui.core.answers.layers import CAUSES, DOCUMENTED, ErrorLayer
from weda_tui.core.errors import FileError
from weda_tui.core.load.plan import BASIC, USER_TOKEN, LoadPlan, LoadSlot, Template
from weda_tui.formats.data_rows import read_rows
from weda_tui.formats.load.judging import read_text
from weda_tui.formats.load.locust import write_locust

OWN = {"gevent", "geventhttpclient", "locust"}


def method(made: LoadPlan, number: int = 1) -> str:
    """Return the source of the method of a request in the file."""
    text = write_locust(made)
    classes = [each for each in ast.parse(text).body if isinstance(each, ast.ClassDef)]
    (requests,) = [each for each in classes if each.name == "Requests"]
    functions = [each for each in requests.body if isinstance(each, ast.FunctionDef)]
    return ast.get_source_segment(text, functions[number - 1]) or ""


def test_it_needs_the_standard_library_and_locust_alone() -> None:
    imported: set[str] = set()
    for node in ast.walk(ast.parse(write_locust(plan()))):
        if isinstance(node, ast.Import):
            imported |= {each.name.partition(".")[0] for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").partition(".")[0])
    assert imported - OWN <= sys.stdlib_module_names
    assert imported >= OWN


def test_it_knows_every_documented_code_and_no_word_for_our_tools() -> None:
    text = write_locust(plan())
    values: dict[str, frozenset[str]] = {}
    line = next(
        each
        for each in ast.parse(text).body
        if isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == "DOCUMENTED"
    )
    exec(ast.unparse(line), values)  # noqa: S102
    assert values["DOCUMENTED"] == frozenset(DOCUMENTED)
    assert "noqa" not in text
    assert "fmt:" not in text


READING = ("read_rows", "csv_rows", "json_rows", "refuse_constant")


def rows_of_program(file: Path) -> list[Mapping[str, str]]:
    """Return the rows that a locustfile reads."""
    names: dict[str, Any] = {
        "csv": csv,
        "io": io,
        "json": json,
        "re": re,
        "sys": sys,
        "Mapping": Mapping,
        "read_text": read_text,
    }
    for each in ast.parse(write_locust(plan())).body:
        if isinstance(each, ast.FunctionDef) and each.name in READING:
            exec(ast.unparse(each), names)  # noqa: S102
    csv.field_size_limit(131_072)  # as in a new process
    return names["read_rows"](str(file))


def test_it_knows_each_code_by_which_a_token_call_is_told_to_wait() -> None:
    names: dict[str, Any] = {}
    for each in ast.parse(write_locust(plan())).body:
        if isinstance(each, ast.Assign) and ast.unparse(each.targets[0]).startswith("RATE_"):
            exec(ast.unparse(each), names)  # noqa: S102
    at_sign_in = {ErrorLayer.GATEWAY, ErrorLayer.AUTH}
    codes = {code for code, layer in DOCUMENTED.items() if layer in at_sign_in}
    assert names["RATE_CODES"] == {code for code in codes if "rate" in CAUSES[code]}


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("text", READ_ROWS, ids=range(len(READ_ROWS)))
def test_rows_are_read_as_a_run_reads_them(tmp_path: Path, text: str, coding: str) -> None:
    file = tmp_path / "rows"
    file.write_bytes(text.encode(coding))
    known = list(read_rows(file.read_bytes(), file="rows"))
    assert rows_of_program(file) == known


@pytest.mark.parametrize("text", REFUSED_ROWS, ids=range(len(REFUSED_ROWS)))
def test_rows_that_a_run_refuses_are_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "rows"
    file.write_bytes(text.encode())
    with pytest.raises(FileError):
        read_rows(file.read_bytes(), file="rows")
    with pytest.raises(SystemExit):
        rows_of_program(file)


def test_a_request_is_a_method() -> None:
    assert (
        method(plan(), 2)
        == """\
def request_2(self):
        \"\"\"an item\"\"\"
        return self.call(
            '审批/show',
            'GET',
            self.host + '/flows/' + self.in_path('flow', 'WEDA_VAR_FLOW') + '?n=' + \
self.in_address('n', 'WEDA_VAR_N'),
            {
                'Authorization': 'Bearer ' + self.token,
                'X-Flow': self.in_header('flow', 'WEDA_VAR_FLOW'),
            },
            checks=[
                ('$.Response.Data.FlowCode', 'equals', self.value('flow', 'WEDA_VAR_FLOW')),
            ],
        )"""
    )
    assert "('审批/show', 'GET', request_2, ['审批/flows'])," in write_locust(plan())


@pytest.mark.parametrize(
    ("body", "written"),
    [
        (Template(("{}",)), "'{}'.encode(),"),
        (Template(("a", FLOW)), "('a' + self.value('flow', 'WEDA_VAR_FLOW')).encode(),"),
        (
            Template(('"', replace(FLOW, in_string=True), '"')),
            "self.in_json('flow', 'WEDA_VAR_FLOW')",
        ),
        (Template(("\udcff",)), """'\\udcff'.encode("utf-8", "surrogateescape"),"""),
        (Template((LoadSlot("k", "WEDA_VAR_K", is_fixed=True),)), "self.value('', 'WEDA_VAR_K')"),
        (
            Template((LoadSlot("$uuid", ""), LoadSlot("$timestamp", ""))),
            "(new_id() + timestamp()).encode",
        ),
        (Template((LoadSlot(BASIC, "BASIC_AUTH"),)), "basic_auth().encode(),"),
    ],
)
def test_a_body_is_an_expression_for_its_bytes(body: Template, written: str) -> None:
    assert written in method(plan(request("r", "/r", body=body)))


def test_numbers_keep_their_digits() -> None:
    checks = (
        check("$.a", "oneOf", (Decimal("0.10"), 0.1, 10**18, None)),
        check("size", "lessThan", 9),
    )
    text = method(plan(request("r", "/r", checks=checks)))
    assert "(Decimal('0.10'), Decimal('0.1'), 1000000000000000000, None, )" in text
    assert "('size', 'lessThan', 9)" in text


def test_settings_are_those_that_differ() -> None:
    text = write_locust(plan(request("w", "/w", is_write=True), verify_tls=False, timeout=5.0))
    assert "    writes = ['w']\n    insecure = True\n    verify_tls = False\n" in text
    assert "    network_timeout = connection_timeout = 5.0\n" in text
    assert "\n    authorities = " not in text.partition("class Requests")[2]


def test_the_head_says_the_limit_and_what_writes_need() -> None:
    usual = write_locust(plan(request("w", "/w", is_write=True)))
    assert (
        "    --rate N          at most N requests a second over all workers; without it 20" in usual
    )
    assert "    --writes          also send requests that change something\n" in usual
    named = write_locust(plan(request("w", "/w", is_write=True, named="prod")))
    assert "    --writes prod     also send requests that change something, on prod\n" in named
    assert "    writes_word = 'prod'\n" in named


def test_text_of_others_cannot_end_a_string() -> None:
    hostile = '"""\nimport os\n\\'
    made = LoadPlan(hostile, (request('\'\n"""', "/'\n", title=hostile),))
    text = write_locust(made)
    names = {each.name for each in ast.walk(ast.parse(text)) if isinstance(each, ast.alias)}
    assert "os.path" not in names
    assert text.count("import os\n") == 1


def test_it_names_the_variables_that_it_reads() -> None:
    assert plan().variables == ("SECRET_ID", "SECRET_KEY", "WEDA_VAR_N")
    assert "Reads these environment variables: SECRET_ID, SECRET_KEY, WEDA_VAR_N." in write_locust(
        plan()
    )
    assert "    variables = {'WEDA_VAR_N': 'n'}\n" in write_locust(plan())
    assert plan(FLOWS, SHOW).needs_token


def test_a_worker_has_the_user_token_from_its_master() -> None:
    token = LoadSlot(USER_TOKEN, "USER_ACCESS_TOKEN")
    headers = (("Authorization", Template(("Bearer ", token))),)
    made = plan(request("r", "/r", headers=headers))
    assert "'Bearer ' + self.value('', 'USER_ACCESS_TOKEN')" in method(made)
    assert "variables = {'USER_ACCESS_TOKEN': ''}" in write_locust(made)


def test_no_part_takes_a_name_of_another() -> None:
    named: list[str] = []
    for each in ast.parse(write_locust(plan())).body:
        if isinstance(each, ast.FunctionDef | ast.ClassDef):
            named.append(each.name)
        elif isinstance(each, ast.Assign):
            named += [target.id for target in each.targets if isinstance(target, ast.Name)]
        elif isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name):
            named.append(each.target.id)
    assert len(named) == len(set(named))


def test_an_answer_to_a_key_is_withheld() -> None:
    assert "is_withheld=True" in method(plan(request("r", "/r", is_withheld=True)))
    assert "is_withheld" not in method(plan())


def test_all_goes_to_the_address_of_the_plan() -> None:
    assert "    host = deployment = 'http://127.0.0.1:1'\n" in write_locust(plan())
    assert "    host = deployment = " not in write_locust(plan(host=""))
