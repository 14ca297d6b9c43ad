import pytest

from tests.tui.host import hosted
from weda_tui.core.catalogue.endpoint import Language
from weda_tui.i18n.language import strings_for
from weda_tui.tui.bodies.search_row import SearchRow


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_every_option_is_read_whole_in_a_stage_of_74_cells(language: Language):
    strings = strings_for(language)
    row = SearchRow(strings, id="search-row")
    async with hosted(row, size=(74, 3)) as (app, pilot):
        row.open("search", strings)
        row.options.focus()
        await pilot.pause()
        assert f"[ ] {strings.body.option_values}" in app.text
