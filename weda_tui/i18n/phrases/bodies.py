"""Remarks on a line of a response, and the number of rows of a table, in a few words."""

from weda_tui.core.bodies.value_notes import KnownValues
from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings

TEN_THOUSAND = 10_000
_MOST_NAMES = 4
"""Maximum number of missing fields that a line names."""


def note_words(known: KnownValues, strings: Strings) -> str:
    """Return the remark on a line; empty if nothing is known."""
    words, parts = strings.notes, list[str]()
    if known.meaning is not None:
        parts.append(known.meaning.text(strings.language))
    if known.moment is not None:
        parts.append(f"{known.moment:%Y-%m-%d %H:%M:%S}")
    if known.decoded:
        parts.append(known.decoded)
    if known.is_unlisted:
        parts.append(words.unlisted_in_model if known.of_model else words.unlisted)
    if known.lacking is not None and known.lacking.always:
        names = [field.name for field in known.lacking.always]
        shown = words.between.join(names[:_MOST_NAMES]) + ("…" if names[_MOST_NAMES:] else "")
        parts.append(words.lacks.format(names=shown))
    return " · ".join(parts)


def rows(number: int, strings: Strings) -> str:
    """Return ``138 rows``; in Chinese, from ten thousand on, in units of ten thousand."""
    if number < TEN_THOUSAND:
        return strings.table.rows.format(count=count(number))
    shown = number // TEN_THOUSAND if strings.language == "zh" else number
    return strings.table.many_rows.format(count=count(shown))
