"""How many rows a table has, in words."""

from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings

TEN_THOUSAND = 10_000


def rows(number: int, strings: Strings) -> str:
    """Return ``138 rows``, in Chinese from ten thousand on in tens of thousands."""
    if number < TEN_THOUSAND:
        return strings.table.rows.format(count=count(number))
    shown = number // TEN_THOUSAND if strings.language == "zh" else number
    return strings.table.many_rows.format(count=count(shown))
