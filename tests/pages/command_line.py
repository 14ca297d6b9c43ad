"""The pages of the command line: every command with its usage and options, and its JSON."""

from collections.abc import Iterator

import click

from tests.pages.markdown import Bilingual, code, codes, fenced, table, text
from weda_tui.cli.command import EVERYWHERE, CliCommand, CommandGroup, HelpPage
from weda_tui.cli.errors_output import PROGRAM
from weda_tui.cli.exit_status import ExitStatus
from weda_tui.cli.main import build_program
from weda_tui.cli.sending.exchange_schema import exchange_schema
from weda_tui.formats.toml.json_schemas import Schema
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.text import find_text

COMMAND = Bilingual("Command", "命令")
OPTION = Bilingual("Option", "选项")
STATUS = Bilingual("Exit status", "退出状态")
MEANING = Bilingual("Meaning", "含义")
FIELD = Bilingual("Field", "字段")
VALUE = Bilingual("Value", "值")
ANY_JSON = Bilingual("any JSON", "任意 JSON")
COLON = Bilingual(": ", "：")


def page_of(command: click.Command) -> HelpPage:
    """Return the text of a command's help page."""
    assert isinstance(command, CliCommand | CommandGroup)
    return command._page


def walk(command: click.Command, path: str = PROGRAM) -> Iterator[tuple[str, click.Command]]:
    """Yield every command below a command, with the words to type for it."""
    if isinstance(command, CommandGroup):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield f"{path} {name}", found
            yield from walk(found, f"{path} {name}")


def _anchor(path: str) -> str:
    return path.replace(" ", "-")


def command_list(strings: Strings) -> str:
    """Return a table with one row for each command, and a link to its section."""
    rows = (
        [f"[{code(path)}](#{_anchor(path)})", text(page_of(command).paragraphs[0])]
        for path, command in walk(build_program(strings))
    )
    return table([COMMAND.of(strings), MEANING.of(strings)], rows)


def commands(strings: Strings) -> str:
    """Return the sections of all commands."""
    pages = (_command(path, command, strings) for path, command in walk(build_program(strings)))
    return "\n\n".join(pages)


def _command(path: str, command: click.Command, strings: Strings) -> str:
    page, words = page_of(command), strings.cli.help
    first, *others = page.paragraphs
    usage = " ".join([path, *arguments(command, strings)])
    pieces = [
        f"### {path}",
        *map(text, [first[:1].upper() + first[1:], *others]),
        f"{words.usage}{COLON.of(strings)}{code(usage)}",
        options(command, strings, is_global=False),
        fenced(page.examples) if page.examples else "",
    ]
    return "\n\n".join(filter(None, pieces))


def arguments(command: click.Command, strings: Strings) -> list[str]:
    """Return the arguments of a command, as in its usage line."""
    words = strings.cli.help
    named = [each.metavar or "" for each in command.params if isinstance(each, click.Argument)]
    if isinstance(command, CommandGroup):
        named.append(f"[{words.command_mark}]" if command.callback else words.command_mark)
    return [*named, words.options_mark]


def options(command: click.Command, strings: Strings, *, is_global: bool) -> str:
    """Return a table of the options of a command: its own, or those that every command has."""
    rows = [
        [code(spelling(each)), text(each.help or "")]
        for each in command.params
        if isinstance(each, click.Option) and (each.name in EVERYWHERE) is is_global
    ]
    return table([OPTION.of(strings), MEANING.of(strings)], rows) if rows else ""


def spelling(option: click.Option) -> str:
    """Return an option as it is typed."""
    value = f" {option.metavar}" if option.metavar and not option.is_flag else ""
    return ", ".join(option.opts) + value


def global_options(strings: Strings) -> str:
    """Return a table of the options that every command has."""
    return options(build_program(strings), strings, is_global=True)


def status_meanings(strings: Strings) -> Iterator[tuple[str, str]]:
    """Yield every exit status with its meaning."""
    for each in ExitStatus:
        yield str(int(each)), find_text(strings.cli.help, f"status_{each.name.lower()}")


def statuses(strings: Strings) -> str:
    """Return a table of all exit statuses."""
    rows = ([code(number), text(meaning)] for number, meaning in status_meanings(strings))
    return table([STATUS.of(strings), MEANING.of(strings)], rows)


def exchange_fields(strings: Strings) -> str:
    """Return a table of all fields that ``send --json`` prints."""
    rows = (
        [code(name), _json_value(field, strings), text(field["description"])]
        for name, field in _fields(exchange_schema(strings.cli.exchange))
    )
    return table([each.of(strings) for each in (FIELD, VALUE, MEANING)], rows)


def _fields(schema: Schema, before: str = "") -> Iterator[tuple[str, Schema]]:
    for name, field in schema["properties"].items():
        yield f"{before}{name}", field
        if "properties" in field:
            yield from _fields(field, f"{before}{name}.")


def _json_value(field: Schema, strings: Strings) -> str:
    """Return the allowed values of a field or, without such values, its types."""
    types: list[str] | str = field.get("type", [])
    allowed = [each or '""' for each in field.get("enum", ())]
    return codes(allowed or ([types] if isinstance(types, str) else types)) or ANY_JSON.of(strings)
