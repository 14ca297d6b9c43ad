"""Shell completion: names of every kind, also from files that cannot be parsed."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.program import run_cli
from weda_tui.core.environments.deployment import Environment, EnvTypeSetting
from weda_tui.core.guard.level import Guard
from weda_tui.core.models.data_model import DataModel, ModelList
from weda_tui.store.environments.files import save_environment
from weda_tui.store.models import ModelFiles

Complete = Callable[..., list[str]]
READ = "workflow.DescribeInstanceApproverList"


@pytest.fixture
def complete(monkeypatch: pytest.MonkeyPatch) -> Complete:
    """Return a function that completes the last of the given words, as bash requests it."""

    def offered(*words: str, by: str = "bash") -> list[str]:
        monkeypatch.setenv("_WEDA_TUI_COMPLETE", f"{by}_complete")
        monkeypatch.setenv("COMP_WORDS", "\n".join(("weda-tui", *words)))
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
        monkeypatch.setenv("COMP_WORD", words[-1])
        ran = run_cli()
        assert ran.talk == ""
        return [line for line in ran.text.splitlines() if line]

    return offered


@pytest.fixture
def places(workspace: Path) -> Path:
    """Create two environments, saved requests, and a file of each kind that cannot be parsed."""
    save(workspace, Environment(name="总部", host="https://a.cn", env_types=types("dev", "prod")))
    save(workspace, Environment(name="hq", host="https://b.cn", env_types=types("uat")))
    for name in ("审批/查待办.toml", "审批/old/list.toml", "top.toml"):
        file = workspace / "collections" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("[", "utf-8")
    (workspace / "environments" / "broken.toml").write_text("[", "utf-8")
    return workspace


def types(*names: str) -> tuple[EnvTypeSetting, ...]:
    return tuple(EnvTypeSetting(name, Guard.NONE) for name in names)


def save(workspace: Path, environment: Environment) -> None:
    save_environment(workspace / "environments", environment)


def plain(*names: str) -> list[str]:
    return [f"plain,{name}" for name in names]


def test_a_target_is_an_endpoint_or_the_path_of_a_saved_request(
    complete: Complete, places: Path
) -> None:
    assert f"plain,{READ}" in complete("send", "work")
    assert complete("send", "workflow.DescribeInstanceAp") == plain(READ)
    assert complete("send", "审") == plain("审批/查待办", "审批/old/list")
    assert complete("send", "t") == []
    assert complete("catalogue", "show", READ[:-3]) == plain(READ)
    assert complete("history", "--endpoint", READ[:-3]) == plain(READ)


def test_a_run_takes_folders_too(complete: Complete, places: Path) -> None:
    every = ("审批", "审批/old", "top", "审批/查待办", "审批/old/list")
    assert complete("run", "") == plain(*every)
    assert complete("run", "top", "审批/o") == plain("审批/old", "审批/old/list")
    assert complete("export", "")[: len(every)] == plain(*every)
    assert complete("export", "h") == plain("hq")
    assert complete("export", "workf") == plain("workflow")


@pytest.mark.parametrize("words", [("send", "x", "--env"), ("env", "show"), ("env", "check")])
def test_environments(complete: Complete, places: Path, words: tuple[str, ...]) -> None:
    assert complete(*words, "") == plain("broken", "hq", "总部")
    assert complete(*words, "总") == plain("总部")


def test_env_types_are_those_of_the_environment_that_is_named(
    complete: Complete, places: Path
) -> None:
    assert complete("send", READ, "--env", "总部", "--env-type", "") == plain("dev", "prod")
    assert complete("send", READ, "--env=hq", "--env-type", "") == plain("uat")
    assert complete("run", "x", "--env-type", "") == plain("uat", "dev", "prod")
    assert complete("run", "x", "--env", "broken", "--env-type", "") == []


def test_calls_of_data_models(complete: Complete, places: Path, tmp_path: Path) -> None:
    environment = Environment(name="hq", host="https://b.cn", env_types=types("uat"))
    files = ModelFiles(tmp_path / "state" / "models")
    files.save(environment, ModelList(models=(DataModel(name="customer"),)))
    calls = plain("model.customer.create", "model.customer.createMany")
    assert complete("send", "model.customer.cre") == calls
    assert complete("send", "--env", "总部", "model.customer.cre") == []


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("export", "x", "--format", "po"), ("postman", "postman-env")),
        (("import", "--format", "ope"), ("openapi",)),
        (("errors", "INVALID_ENV_ST"), ("INVALID_ENV_STATUS",)),
        (("sandbox", "--fault", "INVALID_ENV_ST"), ("INVALID_ENV_STATUS",)),
        (("history", "--verdict", ""), ("ok", "failed")),
        (("env", "add", "x", "--token-body", "f"), ("form",)),
        (("schema", "e"), ("environment", "exchange")),
        (("completion", ""), ("bash", "zsh", "fish")),
        (("--lang", ""), ("zh", "en")),
        (("send", "--dry"), ("--dry-run",)),
        (("tok",), ("token",)),
        (("sk",), ("skill",)),
        (("skill", "--f"), ("--force",)),
        (("env", "sec"), ("secret",)),
    ],
)
def test_words(complete: Complete, words: tuple[str, ...], offered: tuple[str, ...]) -> None:
    assert complete(*words) == plain(*offered)


def test_files_are_left_to_the_shell(complete: Complete) -> None:
    assert complete("import", "a") == ["file,a"]
    assert complete("run", "x", "--junit", "") == ["file,"]
    assert complete("--workspace", "") == ["dir,"]
    assert complete("skill", "--into", ".") == ["dir,."]


def test_the_workspace_of_the_command_line(
    complete: Complete, places: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WEDA_TUI_WORKSPACE")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert complete("--workspace", "~/workspace", "send", "--env", "h") == plain("hq")
    assert complete("send", "--workspace", str(places), "--env", "h") == plain("hq")


def test_a_wrong_command_line_and_one_for_help_complete_to_nothing(complete: Complete) -> None:
    assert complete("sned", "") == []
    assert complete("--help", "cat") == plain("catalogue")
    assert complete("--version", "cat") == plain("catalogue")


def test_what_does_not_print_or_looks_like_an_option_is_not_offered(
    complete: Complete, workspace: Path
) -> None:
    folder = workspace / "environments"
    folder.mkdir(parents=True)
    for name in ("a", "-a", "a\nb", "a\x1b[2J", "a\u202e", "a\x85", "a\u3000b", "\udcffa"):
        (folder / f"{name}.toml").touch()
    assert complete("token", "--env", "") == plain("a")


def test_names_come_in_the_charset_of_the_command_line(
    complete: Complete, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In GBK, the last byte of a UTF-8 character would consume the backslash that follows."""
    folder = workspace / "environments"
    folder.mkdir(parents=True)
    for name in ("部`", "ñ"):
        (folder / f"{name}.toml").touch()
    assert complete("token", "--env", "") == plain("ñ", r"部\`")
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "gbk")
    assert run_cli().data == "plain,部\\`\n".encode("gbk")


