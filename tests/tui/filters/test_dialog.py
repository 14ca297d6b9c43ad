"""A filter is built in rows: with the keyboard, an input method and the mouse."""

import msgspec
import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from tests.tui.host import MARKUP, Host, shown
from weda_tui.core.catalogue.endpoint import Bilingual, EnumValue
from weda_tui.core.filters.order import Sort
from weda_tui.core.filters.query import RecordQuery
from weda_tui.core.filters.tree import Condition, ConditionGroup, Verbatim, Word
from weda_tui.core.models.data_model import DataModel, FieldKind, ModelField
from weda_tui.i18n.strings import EN, ZH, Strings
from weda_tui.tui.filters.dialog import FilterBuilder

LEVELS = (EnumValue("A", Bilingual(zh="战略客户")), EnumValue("B", Bilingual(zh="重点客户")))
MODEL = DataModel(
    name="customer",
    title="客户",
    fields=(
        ModelField(name="name", title="客户名称", kind=FieldKind.TEXT),
        ModelField(name="level", title="客户等级", kind=FieldKind.OPTION, options=LEVELS),
        ModelField(name="credit", title="信用额度", kind=FieldKind.NUMBER),
        ModelField(name="active", title="合作中", kind=FieldKind.BOOLEAN),
        ModelField(name="signedAt", title="签约日期", kind=FieldKind.TIME),
    ),
)
CITY = Condition("name", "$eq", '"x"')
EMPTY = RecordQuery(order=(), select="")
ONE = msgspec.structs.replace(EMPTY, where=ConditionGroup(terms=(CITY,)))


