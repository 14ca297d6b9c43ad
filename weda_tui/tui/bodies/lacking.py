"""The documented fields that an object does not have: first those that are always there."""

from collections.abc import Sequence

from weda_tui.core.bodies.answer_schema import Lacking
from weda_tui.core.catalogue.endpoint import Parameter
from weda_tui.i18n.phrases.requests import type_words
from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, pad

_WIDEST_NAME = 32


def lacking_lines(lacking: Lacking, strings: Strings) -> list[Line]:
    """Return a heading and a row a field, for each of the two kinds that there are."""
    words = strings.notes
    other = words.other_in_model if lacking.of_model else words.other
    lines = _part(words.always, "caution", lacking.always, strings)
    if lines and lacking.other:
        lines.append(Line())
    return lines + _part(other, "dim", lacking.other, strings)


def _part(title: str, role: str, fields: Sequence[Parameter], strings: Strings) -> list[Line]:
    if not fields:
        return []
    width = min(_WIDEST_NAME, max(cells([Run(field.name)]) for field in fields))
    return [Line([Run("  "), Run(title, role)]), *(_row(field, width, strings) for field in fields)]


def _row(field: Parameter, width: int, strings: Strings) -> Line:
    said = [type_words(field.type, strings.fields.types), field.description.text(strings.language)]
    name = pad(field.name, width) if cells([Run(field.name)]) <= width else field.name
    return Line([Run("    "), Run(name, "key"), Run(f"  {' · '.join(filter(None, said))}", "dim")])
