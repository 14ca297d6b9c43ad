"""The requests of the body reader are handled, without a terminal."""

from pathlib import Path

from tests.tui.workbench.fakes import FakeBench
from weda_tui.core.bodies.answer_schema import MissingFields
from weda_tui.core.bodies.document import Document
from weda_tui.core.masking import MASK, Masker
from weda_tui.i18n.quantities import size
from weda_tui.tui.bodies.controller import BodyController
from weda_tui.tui.bodies.messages import (
    ContentRequested,
    FieldsRequested,
    MenuRequested,
    MenuRow,
    SaveRequested,
)
from weda_tui.tui.bodies.missing_fields_dialog import MissingFieldsDialog
from weda_tui.tui.files.save_dialog import SaveFile
from weda_tui.tui.layout.menu_dialog import Menu
from weda_tui.tui.workbench.bench import IntentRoutes


async def test_the_chosen_row_of_a_menu_is_run(tmp_path: Path) -> None:
    bench, ran = FakeBench(), list[str]()
    rows = [MenuRow(key, key, lambda key=key: ran.append(key)) for key in "ab"]
    BodyController(bench, tmp_path, Masker).on_menu_requested(MenuRequested("title", rows))
    assert isinstance(bench.asked[-1][0], Menu)
    await bench.answer("b")
    assert ran == ["b"]


async def test_a_body_is_saved_as_it_was_received(tmp_path: Path) -> None:
    bench, file = FakeBench(), tmp_path / "body.json"
    document = Document(b'{"a": 1}', "application/json")
    BodyController(bench, tmp_path, Masker).on_save_requested(SaveRequested(document, ""))
    assert isinstance(bench.asked[-1][0], SaveFile)
    await bench.answer(str(file))
    await bench.finish()
    assert file.read_bytes() == b'{"a": 1}'
    assert str(file) in bench.notices[0]


async def test_a_saved_body_has_no_secret_in_it(tmp_path: Path) -> None:
    bench, file = FakeBench(), tmp_path / "body.json"
    document = Document('{"名": "hush-hush"}'.encode("gb18030"), "application/json")
    secrets: list[str] = []

    async def see_all() -> None:
        secrets.append("hush-hush")

    bodies = BodyController(bench, tmp_path, lambda: Masker(secrets), see_all)
    bodies.on_save_requested(SaveRequested(document, ""))
    await bench.answer(str(file))
    await bench.finish()
    assert file.read_text("utf-8") == f'{{"名": "{MASK}"}}'
    said = bench.words.body.saved_masked
    assert bench.notices == [said.format(size=size(file.stat().st_size), file=file)]
    secrets.clear()
    bodies.on_content_requested(ContentRequested(b"a,hush-hush", "table.csv", 1))
    await bench.answer(str(file))
    await bench.finish()
    assert file.read_text("utf-8") == f"a,{MASK}"


async def test_an_exported_table_is_saved(tmp_path: Path) -> None:
    bench, file = FakeBench(), tmp_path / "table.csv"
    BodyController(bench, tmp_path, Masker).on_content_requested(
        ContentRequested(b"a,b", "table.csv", 1)
    )
    await bench.answer(str(file))
    await bench.finish()
    assert file.read_bytes() == b"a,b"


def test_missing_fields_are_listed(tmp_path: Path) -> None:
    bench = FakeBench()
    lacking = MissingFields(always=(), other=())
    BodyController(bench, tmp_path, Masker).on_fields_requested(FieldsRequested("Data", lacking))
    assert isinstance(bench.asked[-1][0], MissingFieldsDialog)


def test_the_intents_of_a_reader_are_routed(tmp_path: Path) -> None:
    bench, routes = FakeBench(), IntentRoutes()
    BodyController(bench, tmp_path, Masker).add_routes(routes)
    assert routes.handle(MenuRequested("title", []))
    assert isinstance(bench.asked[-1][0], Menu)
