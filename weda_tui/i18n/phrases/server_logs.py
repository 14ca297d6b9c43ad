"""The server's log of a failed call, in words."""

from collections.abc import Mapping
from datetime import datetime

from weda_tui.core.doctor.server_logs import SOURCE, LogPlace, ServerLog
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.core.text.shell import quote_word
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.text import find_failure


def log_field(log: ServerLog) -> str:
    """Return the name of the sentences for a log that still exists, or is gone."""
    return "server_log_of" if log.gone_since is None else "server_log_gone"


def log_values(log: ServerLog | None) -> Mapping[str, str]:
    """Return the values for the placeholders of sentences about a log."""
    if log is None:
        return {}
    return {"service": log.service.value, "date": log_date(log)}


def log_date(log: ServerLog) -> str:
    """Return the day since which a log is gone; empty while it exists."""
    if log.gone_since is None:
        return ""
    return datetime.fromtimestamp(log.gone_since).astimezone().strftime("%Y-%m-%d")


def log_words(log: ServerLog, strings: Strings) -> str:
    """Return which log to search, and how long the log exists."""
    words = find_failure(strings.doctor.commands, log_field(log))
    return words.what.format_map(log_values(log))


def log_notes(place: LogPlace | None, environment: str, strings: Strings) -> list[str]:
    """Return the source of the facts and, without a log place, how to get a cluster's command.

    ``environment`` is empty if there is none.
    """
    words = strings.doctor.log
    notes = [words.source_short.format(url=SOURCE)]
    if place is None:
        name = quote_word(strip_control_characters(environment)) if environment else "NAME"
        notes.append(strings.doctor.commands.in_cluster.line.format(environment=name))
    return notes


def log_lines(log: ServerLog, command: str, strings: Strings) -> list[str]:
    """Return which log to search, the command, and the source of the facts."""
    return [log_words(log, strings), f"  {command}", log_source(strings)]


def log_source(strings: Strings) -> str:
    """Return the source of the facts and how reliable they are, in full."""
    return strings.doctor.log.source.format(url=SOURCE)
