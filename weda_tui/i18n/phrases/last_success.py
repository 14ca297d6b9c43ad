"""What changed since a call last succeeded, in words."""

from datetime import datetime

from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.history.last_success import Aspect, ChangedPart, LastSuccess, SinceChange
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.facts import token_kind_words
from weda_tui.i18n.phrases.history import clock_words, day_words
from weda_tui.i18n.quantities import time_left
from weda_tui.i18n.strings import Strings

MOST = 5
"""Maximum number of changes that are listed."""


def title_words(compared: LastSuccess, now: float, strings: Strings) -> str:
    """Return a title such as ``上次成功 昨天 17:20，与本次相比``."""
    at = compared.entry.started_at
    when = f"{day_words(at, now, strings)} {clock_words(at)}"
    return strings.history.since.title.format(when=when)


def same_words(compared: LastSuccess, strings: Strings) -> str:
    """Return the unchanged aspects, joined; empty for none."""
    return strings.history.since.joint.join(aspect_words(each, strings) for each in compared.same)


def change_words(compared: LastSuccess, strings: Strings, most: int = MOST) -> list[str]:
    """Return a line for each change; the last line says how many more there are."""
    words = [_change_words(change, strings) for change in compared.changes[:most]]
    if (more := len(compared.changes) - most) > 0:
        words.append(strings.history.since.more.format(count=more))
    return words


def aspect_words(aspect: Aspect, strings: Strings) -> str:
    """Return the name of a compared aspect."""
    words = strings.history.since
    match aspect:
        case Aspect.HOST:
            return words.host
        case Aspect.ENV_TYPE:
            return words.env_type
        case Aspect.PARAMETERS:
            return words.parameters
        case Aspect.TOKEN:
            return words.token
        case Aspect.CLOCK:
            return words.clock


def _change_words(change: SinceChange, strings: Strings) -> str:
    words = strings.history.since
    match change.aspect, change.part:
        case Aspect.CLOCK, _:
            before = _skew_words(float(change.before), strings)
            after = _skew_words(float(change.after), strings)
            return words.changed.format(name=words.clock, before=before, after=after)
        case _, ChangedPart.BODY:
            return words.body
        case _, ChangedPart.PAST_END | ChangedPart.EXPIRED:
            at = datetime.fromtimestamp(float(change.after)).astimezone().strftime("%H:%M:%S")
            is_ours = change.part is ChangedPart.EXPIRED
            return (words.expired if is_ours else words.past_end).format(time=at)
        case _, ChangedPart.KIND:
            before = token_kind_words(TokenKind(change.before), strings)
            after = token_kind_words(TokenKind(change.after), strings)
            return _pair(words.token, before, after, strings)
        case _:
            name, before, after = (
                _name(change, strings),
                strip_control_characters(change.before),
                strip_control_characters(change.after),
            )
            return _pair(name, before, after, strings)


def _name(change: SinceChange, strings: Strings) -> str:
    words = strings.history.since
    names = {
        ChangedPart.METHOD: words.method,
        ChangedPart.URL: words.url,
        ChangedPart.IDENTITY: words.identity,
        ChangedPart.WHOLE: aspect_words(change.aspect, strings),
    }
    return names.get(change.part) or strip_control_characters(change.name)


def _pair(name: str, before: str, after: str, strings: Strings) -> str:
    words = strings.history.since
    if not before:
        return words.added.format(name=name, after=after)
    if not after:
        return words.gone.format(name=name, before=before)
    return words.changed.format(name=name, before=before, after=after)


def _skew_words(seconds: float, strings: Strings) -> str:
    words = strings.history.since
    if abs(seconds) < 1:
        return words.clock_right
    form = words.clock_slow if seconds > 0 else words.clock_fast
    return form.format(time=time_left(abs(seconds)))
