"""A client can start the program from any folder."""

from pathlib import Path

from weda_tui.cli.mcp.clients import CLIENTS, configuration, start_command


def test_an_installed_program_is_started_by_its_own_path(tmp_path: Path) -> None:
    script = tmp_path / "weda-tui"
    script.touch()
    assert start_command(str(script), "/usr/bin/python3") == (str(script),)


def test_a_module_is_started_without_the_modules_of_the_clients_folder(tmp_path: Path) -> None:
    started = start_command(str(tmp_path / "__main__.py"), "/usr/bin/python3")
    assert started == ("/usr/bin/python3", "-P", "-m", "weda_tui")


def test_the_line_that_adds_a_server_is_quoted() -> None:
    client = next(each for each in CLIENTS if each.add)
    line = client.add_command(("/opt/weda tui/weda-tui", "mcp", "--env", "it's"))
    assert line == "claude mcp add weda-tui -- '/opt/weda tui/weda-tui' mcp --env 'it'\\''s'"


def test_the_names_are_each_once() -> None:
    names = [client.name for client in CLIENTS]
    assert len(set(names)) == len(names)
    assert configuration(CLIENTS[0], ("a", "b"))["mcpServers"]["weda-tui"]["args"] == ["b"]
