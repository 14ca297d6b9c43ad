"""The bytes of a body in another character set or form, and saved."""

from functools import partial
from typing import Protocol

from weda_tui.core.bodies import charset as charsets
from weda_tui.core.bodies.document import BodyForm
from weda_tui.tui.bodies.host import PartHost
from weda_tui.tui.bodies.messages import MenuRow, MenuWanted, SaveWanted


class FormsReader(PartHost, Protocol):
    """What ``BodyForms`` needs of the reader."""

    document_name: str
    """What a file with the body is called, without its ending."""

    def reopen(self, charset: str, form: BodyForm | None) -> None:
        """Show the received bytes in a character set and a form; empty ones are found out."""


class BodyForms:
    """Reads the received bytes anew, or has them saved."""

    def __init__(self, reader: FormsReader) -> None:
        self._reader = reader

    @property
    def is_received(self) -> bool:
        """Whether the bytes as they came are at hand, and all of them."""
        document = self._reader.document
        return len(document.received) > 0 and not document.is_partial

    def open_charset_menu(self) -> None:
        """Choose the character set that the bytes are read in."""
        words = self._reader.words.body
        if not self.is_received:
            return
        own = words.charset_own.format(charset=self._reader.document.charset or words.hex)
        rows = [MenuRow("0", own, partial(self.read_in, ""))]
        for number, name in enumerate(charsets.BY_HAND, 1):
            rows.append(MenuRow(str(number), name, partial(self.read_in, name)))
        self._reader.post_message(MenuWanted(words.charset_title, rows))

    def read_in(self, charset: str) -> None:
        """Read the bytes in a character set; an empty one is found out."""
        form = self._reader.document.form
        self._reader.reopen(charset, form if form is BodyForm.RAW else None)

    def open_form_menu(self) -> None:
        """Show the body laid out, as it came, or as bytes."""
        words = self._reader.words.body
        if self.is_received:
            rows = [
                MenuRow("1", words.form_laid_out, partial(self.show_as, BodyForm.LAID_OUT)),
                MenuRow("2", words.form_raw, partial(self.show_as, BodyForm.RAW)),
                MenuRow("3", words.form_hex, partial(self.show_as, BodyForm.HEX)),
            ]
            self._reader.post_message(MenuWanted(words.form_title, rows))

    def show_as(self, form: BodyForm) -> None:
        """Show the body in another form."""
        document = self._reader.document
        known = "" if form is BodyForm.HEX else document.charset or "utf-8"
        self._reader.reopen(document.asked_charset or known, form)

    def save(self) -> None:
        """Save the bytes as received."""
        if self.is_received:
            reader = self._reader
            reader.post_message(SaveWanted(reader.document, reader.document_name))
