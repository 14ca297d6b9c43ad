from tests.tui.host import hosted
from weda_tui.core.doctor.causes import Executed
from weda_tui.core.doctor.diagnosis import Diagnosis
from weda_tui.tui.doctor.block import DoctorBlock
from weda_tui.tui.doctor.view import DoctorRow
from weda_tui.tui.widgets.drawing.paint import Line, Run
from weda_tui.tui.widgets.lines import Lines

ROWS = (
    DoctorRow(Line([Run("more", "", "all_causes")])),
    DoctorRow(Line([Run("1 Resend")]), step=0),
)


async def test_a_click_takes_a_step_once_and_a_word_does_what_it_stands_for():
    block = DoctorBlock(id="doctor")
    async with hosted(block, size=(40, 6)) as (app, pilot):
        block.show(Diagnosis(executed=Executed.NO, page=None), ROWS, 4, is_whole=True)
        await pilot.click(block, offset=(3, 1))
        await pilot.click(block, offset=(1, 0))
        chosen = [each.index for each in app.heard if isinstance(each, DoctorBlock.RowChosen)]
        pressed = [each.action for each in app.heard if isinstance(each, Lines.Pressed)]
    assert (chosen, pressed) == ([1], ["all_causes"])
