"""Texts that are designed to be slow are read quickly, as every reader is linear."""

from pathlib import Path

import pytest

from weda_tui.core.errors import FileError
from weda_tui.core.interchange.adaptation import ImportContext
from weda_tui.core.masking import Masker
from weda_tui.core.secrets.patterns import without_secrets
from weda_tui.formats.detection import Format
from weda_tui.session.interchange.imports import plan_requests
from weda_tui.store.bundled_catalogue import load_bundled_catalogue

TIMES, MOST_CHARACTERS = 10_000, 100_000
PIECES = {
    "fields": '"a":"',
    "escaped": '\\"a":"',
    "pairs": "a=b&",
    "tokens": "eyJ_",
    "parts": '; name="x"\r\n',
    "keys": "-----BEGIN RSA PRIVATE KEY-----",
    "braces": "{{a",
    "commas": "{,",
    "at signs": "@",
    "types": ";type=a/b",
    "escapes": '\\"',
    "quotes": "'\"",
    "carets": '^"^\\^"',
    "dollars": "$(a",
    "scripts": "\n> {% a",
    "separators": "\n### a\nGET /\n\n",
    "tables": ' -Headers @{"a"=',
    "newlines": "\n\n",
    "colons": "a: b\n ",
}


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_every_reader_ends(tmp_path: Path, piece: str) -> None:
    """A quadratic reader would take hours for texts of this length."""
    known = ImportContext((), load_bundled_catalogue(), Masker())
    text = (piece * TIMES)[:MOST_CHARACTERS]
    for format_, around in (
        (Format.CURL, "curl h -d {}"),
        (Format.CURL, "curl 'h/{}'"),
        (Format.CURL, 'curl ^"h^" -d ^"{}'),
        (Format.CURL, 'Invoke-WebRequest -Uri "h" {}'),
        (Format.HTTP, "POST /a\nA: b\n\n{}"),
        (Format.CURL, "curl h -F 'a={}'"),
        (Format.CURL, "curl h -F 'a=;{}'"),
        (Format.HTTP, "POST /a {}"),
        (Format.HTTP, "@a = {}\nPOST {{a}}/x"),
        (Format.HTTP, "POST https://{}"),
    ):
        try:
            plan_requests(
                tmp_path, known, around.replace("{}", text).encode(), format_=format_, file="x"
            )
        except FileError as error:
            assert error.parameters["file"] == "x"  # noqa: PT017 - either is right
    assert without_secrets(text, lambda _: "x")
