"""Every command of a page is run over the sandbox; a failure names its line.

The environment ``hq`` of the pages is the sandbox, the files that they name are ``MATERIAL``, and
each block starts with a fresh copy of the workspace. A line has to end with exit status 0, or with
the status that its comment names ("exit status 1").
"""

import glob
import json
import os
import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

import click
import pytest

from tests.cli.program import Ran, run_cli
from tests.pages.page_text import INDENTED, blocks, prose
from tests.pages.parts import ROOT, pages
from weda_tui.cli.command import CommandGroup
from weda_tui.cli.invocation import Invocation
from weda_tui.cli.main import build_program
from weda_tui.i18n.strings import EN
from weda_tui.sandbox.server.sockets import SandboxInfo, background
from weda_tui.store.bundled_catalogue import load_bundled_catalogue

NOT_RUN = {
    "weda-tui": "opens the explorer",
    "weda-tui demo": "opens the explorer",
    "weda-tui sandbox": "serves until it is stopped",
    "weda-tui load": "runs Locust, which is optional, for as long as it says",
}
"""Beginnings of commands that are only parsed, with the reason."""
UNENDING = {"--every", "--watch"}
"""Options with which a command runs until it is stopped; such a command is only parsed."""
YES_OF_A_PERSON = ("env remove", "history delete")
"""Commands that ask the user for confirmation, which the tests give."""
OWN_STATUSES = {"explain": {0, 1}}
"""Commands whose exit status depends on their input."""
SAVED = {
    "approvals/list-todo": 'endpoint = "workflow.DescribeInstanceApproverList"\n',
    "customers/create": (
        'endpoint = "model.create"\nbody = \'{"data": {"name": "{{name}}"}}\'\n'
        '[variables]\nmodelName = "customer"\n'
    ),
    "approvals/start": 'endpoint = "workflow.ListDeployedFlows"\nbody = \'{"Type": 2}\'\n',
}
FAILURE = '{"code": "INVALID_ENV_STATUS", "requestId": "7f3a9c", "message": "env isolated"}'
OPENAPI = json.dumps({
    "openapi": "3.0.3",
    "info": {"title": "CRM", "version": "1"},
    "paths": {"/crm/v1/orders": {"get": {"operationId": "ListOrders", "responses": {}}}},
})  # fmt: skip
POSTMAN = json.dumps({
    "info": {"name": "inbox", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/"},
    "item": [{"name": "list", "request": {"method": "GET", "url": "https://crm.example.cn/a"}}],
})  # fmt: skip
VARIABLES = json.dumps({
    "name": "team",
    "_postman_variable_scope": "environment",
    "values": [{"key": "host", "value": "https://weda.example.cn"}],
})  # fmt: skip
MATERIAL = {
    "rows.csv": "name\nzhang\nli\n",
    "more.csv": "name\nwang\n",
    "answer.json": FAILURE,
    "app.log": f"ERROR 2026-11-24 weda answered {FAILURE}\n",
    "approvals.postman_collection.json": POSTMAN,
    "team.postman_environment.json": VARIABLES,
    "crm.openapi.yaml": OPENAPI,
    "copied-from-the-browser.sh": "curl 'https://crm.example.cn/orders' -H 'Accept: */*'\n",
    "report.pdf": "%PDF-1.7\n",
}
"""The files that commands name."""
BODIES = {"start.json": "workflow.StartFlow", "stop.json": "workflow.StopFlow"}
"""Files with the example body of an endpoint, which succeeds once in a new sandbox."""
STDIN = {"explain": FAILURE, "import": OPENAPI, "view": FAILURE}
"""The standard input of commands."""
SHELLS = {"", "sh", "bash", "shell", "console"}
"""Languages of blocks that contain commands."""
SKILLS = sorted((ROOT / "weda_tui" / "i18n" / "skill").glob("*.md"))
"""The output of ``weda-tui skill`` in each language, which is tested like a page."""
TEXT = {each: each.read_text("utf-8") for each in (*pages(), *SKILLS)}
PASSED: set[tuple[str, ...]] = set()
_INSIDE = re.compile(r"\$\((weda-tui [^)]*)\)")
_STATUS = re.compile(r"(?:exit status|退出码|退出状态) (\d+)")
HISTORY = [["history", each] for each in ("show", "bundle", "delete")]
"""Commands whose arguments are numbers of entries; the entries 1 and 2 exist."""


@cache
def example_bodies() -> dict[str, str]:
    bodies = {
        endpoint.id: endpoint.example_body
        for module in load_bundled_catalogue().modules
        for endpoint in module.endpoints
        if endpoint.id in BODIES.values()
    }
    return {name: bodies[endpoint] for name, endpoint in BODIES.items()}


class Line(NamedTuple):
    """A line of a block, with its page and line number."""

    page: Path
    number: int
    text: str

    def __str__(self) -> str:
        return f"{self.page.name}:{self.number}: {self.text}"


def command_lines(page: Path, *more: str) -> Iterator[list[Line]]:
    """Yield the lines of each block that contains commands, also of the languages in ``more``."""
    for block in blocks(TEXT[page]):
        if block.language in {*SHELLS, *more}:
            yield [Line(page, number, text) for number, text in block.lines]


def words_of(line: str) -> list[list[str]]:
    """Return the commands of a line as lists of words, including redirections."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=";|<>&")
    lexer.whitespace_split = True
    commands: list[list[str]] = [[]]
    for word in lexer:
        if set(word) <= set(";|&"):
            commands.append([])
        else:
            commands[-1].append(word)
    return [each for each in commands if each]


def own_commands(line: str) -> Iterator[list[str]]:
    """Yield the words of each ``weda-tui`` command of a line, also inside ``$(…)``."""
    inside = _INSIDE.findall(line)
    for words in words_of(_INSIDE.sub("", line)) + [
        each for one in inside for each in words_of(one)
    ]:
        words[0] = words[0].rpartition("/")[2]
        if words[0] == "weda-tui":
            yield words


def is_not_run(words: list[str]) -> bool:
    return " ".join(words[:2]) in NOT_RUN or not UNENDING.isdisjoint(words)


class Desk:
    """A workspace over a sandbox, and the folder in which commands are run."""

    def __init__(self, folder: Path, info: SandboxInfo) -> None:
        self.folder, self.info = folder, info
        (folder / "here").mkdir()
        for name, text in MATERIAL.items():
            (folder / "here" / name).write_text(text, encoding="utf-8")
        for path, text in SAVED.items():
            file = folder / "workspace" / "collections" / f"{path}.toml"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        self._run("env", "add", "hq", "--host", info.base, "--secret-id", info.secret_id,
                  "--username", info.username, "--env-id", info.env_id)  # fmt: skip
        for name, body in example_bodies().items():
            (folder / "here" / name).write_text(body, encoding="utf-8")
        for path, text in SAVED.items():
            if "{{" not in text:  # other requests need a row of data
                self._run("send", path, "--env", "hq")
        for name in ("workspace", "state", "here"):
            shutil.copytree(folder / name, folder / "kept" / name)

    def clear(self) -> None:
        """Restore the files that existed when the desk was created."""
        for name in ("workspace", "state", "here"):
            shutil.rmtree(self.folder / name)
            shutil.copytree(self.folder / "kept" / name, self.folder / name)
        os.chdir(self.folder / "here")

    def _run(self, *words: str) -> Ran:
        ran = run_cli(*words, stdin=f"{self.info.secret_key}\n{self.info.password}\n")
        assert ran.status == 0, f"{words}: {ran.talk}"
        return ran

    def run(self, words: list[str]) -> Ran:
        """Run the words of a command, with the page's values replaced by the sandbox's values."""
        written = words.index(">") if ">" in words else None
        read = words.index("<") if "<" in words else None
        end = min(each for each in (written, read, len(words)) if each is not None)
        arguments = self._replaced(words[1:end])
        name = " ".join(arguments[:2])
        if name == "env add":
            run_cli("env", "remove", arguments[2], "--yes")
        if name in YES_OF_A_PERSON and "--yes" not in arguments:
            arguments.append("--yes")
        if arguments[0] == "storage" and "-" in arguments:
            return run_cli(*arguments, stdin=self._uploaded())
        secrets = f"{self.info.secret_key}\n{self.info.password}\n"
        return run_cli(*arguments, stdin=STDIN.get(arguments[0], secrets))

    def _replaced(self, words: list[str]) -> list[str]:
        info = self.info
        values = {
            "--host": info.base,
            "--secret-id": info.secret_id,
            "--username": info.username,
            "--route": self._route,
        }
        found: list[str] = []
        for word in words:
            before = found[-1] if found else ""
            if before in values:
                value = values[before]
                found.append(value if isinstance(value, str) else value(words[2]))
            elif words[:2] in HISTORY and word.isdecimal():
                found.append(str(len(found) - 1))
            elif word.startswith("cloud://"):
                found.append(self._uploaded())
            else:
                found += sorted(glob.glob(word)) if "*" in word and glob.glob(word) else [word]  # noqa: PTH207
        return found

    def _route(self, name: str) -> str:
        return str(json.loads(run_cli("env", "show", name, "--json").data)["route"])

    def _uploaded(self) -> str:
        Path("uploaded.pdf").write_bytes(b"%PDF-1.7")
        ran = self._run("storage", "upload", "uploaded.pdf", "--to", "2026", "--yes")
        Path("uploaded.pdf").unlink()
        return ran.text.strip()


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Desk]]:
    """Return a function that goes to the desk of all pages, and creates it on its first call."""
    folder = tmp_path_factory.mktemp("desk")
    with ExitStack() as running:
        info = cache(lambda: running.enter_context(background(seed=7)))
        made = cache(lambda: Desk(folder, info()))

        def go(patch: pytest.MonkeyPatch) -> Desk:
            patch.setenv("WEDA_TUI_WORKSPACE", str(folder / "workspace"))
            patch.setenv("WEDA_TUI_STATE", str(folder / "state"))
            patch.setenv("WEDA_SECRET_KEY", info().secret_key)
            patch.setenv("WEDA_PASSWORD", info().password)
            patch.chdir(folder)
            return made()

        yield go


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, laid_out: Callable[..., Desk]) -> Callable[[], Desk]:
    return partial(laid_out, monkeypatch)


def runnable(page: Path) -> list[list[Line]]:
    """Return the blocks of a page that contain a command to run."""
    return [
        lines
        for lines in command_lines(page)
        if any(not is_not_run(words) for line in lines for words in own_commands(line.text))
    ]


@pytest.mark.parametrize(
    "page", [each for each in TEXT if runnable(each)], ids=lambda page: page.name
)
def test_every_command_of_a_page_runs(page: Path, desk: Callable[[], Desk]) -> None:
    wrong = [said for lines in runnable(page) for said in failures(lines, desk)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", ["cli.md", "cli.zh-CN.md"])
def test_the_json_of_a_page_has_the_members_of_a_send(name: str, desk: Callable[[], Desk]) -> None:
    desk()
    text = next(TEXT[page] for page in TEXT if page.name == name)
    block = next(each for each in blocks(text) if each.language == "json")
    sample = json.loads("\n".join(line for _, line in block.lines))
    sent = json.loads(run_cli("send", "approvals/list-todo", "--env", "hq", "--json").data)
    assert list(sample) == list(sent)
    assert [*sample["verdict"]] == [*sent["verdict"]]
    assert {*sample["request"]} <= {*sent["request"]}


def failures(lines: list[Line], lay_out: Callable[[], Desk]) -> list[str]:
    """Run the lines of a block and return the failures; a block that has passed is not run again.

    Both languages have the same commands with other comments.
    """
    block = tuple(str([[*own_commands(line.text)], statuses_of(line)]) for line in lines)
    if block in PASSED:
        return []
    desk = lay_out()
    desk.clear()
    wrong: list[str] = []
    for line in lines:
        for words in own_commands(line.text):
            if is_not_run(words):
                continue
            ran = desk.run(words)
            if ran.status not in (statuses_of(line) or OWN_STATUSES.get(words[1], {0})):
                wrong.append(f"{line}\n    {ran.status}: {ran.talk.strip()}")
        if "env remove" in line.text:  # restoring the environment does not restore its secrets
            desk.clear()
    if not wrong:
        PASSED.add(block)
    return wrong


def statuses_of(line: Line) -> set[int]:
    """Return the exit statuses that the comment of a line names."""
    return {int(each) for each in _STATUS.findall(line.text)}


def test_the_options_of_what_is_not_run_are_there() -> None:
    run = {line for page in TEXT for lines in command_lines(page) for line in lines}
    there = [
        (line, words)
        for page in TEXT
        for lines in command_lines(page, INDENTED)
        for line in lines
        for words in own_commands(line.text)
        if is_not_run(words) or line not in run
    ]
    for line, words in there:
        try:
            parse(words[1:])
        except click.exceptions.Exit:  # --version and --help
            continue
        except click.UsageError as error:
            pytest.fail(f"{line}\n    {error.message}")


def parse(arguments: list[str]) -> None:
    """Parse a command line without running it. Raises ``click.UsageError``."""
    command: click.Command = build_program(EN)
    name, context = "weda-tui", None
    while True:
        invocation = Invocation(strings=EN, explore=lambda *_: 0)
        context = command.make_context(name, arguments, parent=context, obj=invocation)
        rest = [*context._protected_args, *context.args]
        if not isinstance(command, CommandGroup) or not rest:
            return
        with context:
            found, below, arguments = command.resolve_command(context, rest)
        assert found is not None
        assert below is not None
        name, command = found, below


# -- lines of other programs ---------------------------------------------------------------------

CHECKED = Path(__file__).with_name("other_programs.txt")
"""Lines of other programs; a person has read each, and tried it where possible."""
OTHERS = re.compile(
    r"(?:\S*/)?(?:docker|kubectl|pip3?|pipx|python3?|uv|systemctl|journalctl|git|make|apt|sudo) "
)


def test_lines_of_other_programs_are_those_that_somebody_has_checked() -> None:
    checked = set(CHECKED.read_text("utf-8").splitlines())
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    unknown = [
        str(line)
        for page in TEXT
        for line in [*other_lines(page), *named_in_prose(page)]
        if line.text not in checked
        and not (line.text.startswith("make ") and set(line.text.split()[1:]) <= set(targets))
    ]
    assert not unknown, f"check these, then add them to {CHECKED.name}:\n" + "\n".join(unknown)


def other_lines(page: Path) -> Iterator[Line]:
    """Yield the lines of blocks that call another program, without their comments."""
    for lines in command_lines(page, INDENTED):
        for line in lines:
            if OTHERS.match(line.text):
                yield line._replace(text=re.sub(r"\s+#.*", "", line.text))


def named_in_prose(page: Path) -> Iterator[Line]:
    """Yield the calls of other programs in prose."""
    for number, line in enumerate(prose(TEXT[page]).splitlines(), 1):
        for found in re.findall(r"`([^`]+)`", line):
            if OTHERS.match(found):
                yield Line(page, number, found)
