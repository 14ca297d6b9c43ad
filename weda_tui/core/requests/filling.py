r"""JSON with its variables put in: what came in at the moment of sending is text in its strings.

    {"path": "{{path}}", "n": {{n}}}   path = C:\new, n = 1   ►   {"path": "C:\\new", "n": 1}

A value of a file is a template, as in Postman: what it says is JSON.
"""

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.json.strings import JsonStrings, escape
from weda_tui.core.requests.variables import ValuePart, Variables
from weda_tui.core.text import template


class JsonFilling:
    """Puts variables into JSON that comes in pieces."""

    def __init__(self, variables: Variables) -> None:
        self._variables, self._strings = variables, JsonStrings()

    def fill(self, text: str) -> str:
        """Return the next piece with every variable replaced, once. Raises as ``render`` does."""
        pieces: list[str] = []
        size = 0
        for number, piece in enumerate(template.VARIABLE.split(text)):
            if number % 2 == 0:
                pieces.append(self._written(piece))
                continue
            for part in self._parts(piece):
                pieces.append(
                    self._outside(part.text) if part.is_outside else self._written(part.text)
                )
                size += len(pieces[-1])
            if size > template.LARGEST:
                raise FileError(ErrorCode.VARIABLE_TOO_LARGE, name=piece)
        return "".join(pieces)

    def _parts(self, name: str) -> list[ValuePart]:
        try:
            return self._variables.parts(name)
        except KeyError as error:
            raise template.unknown(name, self._variables) from error

    def _written(self, text: str) -> str:
        self._strings.read(text)
        return text

    def _outside(self, text: str) -> str:
        return escape(text) if self._strings.is_inside else text
