import itertools
import platform
import re
from pathlib import Path

import pytest

from tests.cli.program import run_cli
from weda_tui import __version__
from weda_tui.cli import command, output
from weda_tui.cli.help import cells
from weda_tui.cli.main import wanted_language
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.store.commit import find_commit

COMMANDS = [
    (),
    ("demo",),
    ("sandbox",),
    ("send",),
    ("catalogue",),
    ("catalogue", "list"),
    ("catalogue", "show"),
    ("catalogue", "search"),
    ("env",),
    ("env", "list"),
    ("env", "show"),
    ("env", "add"),
    ("env", "remove"),
    ("env", "restore"),
    ("import",),
    ("export",),
    ("token",),
]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_command_has_a_page_in_both_languages(
    command: tuple[str, ...], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "81")
    ran = run_cli(*command, "--lang", language, "--help")
    assert (ran.status, ran.talk) == (0, "")
    assert ran.text.startswith(
        " ".join(["用法:" if language == "zh" else "Usage:", "weda-tui", *command])
    )
    assert "--workspace DIR" in ran.text
    assert all(cells(line) <= 80 for line in ran.text.splitlines())
    rows = [re.split(r"\s{2,}", line.strip()) for line in ran.text.splitlines()]
    assert all(len(row) == 2 for row in rows if row[0].startswith("--") and len(row[0]) < 28)


def test_only_what_exists_is_listed() -> None:
    page = run_cli("--help").text
    listed = re.findall(r"^  (\w+) {2,}\w", page, re.MULTILINE)
    assert listed[:16] == [
        *("demo", "sandbox", "send", "run", "load", "catalogue", "errors", "explain"),
        *("import", "export", "storage", "schema", "history", "view", "env", "token"),
    ]


@pytest.mark.parametrize("arguments", [["--version"], ["send", "--version"], ["env", "--version"]])
def test_version(arguments: list[str]) -> None:
    commit, python = find_commit(), platform.python_version()
    built = f"commit {commit}\n" if commit else ""
    assert run_cli(*arguments).text == f"weda-tui {__version__}\n{built}Python {python}\n"


def test_the_version_of_what_has_no_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "find_commit", lambda: "")
    lines = run_cli("--version").text.splitlines()
    assert [line.split()[0] for line in lines] == ["weda-tui", "Python"]


@pytest.mark.parametrize(
    ("arguments", "said", "hint"),
    [
        (["frobnicate"], "Unknown command frobnicate.", ""),
        (["sned"], "Unknown command sned.", "Did you mean send?"),
        (["env", "lst"], "Unknown command lst.", "Did you mean list?"),
        (["send", "x", "--jsno"], "Unknown option --jsno.", "Did you mean --json?"),
        (["send"], "TARGET is missing.", "weda-tui send --help"),
        (["env", "add", "x"], "--host is missing.", ""),
        (["send", "x", "y"], "Too many arguments: y.", ""),
        (["send", "x", "--body"], "--body requires a value.", ""),
        (["send", "x", "--json=1"], "--json does not accept a value.", ""),
        (["send", "x", "--timeout", "soon"], "--timeout: soon is not a number.", ""),
        (["send", "x", "--timeout", "0"], "--timeout: 0.0 is not between 0.001 and 86400.", ""),
        (["send", "x", "--timeout", "nan"], "--timeout: nan is not between", ""),
        (["send", "x", "--set", "name"], "--set: name has no equals sign", ""),
        (["send", "x", "--header", "name"], "--header: name has no colon", ""),
        (["sandbox", "--port", "70000"], "--port: 70000 is not between 0 and 65535.", ""),
        (["sandbox", "--fault", "frob"], "--fault: frob is not one of slow", ""),
        (["--lang", "fr", "env", "list"], "--lang: fr is not one of zh, en.", ""),
        (
            ["env", "add", "x", "--host", "h", "--env-type", "a/b"],
            "a/b is not a valid env type",
            "",
        ),
    ],
)
def test_a_wrong_command_line_is_said_and_is_status_2(
    arguments: list[str], said: str, hint: str
) -> None:
    ran = run_cli(*arguments)
    assert (ran.status, ran.data) == (2, b"")
    assert ran.talk.startswith("✗ ")
    assert said in ran.talk
    assert hint in ran.talk
    assert "See weda-tui" in ran.talk


