"""``mcp`` starts the given server function, or says what is missing."""

import json
from importlib import util
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import Ran, no_explorer, run_cli
from weda_tui.cli.main import run
from weda_tui.cli.mcp import command
from weda_tui.sandbox.server.sockets import SandboxInfo


class Served:
    """A stand-in for the server that records its arguments."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []

    def __call__(self, open_session: Any, strings: Any, *place: str | None) -> int:
        session = open_session()
        assert open_session() is session
        self.calls.append((session.paths.workspace, strings.language, *place))
        assert session.secrets.ask is None
        return 0


def test_the_server_gets_the_workspace_the_language_and_the_place(
    hq: SandboxInfo, workspace: Path
) -> None:
    served = Served()
    arguments = ("--lang", "zh", "mcp", "--env", "总部", "--env-type", "dev")
    assert run(arguments, no_explorer, served) == 0
    assert served.calls == [(workspace, "zh", "总部", "dev")]


def test_a_place_that_is_not_there_is_refused_before_it_starts(hq: SandboxInfo) -> None:
    served = Served()
    assert run(("mcp", "--env", "nowhere"), no_explorer, served) == 2
    assert run(("mcp", "--env", "总部", "--env-type", "x"), no_explorer, served) == 2
    assert served.calls == []


def test_an_empty_workspace_can_be_served() -> None:
    served = Served()
    assert run(("mcp",), no_explorer, served) == 0
    assert len(served.calls) == 1


@pytest.mark.parametrize(("language", "said"), [("en", "pip install"), ("zh", "请运行 pip")])
def test_without_the_package_one_line_says_how_to_install(
    monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    monkeypatch.setattr(command, "find_spec", dict[str, None]().get)
    ran = run_cli("mcp", "--lang", language)
    assert (ran.status, ran.data) == (2, b"")
    assert said in ran.talk
    assert "--no-index" in ran.talk
    assert len(ran.talk.splitlines()) == 1


def test_the_package_is_looked_for_without_being_loaded() -> None:
    assert command.find_spec is util.find_spec
    assert command.find_spec(command.PACKAGE) is not None


def configured(*arguments: str) -> tuple[Ran, Any]:
    ran = run_cli("mcp", "--config", *arguments)
    assert ran.status == 0
    return ran, json.loads(ran.data)


CLIENTS = ("claude-code", "claude-desktop", "cursor", "vscode", "generic")


@pytest.mark.parametrize("client", CLIENTS)
def test_the_configuration_names_command_and_workspace(workspace: Path, client: str) -> None:
    _, file = configured(client)
    server = file["servers" if client == "vscode" else "mcpServers"]["weda-tui"]
    assert Path(server["command"]).is_absolute()
    at = server["args"].index("--workspace")
    assert server["args"][at - 1 :] == ["mcp", "--workspace", str(workspace), "--lang", "en"]
    assert server.get("type") == ("stdio" if client == "vscode" else None)


def test_without_a_client_it_prints_the_form_of_most_and_says_where_it_goes(
    workspace: Path,
) -> None:
    ran, found = configured()
    assert found == configured("cursor")[1]
    assert ran.data.count(b"\n") > 5, "one value a line, as such files are"
    assert "Claude Desktop: add it to claude_desktop_config.json" in ran.talk
    assert "claude mcp add weda-tui -- " in ran.talk
    assert "VS Code reads another form: weda-tui mcp --config vscode" in ran.talk


@pytest.mark.usefixtures("hq")
def test_one_client_gets_what_its_file_holds() -> None:
    ran, found = configured("cursor", "--env", "总部", "--env-type", "dev")
    args = found["mcpServers"]["weda-tui"]["args"]
    assert args[-6:] == ["--lang", "en", "--env", "总部", "--env-type", "dev"]
    assert ran.talk == "Cursor: add it to .cursor/mcp.json\n"


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize("place", [("--env", "nowhere"), ("--env", "总部", "--env-type", "x")])
def test_a_place_that_is_not_there_is_not_written_down(place: tuple[str, ...]) -> None:
    ran = run_cli("mcp", "--config", "cursor", *place)
    assert (ran.status, ran.data) == (2, b"")


def test_another_client_is_refused() -> None:
    ran = run_cli("mcp", "--config", "notepad")
    assert ran.status == 2
    assert "cursor" in ran.talk


def test_the_configuration_needs_no_package_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "find_spec", dict[str, None]().get)
    ran = run_cli("mcp", "--config", "generic")
    assert ran.status == 0
    assert "pipx inject weda-tui 'mcp>=2.3,<3'" in ran.talk
