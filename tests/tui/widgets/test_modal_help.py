"""F1 in a dialog shows the keys of this dialog under the dialog's name."""

from pathlib import Path
from typing import Any

import pytest
from textual.geometry import Region

from tests.session.weda import open_session
from weda_tui.core.catalogue.endpoint import Effect, Endpoint, EnumValue, Parameter, TokenKind
from weda_tui.core.catalogue.own_call import CallTexts, OwnCall
from weda_tui.core.files import Folder
from weda_tui.core.requests.form import FormRow
from weda_tui.i18n.strings import EN, ZH, Strings
from weda_tui.tui.catalogue.own_call_dialog import OwnCallForm
from weda_tui.tui.files.picker_dialog import FilePicker
from weda_tui.tui.interchange.import_dialog import ImportDialog
from weda_tui.tui.requests.value_dialog import ValueList
from weda_tui.tui.widgets.modal import Modal


async def nowhere(path: str) -> Folder:
    return Folder(path)


async def unsaved(call: OwnCall) -> Endpoint:
    raise NotImplementedError


def floats(strings: Strings, tmp_path: Path) -> dict[str, Modal[Any]]:
    texts = CallTexts(method="POST", effect=Effect.READ, token_kind=TokenKind.KEY)
    field = Parameter(name="Type", location="body", type="integer", enum=(EnumValue(1),))
    row = FormRow(location="body", path=("Type",), parameter=field)
    return {
        strings.transfer.screen.pick_title: FilePicker(nowhere, "", strings),
        strings.tui.importing.title: ImportDialog(open_session(tmp_path), strings),
        "New [b]": OwnCallForm("New [b]", texts, unsaved, strings),
        "Type": ValueList(row, Region(0, 0, 10, 1), strings),
    }


@pytest.mark.parametrize("strings", [ZH, EN], ids=["zh", "en"])
async def test_each_float_has_a_name_and_its_own_keys(strings: Strings, tmp_path: Path) -> None:
    of_a_list = [row.key for row in Modal[None]().help_rows(strings)]
    for title, each in floats(strings, tmp_path).items():
        assert each.help_title(strings) == title
        rows = each.help_rows(strings)
        assert [row.key for row in rows] != of_a_list
        assert rows[-1].key == "Esc"
        assert all(row.label for row in rows)
        assert len({row.key for row in rows}) == len(rows)
        bound = {binding.key for binding in each.BINDINGS if not isinstance(binding, tuple)}
        wanted = {key for key in ("f5", "f9", "tab", "ctrl+s") if any(key in b for b in bound)}
        said = {part.lower() for row in rows for part in row.key.split()}
        assert wanted <= said, "every key that is bound is told"