def test_a_group_alone_shows_its_commands_and_is_status_2() -> None:
    ran = run_cli("env", "--lang", "en")
    assert (ran.status, ran.data) == (2, b"")
    assert ran.talk.startswith("✗ A command is missing.\n")
    assert "  list     list all environments" in ran.talk


@pytest.mark.parametrize(
    "arguments", [["sned"], ["send"], ["send", "x", "y"], ["send", "x", "--body"], ["--frob"]]
)
def test_a_wrong_command_line_is_said_in_chinese(arguments: list[str]) -> None:
    ran = run_cli("--lang", "zh", *arguments)
    assert ran.status == 2
    words = re.sub(r"weda-tui|send|sned|env|TARGET|--?\w+|[xy]", "", ran.talk)
    assert not re.search("[A-Za-z]", words), ran.talk


@pytest.mark.parametrize("locale", ["zh_CN.UTF-8", "zh_CN.GBK"])
def test_the_locale_chooses_the_language(locale: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    assert run_cli("--help").text.startswith("用法")
    assert run_cli("--help", "--lang", "en").text.startswith("Usage")


def test_the_language_is_read_before_the_program_is_built() -> None:
    assert wanted_language(["send", "--lang=zh"]) == "zh"
    assert wanted_language(["--lang", "en", "send", "--lang", "zh"]) == "zh"
    assert wanted_language(["send", "--", "--lang", "zh"]) is None
    assert wanted_language(["--lang"]) is None
    assert wanted_language(["--lang", "fr"]) is None


def test_the_workspace_may_be_named_before_and_after_the_command(tmp_path: Path) -> None:
    for name in ("a", "b"):
        folder = tmp_path / name
        run_cli("env", "add", name, "--host", f"http://{name}.cn", "--workspace", str(folder))
    for arguments in itertools.permutations(
        [["env", "list"], ["--workspace", str(tmp_path / "a")]]
    ):
        ran = run_cli(*itertools.chain(*arguments))
        assert ran.text.startswith("a  http://a.cn")
    last = ("--workspace", str(tmp_path / "a"), "env", "list", "--workspace", str(tmp_path / "b"))
    assert run_cli(*last).text.startswith("b  ")


def test_the_shell_completes_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_WEDA_TUI_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "weda-tui cat")
    monkeypatch.setenv("COMP_CWORD", "1")
    assert run_cli().text == "plain,catalogue\n"


def test_a_question_that_no_shell_asks_is_status_2(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_WEDA_TUI_COMPLETE", "bash_complete")
    assert run_cli().status == 2
    monkeypatch.setenv("COMP_WORDS", "weda-tui")
    monkeypatch.setenv("COMP_CWORD", "one")
    assert run_cli().status == 2


def test_a_completion_script_that_cannot_be_written_is_an_error_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(_: bytes) -> None:
        raise FileError(ErrorCode.FILE_UNWRITABLE, file="stdout", reason="No space left on device")

    monkeypatch.setenv("_WEDA_TUI_COMPLETE", "bash_source")
    monkeypatch.setattr(output, "exact", fail)
    ran = run_cli()
    assert ran.status == 2
    assert "the disk is full" in ran.talk


@pytest.mark.parametrize(
    ("arguments", "page"),
    [
        (["history", "--search"], "weda-tui history --help"),
        (["send", "x", "--body"], "weda-tui send --help"),
        (["env", "add", "x", "--host"], "weda-tui env add --help"),
    ],
)
def test_an_option_without_its_value_names_the_page_of_its_command(
    arguments: list[str], page: str
) -> None:
    ran = run_cli(*arguments)
    assert ran.status == 2
    assert page in ran.talk
