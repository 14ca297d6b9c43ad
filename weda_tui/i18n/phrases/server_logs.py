"""Where the server wrote of a failed call, in words."""

from collections.abc import Mapping
from datetime import datetime

from weda_tui.core.doctor.server_logs import SOURCE, LogPlace, ServerLog
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.core.text.shell import quote_word
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.text import find_failure


def log_field(log: ServerLog) -> str:
    """Return the name of the sentences of a log that is kept, or gone."""
    return "server_log_of" if log.gone_since is None else "server_log_gone"


def log_values(log: ServerLog | None) -> Mapping[str, str]:
    """Return what the sentences about a log are filled with."""
    if log is None:
        return {}
    return {"service": log.service.value, "date": log_date(log)}


def log_date(log: ServerLog) -> str:
    """Return the day since which a log is gone; empty while it is kept."""
    if log.gone_since is None:
        return ""
    return datetime.fromtimestamp(log.gone_since).astimezone().strftime("%Y-%m-%d")


def log_words(log: ServerLog, strings: Strings) -> str:
    """Return what is to be searched, and how long there is something to be found."""
    words = find_failure(strings.doctor.commands, log_field(log))
    return words.what.format_map(log_values(log))


def log_notes(place: LogPlace | None, environment: str, strings: Strings) -> list[str]:
    """Return where the facts are from and, where nobody said what it is, how to have a cluster's.

    ``environment`` is empty where there is none.
    """
    words = strings.doctor.log
    notes = [words.source_short.format(url=SOURCE)]
    if place is None:
        name = quote_word(strip_control_characters(environment)) if environment else "NAME"
        notes.append(strings.doctor.commands.in_cluster.line.format(environment=name))
    return notes


def log_lines(log: ServerLog, command: str, strings: Strings) -> list[str]:
    """Return what is to be searched, the command, and where the facts are from."""
    return [log_words(log, strings), f"  {command}", log_source(strings)]


def log_source(strings: Strings) -> str:
    """Return where the facts are from and how sure they are, at length."""
    return strings.doctor.log.source.format(url=SOURCE)
