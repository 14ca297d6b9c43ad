"""``env agents``: only the user at a terminal allows more; anyone may allow less."""

import json
import tomllib
from pathlib import Path

import pytest

from tests.cli.program import Ran, run_cli
from weda_tui.sandbox.server.sockets import SandboxInfo

pytestmark = pytest.mark.usefixtures("hq")
PLACE = ("--env-type", "dev")


def agents(*arguments: str, answer: str | None = None) -> Ran:
    more = ("--lang", "en", "env", "agents", "总部", *arguments)
    return run_cli(*more) if answer is None else run_cli(*more, stdin=answer, terminal=True)


def listed() -> dict[str, str]:
    rows = (line.split(None, 1) for line in agents().text.splitlines())
    return {row[0]: row[1] for row in rows}


def said(workspace: Path) -> dict[str, str]:
    text = (workspace / "environments" / "总部.toml").read_text("utf-8")
    return tomllib.loads(text).get("agents", {})


def test_agents_read_unless_somebody_says_otherwise(workspace: Path) -> None:
    assert listed() == {"prod": "read", "dev": "read"}
    assert said(workspace) == {}


def test_more_is_allowed_on_a_terminal_alone(workspace: Path) -> None:
    refused = agents("confirm", *PLACE)
    assert refused.status == 7
    assert "only a person at a terminal" in refused.talk
    assert said(workspace) == {}
    declined = agents("confirm", *PLACE, answer="n\n")
    assert (declined.status, said(workspace)) == (7, {})
    allowed = agents("confirm", *PLACE, answer="y\n")
    assert allowed.status == 0, allowed.talk
    assert (
        "Allow agents at 总部 · dev: read; write after confirmation? Guard: none." in allowed.talk
    )
    assert said(workspace) == {"dev": "confirm"}
    assert listed() == {"prod": "read", "dev": "read; write after confirmation"}
    assert agents("confirm", *PLACE).status == 0


def test_chinese_says_a_level_unlike_a_guard_or_an_effect() -> None:
    chinese = ("--lang", "zh", "env", "agents", "总部")
    allowed = run_cli(*chinese, "confirm", *PLACE, stdin="y\n", terminal=True)
    assert "将 总部 · dev 的智能体权限设为“可读，写操作逐次确认”？" in allowed.talk
    assert "总部 · dev 的智能体权限：可读，写操作逐次确认。" in allowed.talk
    listed = run_cli(*chinese).text.splitlines()
    assert [each.split(None, 1)[1] for each in listed] == ["可读，不可写", "可读，写操作逐次确认"]


def test_less_needs_nobody_and_stays(workspace: Path) -> None:
    assert agents("none", *PLACE).status == 0
    file = workspace / "environments" / "总部.toml"
    file.write_text(file.read_text("utf-8").replace('[agents]\ndev = "none"', ""), "utf-8")
    assert said(workspace) == {}
    assert listed()["dev"].startswith("nothing · the file says more")
    assert agents("read", *PLACE).status == 7


def test_the_other_names_of_a_place_are_shown_and_stay(hq: SandboxInfo) -> None:
    admin = ("env", "add", "admin", "--host", hq.base, "--secret-id", hq.secret_id)
    run_cli(*admin, stdin=f"{hq.secret_key}\n")
    closed = run_cli("--lang", "en", "env", "agents", "admin", "none", *PLACE)
    other = "Set by itself, at the same address:"
    assert f"{other} 总部 · dev: nothing" in closed.talk
    allowed = agents("confirm", *PLACE, answer="y\n")
    assert f"{other} admin · dev: nothing\nAllow agents" in allowed.talk
    assert "dev   nothing" in run_cli("--lang", "en", "env", "agents", "admin").text
    assert listed()["dev"] == "read; write after confirmation"


def test_other_credentials_are_shown_before_they_are_approved(
    hq: SandboxInfo, workspace: Path
) -> None:
    file = workspace / "environments" / "总部.toml"
    file.write_text(file.read_text("utf-8").replace(hq.secret_id, "AKIDadmin"), "utf-8")
    assert listed()["dev"].startswith("nothing · the file has other credentials")
    assert agents("read", *PLACE).status == 7
    allowed = agents("read", *PLACE, answer="y\n")
    assert "The credentials of 总部 are others than were approved for agents:" in allowed.talk
    assert "SecretId      AKIDadmin\n" in allowed.talk
    assert listed()["dev"] == "read"
    assert "The credentials" not in agents("confirm", *PLACE, answer="y\n").talk


def test_what_the_file_alone_says_is_named_as_not_approved(workspace: Path) -> None:
    file = workspace / "environments" / "总部.toml"
    file.write_text(file.read_text("utf-8") + '\n[agents]\nprod = "confirm"\n', "utf-8")
    assert listed()["prod"] == ("read · the file says more, which is not approved on this machine")
    shown = run_cli("--lang", "zh", "env", "show", "总部")
    assert "本机未批准" in shown.text
    in_json = json.loads(run_cli("env", "show", "总部", "--json").data)
    assert [each["agents"] for each in in_json["envTypes"]] == ["confirm", "read"]


def test_no_env_type_is_guessed() -> None:
    assert agents("none").status == 2
    assert agents("none", "--env-type", "nobody").status == 2
    assert agents("all", *PLACE).status == 2
