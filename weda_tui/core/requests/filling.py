r"""Fill variables into JSON; values of the moment of sending are escaped inside strings.

    {"path": "{{path}}", "n": {{n}}}   path = C:\new, n = 1   ►   {"path": "C:\\new", "n": 1}

A value from a file is a template, as in Postman, and is inserted as JSON without escaping.
"""

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.json.strings import JsonStrings, escape
from weda_tui.core.requests.variables import ValuePart, Variables
from weda_tui.core.text import template


class JsonFilling:
    """A writer that fills variables into JSON text, which may arrive in pieces."""

    def __init__(self, variables: Variables) -> None:
        self._variables, self._strings = variables, JsonStrings()

    def fill(self, text: str) -> str:
        """Return the next piece with every variable replaced once.

        Raises the same errors as ``render``.
        """
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
