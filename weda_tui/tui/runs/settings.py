"""The settings of a monitor or a load test, one row each."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import PurePath
from typing import NamedTuple

import msgspec

from weda_tui.core.runs import choices
from weda_tui.core.runs.choices import RunWay
from weda_tui.core.runs.results import RunChoice
from weda_tui.core.runs.schedule import read_until
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.drawing.paint import Line, Run, cut, pad

LABEL = 24
"""The width in cells of the labels, including the blanks after them."""


class SettingKind(StrEnum):
    """How a setting is changed."""

    TEXT = "text"
    SWITCH = "switch"
    NEW_FILE = "new-file"
    DATA = "data"


class Setting(NamedTuple):
    """One setting."""

    field: str
    """The field of the monitor's or load test's choice; of ``RunChoice`` for the data."""
    label: str
    value: str
    """The value as typed; empty for no value."""
    shown: str
    kind: SettingKind = SettingKind.TEXT
    read: Callable[[str], object] = str
    """Parses a typed value; raises ``ValueError`` if it is invalid."""
    hint: str = ""
    """The format of a typed value; for a file, what is written to it."""
    file: str = ""
    """The suggested name of a new file."""

    def accepts(self, text: str) -> bool:
        """Return whether a typed value is valid."""
        try:
            self.read(text)
        except ValueError:
            return False
        return True


def settings_of(way: RunWay, choice: RunChoice, strings: Strings, now: float) -> list[Setting]:
    """Return the settings of a way to run; ``now`` is the wall clock in seconds."""
    data = _data(choice, strings)
    if way is RunWay.MONITOR:
        return [*_monitor(choice, strings, now), data]
    return [*_load(choice, strings), data]


def changed(way: RunWay, choice: RunChoice, field: str, value: str | bool) -> RunChoice:
    """Return a copy of ``choice`` in which a setting has another value."""
    if field == "data":
        return msgspec.structs.replace(choice, data=value)
    if way is RunWay.MONITOR:
        part = msgspec.structs.replace(choice.monitor, **{field: value})
        return msgspec.structs.replace(choice, monitor=part)
    part = msgspec.structs.replace(choice.load, **{field: value})
    return msgspec.structs.replace(choice, load=part)


def setting_row(setting: Setting, width: int) -> Line:
    """Return the row of a setting: its label and its value."""
    shown = cut(setting.shown, width - LABEL - 6)
    return Line([Run("  "), Run(pad(setting.label, LABEL), "dim"), Run(shown)], [Run("▾  ", "dim")])


def _monitor(choice: RunChoice, strings: Strings, now: float) -> Sequence[Setting]:
    words, chosen = strings.run.long, choice.monitor

    def until(text: str) -> object:
        return read_until(text, now) if text else None

    def every(text: str) -> object:
        return choices.seconds_of_interval(text) if text else None

    return (
        Setting("every", words.every, chosen.every, chosen.every or words.none, read=every,
                hint=words.hint_every),
        Setting("until", words.until, chosen.until, chosen.until or words.no_end, read=until,
                hint=words.hint_until),
        _switch("is_watching", words.watch, chosen.is_watching, words.dont_run, words.also_run),
        _switch("may_write", words.writes, chosen.may_write, words.writes_not_sent,
                words.writes_sent),
        _file("textfile", words.textfile, chosen.textfile, words.pick_textfile, "weda.prom",
              words.none),
        _file("html", words.html, chosen.html, words.pick_html, "weda.html", words.none),
        _file("junit", strings.run.junit, chosen.junit, strings.run.pick_junit, "junit.xml",
              words.none),
    )  # fmt: skip


def _load(choice: RunChoice, strings: Strings) -> Sequence[Setting]:
    words, chosen = strings.run.long, choice.load

    def optional(read: Callable[[str], object]) -> Callable[[str], object]:
        return lambda text: read(text) if text else None

    rate = words.no_limit if chosen.rate in {"0", ""} else chosen.rate
    return (
        Setting("users", words.users, chosen.users, chosen.users, read=choices.users,
                hint=words.hint_users),
        Setting("spawn_rate", words.spawn_rate, chosen.spawn_rate, chosen.spawn_rate,
                read=choices.spawn_rate, hint=words.hint_spawn_rate),
        Setting("time", words.time, chosen.time, chosen.time, read=choices.seconds_of_load,
                hint=words.hint_time),
        Setting("rate", words.rate, chosen.rate, rate, read=choices.load_rate,
                hint=words.hint_rate),
        _switch("may_write", words.writes, chosen.may_write, words.writes_not_sent,
                words.writes_sent),
        Setting("p95", words.p95, chosen.p95, chosen.p95 or words.none,
                read=optional(choices.seconds_of_limit), hint=words.hint_p95),
        Setting("errors", words.errors, chosen.errors, chosen.errors or words.none,
                read=optional(choices.percent), hint=words.hint_errors),
        _file("html", words.html, chosen.html, words.pick_load_html, "load.html", words.none),
        _file("junit", strings.run.junit, chosen.junit, strings.run.pick_junit, "load.xml",
              words.none),
    )  # fmt: skip


def _data(choice: RunChoice, strings: Strings) -> Setting:
    name = strip_control_characters(PurePath(choice.data).name) if choice.data else ""
    shown = name or strings.run.long.none
    return Setting("data", strings.run.data, choice.data, shown, SettingKind.DATA)


def _switch(field: str, label: str, is_on: bool, off: str, on: str) -> Setting:
    return Setting(field, label, "1" if is_on else "", on if is_on else off, SettingKind.SWITCH)


def _file(field: str, label: str, value: str, title: str, name: str, none: str) -> Setting:
    shown = strip_control_characters(value) or none
    return Setting(field, label, value, shown, SettingKind.NEW_FILE, hint=title, file=name)
