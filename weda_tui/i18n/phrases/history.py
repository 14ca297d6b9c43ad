"""The history in words: time, outcome, why an entry cannot be sent again."""

from datetime import datetime, timedelta

from weda_tui.core.catalogue.endpoint import Effect
from weda_tui.core.errors import Delivery
from weda_tui.core.history.entry import HistoryEntry, Problem, ReplayLack, SendEnding
from weda_tui.core.requests.free_call import call_name
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.quantities import clock_time, count, elapsed
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.text import FailureText, find_failure

GLYPHS = {
    SendEnding.OK: "✓",
    SendEnding.FAILED: "✗",
    SendEnding.NO_ANSWER: "✗",
    SendEnding.PARTLY: "!",
    SendEnding.UNKNOWN: "?",
    SendEnding.CANCELLED: "–",
}
"""The outcome of an entry, in one cell."""
SPOKEN_MARKS = {
    "失败": "✗",
    "fail": "✗",
    "failed": "✗",
    "成功": "✓",
    "ok": "✓",
    "@智能体": "@agent",
}
"""Words that the user may type for a mark, or for the calls of agents, in both languages."""


def reason_words(entry: HistoryEntry, strings: Strings) -> str:
    """Return why an entry is no success, in one clean line; empty for a success."""
    words, verdict = strings.history, entry.verdict
    match entry.ending:
        case SendEnding.OK:
            return ""
        case SendEnding.NO_ANSWER:
            return _no_answer(entry, entry.problem, strings) if entry.problem else ""
        case SendEnding.CANCELLED:
            is_doubtful = entry.effect is not Effect.READ and bool(entry.url)
            text = words.cancelled_write if is_doubtful else words.cancelled_after
            return text.format(elapsed=elapsed(entry.elapsed))
        case SendEnding.PARTLY:
            failed = count(verdict.failed if verdict else 0)
            return words.partly.format(failed=failed, count=count((verdict and verdict.count) or 0))
        case SendEnding.UNKNOWN:
            return words.unknown_shape.format(status=entry.status)
        case SendEnding.FAILED:
            message = verdict.message if verdict else ""
            return strip_control_characters(f"{entry.code}  {message}").strip()


def _no_answer(entry: HistoryEntry, problem: Problem, strings: Strings) -> str:
    """Return how far a call without a response came, and why it ended: it may have been a write."""
    words, said = strings.history, explain(problem.error(), strings).what.rstrip("。.")
    if not entry.url:
        return words.unsent.format(reason=said)
    match problem.delivery:
        case Delivery.NOT_SENT:
            return words.not_sent.format(reason=said)
        case Delivery.SENT:
            return words.perhaps_executed.format(reason=said)
        case Delivery.ANSWERED:
            return said


def outcome_words(entry: HistoryEntry, strings: Strings) -> str:
    """Return an outcome in a few words: the count of a success, the code of a failure."""
    words, verdict = strings.tui.result, entry.verdict
    if entry.ending is SendEnding.OK and verdict is not None and verdict.count is not None:
        return words.records.format(count=count(verdict.count))
    if entry.ending is SendEnding.FAILED:
        return strip_control_characters(entry.code)
    return reason_words(entry, strings)


def day_words(at: float, now: float, strings: Strings) -> str:
    """Return the day of a time relative to ``now``: 今天, 昨天, 11 月 20 日."""
    words = strings.history
    day, today = (datetime.fromtimestamp(each).astimezone().date() for each in (at, now))
    if day == today:
        return words.today
    if (today - day).days == 1:
        return words.yesterday
    form = words.day if day.year == today.year else words.full_day
    return form.format(year=day.year, month=day.month, day=day.day)


def recent_words(at: float, now: float, strings: Strings) -> str:
    """Return a time in few cells: 09:42, 昨天, 周一, 上周, 11-03, 2025-11."""
    words = strings.history
    day, today = (datetime.fromtimestamp(each).astimezone().date() for each in (at, now))
    weeks = (today - timedelta(today.weekday()) - (day - timedelta(day.weekday()))).days // 7
    if day == today:
        return clock_words(at)
    if (today - day).days == 1:
        return words.yesterday
    if day > today or weeks > 1:
        return f"{day:%m-%d}" if day.year == today.year else f"{day:%Y-%m}"
    return words.last_week if weeks else words.weekdays[day.weekday()]


def clock_words(at: float) -> str:
    """Return the local time of day, such as ``09:42``."""
    return datetime.fromtimestamp(at).astimezone().strftime("%H:%M")


def when_words(at: float, beside: float, now: float, strings: Strings) -> str:
    """Return ``今天 09:42``, with seconds if ``beside`` is in the same minute."""
    is_one_minute = int(at // 60) == int(beside // 60)
    clock = clock_time(at) if is_one_minute else clock_words(at)
    return f"{day_words(at, now, strings)} {clock}"


def moment_words(entry: HistoryEntry, other: HistoryEntry, now: float, strings: Strings) -> str:
    """Return the time of an entry, as precisely as needed to distinguish it from another entry."""
    at, beside = entry.started_at, other.started_at
    day = day_words(at, now, strings)
    days = {day, day_words(beside, now, strings)}
    clock = clock_time(at) if clock_words(at) == clock_words(beside) else clock_words(at)
    return clock if days == {strings.history.today} else f"{day} {clock}"


def entry_title(entry: HistoryEntry, strings: Strings) -> str:
    """Return the title of an entry's call, else its saved request's name, else ``GET /path``."""
    title = entry.title.text(strings.language) or _saved_as(entry) or entry.endpoint_id
    return title or call_name(entry.method, entry.url)


def entry_heading(entry: HistoryEntry, strings: Strings) -> str:
    """Return the title of an entry, after the name of its saved request if there is one."""
    title, saved = entry_title(entry, strings), _saved_as(entry)
    return f"{saved} · {title}" if saved not in {"", title} else title


def _saved_as(entry: HistoryEntry) -> str:
    return entry.saved.rpartition("/")[2]


def agent_words(entry: HistoryEntry, strings: Strings) -> str:
    """Return which agent sent an entry, in one clean line; empty if the user sent it."""
    client = strip_control_characters(entry.agent)
    return strings.history.agent.format(client=client) if client else ""


def replay_words(lack: ReplayLack, entry: HistoryEntry, strings: Strings) -> FailureText:
    """Return why an entry cannot be sent again, and what the user can do instead."""
    words = find_failure(strings.history.replay, lack.value)
    place = entry.conditions
    values = {
        "environment": strip_control_characters(place.environment),
        "host": place.host,
        "env_type": place.env_type,
        "endpoint": strip_control_characters(entry.endpoint_id),
    }
    return FailureText(words.what.format_map(values), words.hint.format_map(values))
