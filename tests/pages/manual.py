"""The manual pages in ``docs/man``: one for each command, in English, written by ``make docs``.

The wheel installs them in ``share/man/man1``. They are stored in the repository because a build has
neither the program's dependencies nor click-man. They contain no date and no version, so that they
change only with the words of the program.
"""

import click
from click_man.man import ManPage

from tests.pages import command_line
from tests.pages.parts import DOCS
from weda_tui.cli.command import CommandGroup
from weda_tui.cli.errors_output import PROGRAM
from weda_tui.cli.main import build_program
from weda_tui.i18n.strings import EN

FOLDER = DOCS / "man"
_ESCAPED = str.maketrans(
    {"\\": r"\e", "-": r"\-", "'": r"\(aq", "`": r"\(ga", "^": r"\(ha", "~": r"\(ti"}
)


def manual() -> dict[str, str]:
    """Return the text of every page by its file name."""
    program = build_program(EN)
    commands = [(PROGRAM, program), *command_line.walk(program)]
    return {f"{_name(path)}.1": _page(path, command) for path, command in commands}


def _name(path: str) -> str:
    return path.replace(" ", "-")


def _page(path: str, command: click.Command) -> str:
    words, page = command_line.page_of(command), ManPage(path)
    page.version = page.date = ""
    page.short_help = roff(words.paragraphs[0])
    page.description = "\n\n".join(map(roff, words.paragraphs[1:]))
    page.synopsis = " ".join(command_line.arguments(command, EN))
    page.options = [
        (roff(command_line.spelling(each)).replace(r"\-", "-"), roff(each.help or ""))
        for each in command.params
        if isinstance(each, click.Option)
    ]
    if isinstance(command, CommandGroup):
        page.commands = [(name, roff(entry.summary)) for name, entry in command._entries.items()]
    text = str(page).replace(rf"\fB{path}-", rf"\fB{_name(path)}-")
    if words.statuses:
        rows = command_line.status_meanings(EN)
        text += ".SH EXIT STATUS\n" + "".join(f".TP\n{n}\n{roff(what)}\n" for n, what in rows)
    if words.examples:
        lines = "".join(f"{line.translate(_ESCAPED)}\n" for line in words.examples)
        text += f".SH EXAMPLES\n.nf\n{lines}.fi\n"
    return text


def roff(words: str) -> str:
    """Return a sentence on one line, escaped so that roff interprets no part of it."""
    line = " ".join(words.split()).translate(_ESCAPED)
    return rf"\&{line}" if line.startswith(".") else line


def write_manual() -> list[str]:
    """Write the pages, delete the pages of removed commands, and return the names that changed."""
    pages = manual()
    there = {file.name: file.read_text("utf-8") for file in FOLDER.glob("*.1")}
    FOLDER.mkdir(exist_ok=True)
    for name in there.keys() - pages.keys():
        (FOLDER / name).unlink()
    changed = [name for name, text in pages.items() if there.get(name) != text]
    for name in changed:
        (FOLDER / name).write_text(pages[name], encoding="utf-8")
    return changed