def test_bash_quotes(complete: Complete, workspace: Path) -> None:
    """``tests/adversarial/test_completion.py`` tests how bash reads the names."""
    folder = workspace / "environments"
    folder.mkdir(parents=True)
    for name in ("$(x); '", "it's", "two words"):
        (folder / f"{name}.toml").touch()
    assert complete("token", "--env", "") == plain(r"\$\(x\)\;\ \'", r"it\'s", r"two\ words")
    assert complete("token", "--env", "'t") == plain("two words")
    assert complete("token", "--env", "'i") == []
    assert complete("token", "--env", r"it\'") == plain(r"it\'s")
    assert complete("token", "--env", "t'wo'") == []
    assert complete("token", "--env", "t", by="zsh") == ["plain", "two words", "_"]


@pytest.mark.parametrize("what", ["file", "environments", "link"])
def test_a_workspace_that_does_not_open_offers_no_names(
    complete: Complete, workspace: Path, what: str
) -> None:
    if what == "file":
        workspace.write_text("no folder")
    elif what == "environments":
        for name in ("environments", "collections", "modules"):
            workspace.mkdir(exist_ok=True)
            (workspace / name).write_text("no folder")
    else:
        workspace.mkdir()
        for name in ("environments", "collections", "modules"):
            (workspace / name).symlink_to(workspace.parent)
    for words in (("token", "--env", ""), ("send", "x", "--env-type", ""), ("run", "")):
        assert complete(*words) == []
    assert f"plain,{READ}" in complete("send", "work")


def test_ten_thousand_names(complete: Complete, workspace: Path) -> None:
    folder = workspace / "collections" / "many"
    folder.mkdir(parents=True)
    for number in range(10_000):
        (folder / f"request {number}.toml").touch()
    assert len(complete("send", "many/")) == 10_000
    found = (777, *range(7770, 7780))
    offered = complete("send", r"many/request\ 777")
    assert offered == plain(*(rf"many/request\ {number}" for number in found))


SEEN = """
import os
import sys
seen = []
sys.addaudithook(lambda event, given: seen.append((event, str(given[:1]))))
from weda_tui.__main__ import main
wrong = ("socket.", "subprocess", "os.rename", "os.remove", "os.mkdir", "os.putenv")
typed = sys.argv[1:]
del sys.argv[1:]
for words in typed:
    os.environ.update(COMP_WORDS=f"weda-tui {words}", COMP_CWORD=str(len(words.split())))
    seen.clear()
    main()
    opened = [given for event, given in seen if event == "open" and "state" in given]
    print("files", opened, [each for each in seen if each[0].startswith(wrong)])
heavy = ("weda_tui.session", "httpx", "keyring", "textual", "sqlite3", "asyncio")
print("modules", [name for name in heavy if name in sys.modules])
"""


def test_nothing_is_sent_no_secret_is_read_and_little_is_loaded(
    places: Path, tmp_path: Path
) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "secrets.json").write_text("{}")
    ran = subprocess.run(
        [sys.executable, "-c", SEEN, "send work", "send --env-type d", "run a", "s"],
        env=os.environ | {"_WEDA_TUI_COMPLETE": "bash_complete"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stderr == ""
    said = [line for line in ran.stdout.splitlines() if line.startswith(("files ", "modules "))]
    assert said == [*["files [] []"] * 4, "modules []"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_each_shell(shell: str) -> None:
    ran = run_cli("completion", shell)
    assert (ran.status, ran.talk) == (0, "")
    assert f"_WEDA_TUI_COMPLETE={shell}_complete" in ran.text
    assert "weda-tui" in ran.text


def test_no_other_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = run_cli("completion", "powershell")
    assert ran.status == 2
    assert "bash, zsh, fish" in ran.talk
    monkeypatch.setenv("_WEDA_TUI_COMPLETE", "powershell_complete")
    monkeypatch.setenv("COMP_WORDS", "weda-tui ")
    monkeypatch.setenv("COMP_CWORD", "1")
    assert (run_cli().status, run_cli().text) == (2, "")
