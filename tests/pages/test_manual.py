"""The manual pages agree with the program, and no text in them is read as a macro by mistake."""

import re
import tomllib

import click
import pytest

from tests.pages import command_line
from tests.pages.manual import FOLDER, manual, roff, write_manual
from tests.pages.parts import ROOT
from weda_tui.cli.main import build_program
from weda_tui.i18n.strings import EN

MACROS = {".TH", ".SH", ".TP", ".PP", ".B", ".nf", ".fi"}
COMMANDS = dict(command_line.walk(build_program(EN)))


def shown(page: str) -> str:
    """Return a page as it is displayed: without macros, fonts and escapes."""
    for escape, character in ((r"\-", "-"), (r"\(aq", "'"), (r"\(ti", "~"), (r"\e", "\\")):
        page = page.replace(escape, character)
    return re.sub(r"\\f[BP]|^\.\w+ ?", "", page, flags=re.MULTILINE)


def test_the_pages_are_what_the_program_says() -> None:
    there = {file.name: file.read_text("utf-8") for file in FOLDER.iterdir()}
    assert there == manual(), "run `make docs`"


@pytest.mark.parametrize("path", COMMANDS)
def test_a_page_has_the_options_and_examples_of_its_command(path: str) -> None:
    command = COMMANDS[path]
    page = shown(manual()[f"{path.replace(' ', '-')}.1"])
    words = command_line.page_of(command)
    options = [each for each in command.params if isinstance(each, click.Option)]
    assert f"{path.replace(' ', '-')} - {words.paragraphs[0]}\n" in page
    for said in (*words.paragraphs, *words.examples, *map(command_line.spelling, options)):
        assert said in page
    assert all(option.help in page for option in options if option.help)
    assert ("EXIT STATUS" in page) is words.statuses


def test_only_known_macros_begin_a_line_and_only_known_escapes_stand_in_one() -> None:
    for page in manual().values():
        lines = page.splitlines()
        assert {line.split()[0] for line in lines if line.startswith((".", "'"))} <= MACROS
        assert not re.search(r"\\(?!-|e|f[BP]|&|\((?:aq|ga|ha|ti))", page)
        assert "  See \\fBweda-tui " not in page


def test_every_page_that_another_one_names_is_there() -> None:
    pages = manual()
    named = {name for page in pages.values() for name in re.findall(r"\\fB(\S+)\(1\)", page)}
    assert {f"{name}.1" for name in named} == {*pages} - {"weda-tui.1"}


def test_a_sentence_is_no_macro() -> None:
    assert roff(".nf is\n'a' \\word") == r"\&.nf is \(aqa\(aq \eword"


def test_a_page_of_a_command_that_is_gone_is_removed(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("man")
    monkeypatch.setattr("tests.pages.manual.FOLDER", folder)
    (folder / "weda-tui-gone.1").touch()
    assert {*write_manual()} == {*manual()} == {file.name for file in folder.iterdir()}
    assert write_manual() == []


def test_the_wheel_installs_them() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    shared = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert ROOT / next(source for source, to in shared.items() if to == "share/man/man1") == FOLDER
