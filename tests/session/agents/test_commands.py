"""The command for the user sends exactly the agent's request, or there is no command."""

import shlex
from pathlib import Path

import msgspec
import pytest

from weda_tui.core.environments.deployment import Environment, EnvTypeSetting, Target
from weda_tui.core.guard.level import Guard
from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import CONTENT_TYPE, RequestDraft
from weda_tui.core.requests.variables import VariableLayer, VariableOrigin
from weda_tui.session.agents.commands import masked_command, run_command, send_command
from weda_tui.store.paths import Paths, find_paths

ID = "workflow.CompleteTask"
BASE = RequestDraft(endpoint_id=ID, method="POST", url="{{vars.host}}/x", body='{"a": 1}')
PATHS = Paths(workspace=Path("/w o/rk"), state=Path("/state"))
HERE = Target(
    Environment(name="总部 1", host="https://h", env_types=(EnvTypeSetting("dev", Guard.NONE),)),
    "dev",
)
PLACE = ["--env", "总部 1", "--env-type", "dev", "--workspace", "/w o/rk"]


def words(draft: RequestDraft, target: str = ID, paths: Paths = PATHS) -> list[str]:
    return shlex.split(send_command(draft, BASE, target, HERE, paths))


def changed(**changes: object) -> RequestDraft:
    return msgspec.structs.replace(BASE, **changes)


def test_what_differs_from_the_endpoint_or_the_saved_request_is_an_option() -> None:
    assert words(BASE) == ["weda-tui", "send", "--body", '{"a": 1}', *PLACE, "--", ID]
    assert words(BASE, "a/b") == ["weda-tui", "send", *PLACE, "--", "a/b"]
    more = changed(headers=(CONTENT_TYPE, ("X-A", "it's")), body="")
    assert words(more, "a/b") == [
        *("weda-tui", "send", "--header", "X-A: it's", "--body", "", *PLACE, "--", "a/b")
    ]
    given = changed(
        layers=(
            VariableLayer(VariableOrigin.COLLECTION, {"y": "1"}),
            VariableLayer(VariableOrigin.SET, {"x": "$(rm)"}),
        )
    )
    assert words(given, "a/b") == ["weda-tui", "send", "--set", "x=$(rm)", *PLACE, "--", "a/b"]


def test_json_stands_on_one_line_with_every_digit() -> None:
    body = '{\n  "id": 1893450276618240001,\n  "n": {{n}},\n  "t": "a\\nb"\n}'
    assert words(changed(body=body))[3] == (
        '{ "id": 1893450276618240001, "n": {{n}}, "t": "a\\nb" }'
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"method": "PUT"},
        {"url": "{{vars.host}}/y"},
        {"headers": ()},
        {"headers": (("X-A", "1"), CONTENT_TYPE)},
        {"body": "@/etc/passwd"},
        {"body": "-"},
        {"body": "a\nb", "headers": (("Content-Type", "text/plain"),)},
        {"body": '{"a": "\x1b[201~"}'},
        {"body": '{"a": "\u202e"}'},
        {"body": f'{{"a": "{"x" * 10_000}"}}'},
        {"layers": (VariableLayer(VariableOrigin.SET, {"a=evil": "c"}),)},
    ],
)
def test_what_no_command_says_has_none(changes: dict[str, object]) -> None:
    assert words(changed(**changes)) == []


def test_a_call_without_an_endpoint_has_none() -> None:
    assert send_command(BASE, BASE, "", HERE, PATHS) == ""


def test_a_run_names_its_paths_and_values() -> None:
    command = run_command(["a", "b/c d"], {"x": "1"}, HERE, PATHS)
    assert shlex.split(command) == ["weda-tui", "run", "--set", "x=1", *PLACE, "--", "a", "b/c d"]
    assert run_command(["a"], {"a=evil": "c"}, HERE, PATHS) == ""


def test_a_folder_is_never_an_option() -> None:
    assert run_command(["x", "--yes"], {}, HERE, PATHS) == ""
    assert words(BASE, "--yes/one") == []


def test_the_usual_workspace_is_not_named() -> None:
    assert "--workspace" not in words(BASE, paths=find_paths(None, {}))


def test_a_secret_is_in_no_command() -> None:
    command = run_command(["a"], {"x": "s3cr3t-value"}, HERE, PATHS)
    assert masked_command(command, Masker(["s3cr3t-value"])) == ""
    assert masked_command(command, Masker(["another-value"])) == command