async def press(pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
    await pilot.pause()


async def type_(pilot: Pilot[int], text: str) -> None:
    await press(pilot, *text)


def row_with(app: Host, text: str) -> str:
    return next(row for row in app.rows if text in row)


def built(answers: list[object]) -> RecordQuery:
    (query,) = answers
    assert isinstance(query, RecordQuery)
    return query


async def test_a_condition_is_added_chosen_and_typed() -> None:
    builder = FilterBuilder(EMPTY, MODEL, ZH)
    async with shown(builder) as (app, pilot, answers):
        assert "没有条件：全部记录" in app.text
        await press(pilot, "space")
        await type_(pilot, "信用")
        await press(pilot, "enter")
        assert "尚未填写值" in row_with(app, "credit 信用额度")
        await type_(pilot, "1893450276618240001")
        assert '"credit": {"$eq": 1893450276618240001}' in app.text
        await press(pilot, "enter")
    assert built(answers).where == ConditionGroup(
        terms=(Condition("credit", "$eq", "1893450276618240001"),)
    )


async def test_a_condition_on_a_related_record_is_a_row_of_its_own() -> None:
    seller = ModelField(name="seller", title="销售", kind=FieldKind.RELATION, related="sys_user")
    model = msgspec.structs.replace(MODEL, fields=(*MODEL.fields, seller))
    user = DataModel(name="sys_user", fields=(ModelField(name="nickName", title="昵称"),))
    query = msgspec.structs.replace(ONE, has_related=True)
    builder = FilterBuilder(query, model, ZH, models={"sys_user": user})
    async with shown(builder) as (app, pilot, answers):
        await press(pilot, "ctrl+n")
        await type_(pilot, "昵称")
        await press(pilot, "enter")
        assert "seller.nickName 销售" in app.text
        await type_(pilot, "x")
        assert '"relateWhere": {' in app.text
        assert '"seller": {"where": {' in app.text
        await press(pilot, "shift+tab", "ctrl+o", "enter")
        assert "✗ 关联记录的条件必须在最外层的" in app.text
        assert answers == []
        await press(pilot, "shift+tab", "ctrl+o", "enter")
    related = Condition("seller.nickName", "$eq", '"x"', "seller")
    assert built(answers).where == ConditionGroup(terms=(CITY, related))


async def test_operators_are_those_of_the_field_and_move_with_it() -> None:
    async with shown(FilterBuilder(ONE, MODEL, ZH)) as (app, pilot, answers):
        await press(pilot, "shift+tab", "space")
        assert "包含，忽略大小写" in app.text
        await type_(pilot, "包含")
        await press(pilot, "enter")
        await press(pilot, "shift+tab", "shift+tab", "space")
        await type_(pilot, "active")
        await press(pilot, "enter", "space")
        assert "是" in row_with(app, "active 合作中")
        await press(pilot, "enter")
    assert built(answers).where == ConditionGroup(terms=(Condition("active", "$eq", "true"),))


async def test_a_value_that_is_listed_is_chosen_with_its_meaning() -> None:
    query = RecordQuery(where=ConditionGroup(terms=(Condition("level", "$eq"),)))
    async with shown(FilterBuilder(query, MODEL, ZH)) as (app, pilot, answers):
        await press(pilot, "space")
        await type_(pilot, "重点")
        await press(pilot, "enter")
        assert "B  重点客户" in row_with(app, "level")
        await press(pilot, "space")
        await type_(pilot, "Z")
        assert "用“Z”" in app.text
        await press(pilot, "enter", "enter")
    assert built(answers).where == ConditionGroup(terms=(Condition("level", "$eq", '"Z"'),))


async def test_several_listed_values_are_marked() -> None:
    query = RecordQuery(where=ConditionGroup(terms=(Condition("level", "$in"),)))
    async with shown(FilterBuilder(query, MODEL, ZH)) as (app, pilot, answers):
        await press(pilot, "space", "enter", "down", "enter")
        assert app.text.count("✓") == 2
        await press(pilot, "enter", "escape", "enter")
    assert built(answers).where == ConditionGroup(terms=(Condition("level", "$in", '["A"]'),))


async def test_groups_words_and_undo() -> None:
    query = RecordQuery(where=ConditionGroup(terms=(CITY, Condition("credit", "$gt", "1"))))
    async with shown(FilterBuilder(query, MODEL, ZH)) as (app, pilot, answers):
        await press(pilot, "down", "ctrl+g")
        assert "以下任一满足" in app.text
        await press(pilot, "ctrl+n", "escape")
        await press(pilot, "ctrl+z", "ctrl+o")
        assert "以下任一满足" not in app.text
        await press(pilot, "ctrl+z", "ctrl+z", "ctrl+z")
        assert "没有可撤销的操作" in app.text
        assert "没有变化" in app.text
        await press(pilot, "ctrl+g", "enter")
    assert built(answers).where.terms[1] == ConditionGroup(
        Word.OR, (Condition("credit", "$gt", "1"),)
    )


async def test_what_is_typed_in_one_go_is_undone_in_one_go() -> None:
    async with shown(FilterBuilder(ONE, MODEL, ZH)) as (app, pilot, answers):
        await type_(pilot, "yz")
        assert '"$eq": "xyz"' in app.text
        await press(pilot, "ctrl+z")
        assert "没有变化" in app.text
        await press(pilot, "enter")
    assert built(answers) == ONE


async def test_esc_leaves_the_field_and_then_without_an_answer() -> None:
    async with shown(FilterBuilder(ONE, MODEL, ZH)) as (_, pilot, answers):
        await type_(pilot, "y")
        await press(pilot, "escape")
        assert answers == []
        await press(pilot, "escape")
    assert answers == [None]


async def test_enter_goes_to_a_condition_without_a_value_first() -> None:
    async with shown(FilterBuilder(ONE, MODEL, ZH)) as (app, pilot, answers):
        await press(pilot, "ctrl+n", "escape", "up", "enter")
        assert answers == []
        assert "✗ name 尚未填写值" in app.text
        await press(pilot, "shift+tab", "delete", "enter")
    assert built(answers) == ONE


async def test_the_order_has_at_most_three_fields() -> None:
    async with shown(FilterBuilder(EMPTY, MODEL, ZH)) as (app, pilot, answers):
        await press(pilot, "down", "space")
        await type_(pilot, "signedAt")
        await press(pilot, "enter", "space")
        assert "降序" in row_with(app, "signedAt")
        await press(pilot, "ctrl+n", "escape", "ctrl+n", "escape")
        assert "添加排序字段" not in app.text
        await press(pilot, "ctrl+n")
        assert "选择字段" not in app.text
        await press(pilot, "enter")
    assert built(answers).order == (Sort("signedAt", "desc"), Sort("name"), Sort("level"))


async def test_the_fields_to_return_are_marked() -> None:
    async with shown(FilterBuilder(EMPTY, MODEL, ZH)) as (app, pilot, answers):
        await press(pilot, "down", "down", "space")
        assert "全部字段" in app.text
        await press(pilot, "enter")
        await type_(pilot, "credit")
        await press(pilot, "enter", "escape")
        assert "全部字段, credit" in row_with(app, "字段  ")
        await press(pilot, "enter")
    assert built(answers).select == '{\n  "$master": true,\n  "credit": true\n}'


async def test_a_moment_is_typed_as_a_date_and_read_back() -> None:
    query = RecordQuery(
        where=ConditionGroup(terms=(Condition("signedAt", "$gt", "1795570938000"),))
    )
    async with shown(FilterBuilder(query, MODEL, ZH)) as (app, _, _):
        assert "= 2026-11-2" in row_with(app, "signedAt")
        assert "日期或毫秒" in app.text


async def test_a_value_of_another_type_is_said_and_taken_all_the_same() -> None:
    query = RecordQuery(where=ConditionGroup(terms=(Condition("credit", "$gt", '"abc"'),)))
    async with shown(FilterBuilder(query, MODEL, ZH)) as (app, pilot, answers):
        assert "! credit 应为数字" in app.text
        await press(pilot, "enter")
    assert built(answers) == query


async def test_what_is_not_understood_is_shown_and_kept() -> None:
    query = RecordQuery(where=ConditionGroup(terms=(Verbatim('{"x": 1.10}', "age"), CITY)))
    async with shown(FilterBuilder(query, MODEL, ZH)) as (app, pilot, answers):
        assert "无法识别，原样保留" in row_with(app, 'age: {"x": 1.10}')
        await type_(pilot, "y")
        await press(pilot, "enter")
    assert built(answers).where.terms[0] == Verbatim('{"x": 1.10}', "age")


@pytest.mark.parametrize(("strings", "said"), [(ZH, "作用于全部记录"), (EN, "every record")])
async def test_a_change_without_a_condition_is_warned_of(strings: Strings, said: str) -> None:
    builder = FilterBuilder(RecordQuery(), MODEL, strings, is_destructive=True)
    async with shown(builder) as (app, pilot, _):
        assert said in app.text
        await press(pilot, "ctrl+n", "escape", "tab", "tab")
        assert said not in app.text


async def test_odata_offers_its_own_operators_and_shows_its_text() -> None:
    query = RecordQuery(where=ConditionGroup(terms=(CITY,)), order=(), is_odata=True)
    async with shown(FilterBuilder(query, MODEL, ZH)) as (app, pilot, answers):
        await press(pilot, "shift+tab", "space")
        assert "大于等于" not in app.text
        assert "包含" in app.text
        await type_(pilot, "包含")
        await press(pilot, "enter")
        await type_(pilot, "'y")
        assert "$filter=contains(name,'x''y')" in app.text
        assert "全部字段" not in app.text
        await press(pilot, "enter")
    assert built(answers).where.terms == (Condition("name", "$search", '"x\'y"'),)


async def test_without_a_model_any_field_can_be_typed() -> None:
    async with shown(FilterBuilder(RecordQuery(), None, ZH)) as (app, pilot, answers):
        await press(pilot, "enter")
        assert "_id" in app.text
        await type_(pilot, "城市")
        await press(pilot, "enter")
        await type_(pilot, "5")
        await press(pilot, "enter")
    assert built(answers).where == ConditionGroup(terms=(Condition("城市", "$eq", "5"),))


async def test_a_click_on_a_part_opens_what_it_stands_for() -> None:
    async with shown(FilterBuilder(ONE, MODEL, ZH)) as (app, pilot, _):
        y = next(n for n, row in enumerate(app.rows) if "name 客户名称" in row)
        x = app.rows[y].index("等于")
        await pilot.click(offset=(cell_len(app.rows[y][:x]), y))
        await pilot.pause()
        assert "比较方式" in app.text


@pytest.mark.parametrize("text", MARKUP)
async def test_text_from_outside_is_only_text(text: str) -> None:
    field = ModelField(name=text, title=text, kind=FieldKind.OPTION, options=(EnumValue(text),))
    model = DataModel(name="m", title=text, fields=(field,))
    terms = (Condition(text, text, '"a"'), Verbatim(text, text))
    query = RecordQuery(where=ConditionGroup(terms=terms), order=(Sort(text),), select="")
    async with shown(FilterBuilder(query, model, ZH)) as (app, pilot, _):
        await press(pilot, "shift+tab", "shift+tab", "space")
        assert "\x1b" not in app.text


async def test_it_fits_80x24() -> None:
    terms = tuple(Condition("credit", "$gt", str(n)) for n in range(40))
    query = RecordQuery(where=ConditionGroup(terms=terms), order=(), select="")
    async with shown(FilterBuilder(query, MODEL, EN), size=(80, 24)) as (app, pilot, _):
        assert row_with(app, "Enter")
        assert row_with(app, "greater than")
        await press(pilot, *["down"] * 39)
        assert "39" in row_with(app, "›")


def test_the_help_names_no_letter_for_letters_narrow_lists() -> None:
    builder = FilterBuilder(EMPTY, MODEL, ZH)
    rows = {row.key: row for row in builder.help_rows(ZH)}
    assert not any(len(key) == 1 for key in rows)
    assert rows["Enter"].twin == "Ctrl+S"
    assert builder.help_title(EN) == "Filter"


async def test_enter_on_a_place_for_one_more_adds_and_ctrl_s_answers_from_there() -> None:
    async with shown(FilterBuilder(EMPTY, MODEL, ZH)) as (app, pilot, answers):
        assert "Ctrl+S 写入请求" in app.text
        assert "Enter 添加" in app.text
        await press(pilot, "enter")
        assert "选择字段" in app.text
        await press(pilot, "enter")
        await type_(pilot, "x")
        await press(pilot, "down", "down", "enter", "enter")
        assert "升序" in row_with(app, "排序")
        await press(pilot, "down", "ctrl+s")
    assert built(answers).where.terms == (CITY,)
    assert built(answers).order == (Sort("name"),)


@pytest.mark.parametrize(
    ("typed", "operator"), [("大于", "$gt"), ("不包含", "$nsearch"), ("!", "$neq"), ("nin", "$nin")]
)
async def test_typing_on_a_comparison_opens_its_list(typed: str, operator: str) -> None:
    kind = {"$gt": "credit", "$nin": "level"}.get(operator, "name")
    query = RecordQuery(where=ConditionGroup(terms=(Condition(kind, "$eq", '"x"'),)))
    async with shown(FilterBuilder(query, MODEL, ZH)) as (app, pilot, answers):
        await press(pilot, "left" if kind == "level" else "shift+tab")
        await type_(pilot, typed)
        assert "比较方式" in app.text
        await press(pilot, "enter")
        await press(pilot, "enter")
    (term,) = built(answers).where.terms
    assert isinstance(term, Condition)
    assert term.operator == operator


async def test_typing_on_a_field_or_a_listed_value_opens_its_list() -> None:
    query = RecordQuery(where=ConditionGroup(terms=(Condition("level", "$eq", '"A"'),)))
    async with shown(FilterBuilder(query, MODEL, ZH)) as (app, pilot, _):
        await type_(pilot, "重")
        await press(pilot, "enter")
        assert "重点客户" in row_with(app, "level")
        await press(pilot, "shift+tab", "shift+tab")
        await type_(pilot, "cred")
        await press(pilot, "enter")
        assert row_with(app, "credit")


async def test_what_is_left_has_the_cursor_when_a_row_is_removed() -> None:
    async with shown(FilterBuilder(ONE, MODEL, ZH)) as (_, pilot, answers):
        await press(pilot, "shift+tab", "delete", "enter")
    assert built(answers).where == ConditionGroup()
