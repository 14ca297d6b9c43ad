"""Shows the bytes of a body in another character set or form, and saves them."""

from functools import partial
from typing import Protocol

from weda_tui.core.bodies import charset as charsets
from weda_tui.core.bodies.document import BodyForm
from weda_tui.tui.bodies.host import PartHost
from weda_tui.tui.bodies.messages import MenuRequested, MenuRow, SaveRequested


class FormsReader(PartHost, Protocol):
    """What ``BodyForms`` needs from the reader."""

    document_name: str
    """The name of a file with the body, without its extension."""

    def reopen(self, charset: str, form: BodyForm | None) -> None:
        """Show the received bytes in another character set and form; empty values are detected."""


class BodyForms:
    """Interprets the received bytes again, or requests to save them."""

    def __init__(self, reader: FormsReader) -> None:
        self._reader = reader

    @property
    def is_received(self) -> bool:
        """Whether the whole body was received and is not empty."""
        document = self._reader.document
        return len(document.received) > 0 and not document.is_partial

    def open_charset_menu(self) -> None:
        """Open the menu of character sets."""
        words = self._reader.words.body
        if not self.is_received:
            return
        own = words.charset_own.format(charset=self._reader.document.charset or words.hex)
        rows = [MenuRow("0", own, partial(self.read_in, ""))]
        for number, name in enumerate(charsets.BY_HAND, 1):
            rows.append(MenuRow(str(number), name, partial(self.read_in, name)))
        self._reader.post_message(MenuRequested(words.charset_title, rows))

    def read_in(self, charset: str) -> None:
        """Decode the bytes in a character set; an empty name detects the character set."""
        form = self._reader.document.form
        self._reader.reopen(charset, form if form is BodyForm.RAW else None)

    def open_form_menu(self) -> None:
        """Open the menu of forms: formatted, as received, or hexadecimal."""
        words = self._reader.words.body
        if self.is_received:
            rows = [
                MenuRow("1", words.form_laid_out, partial(self.show_as, BodyForm.LAID_OUT)),
                MenuRow("2", words.form_raw, partial(self.show_as, BodyForm.RAW)),
                MenuRow("3", words.form_hex, partial(self.show_as, BodyForm.HEX)),
            ]
            self._reader.post_message(MenuRequested(words.form_title, rows))

    def show_as(self, form: BodyForm) -> None:
        """Show the body in another form."""
        document = self._reader.document
        known = "" if form is BodyForm.HEX else document.charset or "utf-8"
        self._reader.reopen(document.asked_charset or known, form)

    def save(self) -> None:
        """Request to save the bytes as received."""
        if self.is_received:
            reader = self._reader
            reader.post_message(SaveRequested(reader.document, reader.document_name))
