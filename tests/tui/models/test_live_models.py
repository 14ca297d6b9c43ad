"""Data models in the tree, and the filter of a draft, with the sandbox."""

import json
from pathlib import Path

import httpx
import msgspec
import pytest

from tests.tui.explorer import Explorer, explorer
from tests.tui.models.live import refresh, wait_for_models
from tests.tui.screens.network import SilentNetwork, answering, calls, transport
from weda_tui.core.models.data_model import DataModel, FieldKind, ModelField, ModelList
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.tui.catalogue.endpoint_tree import EndpointTree, TreeRows
from weda_tui.tui.filters.dialog import FilterBuilder
from weda_tui.tui.widgets.code_area import JsonArea
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.tabs import Tabs

SCHEMAS = "/weda/model/v1/getSchemaList"


async def open_call(e: Explorer, endpoint_id: str) -> None:
    e.main.controllers.open_endpoint(e.main.catalogue.get(endpoint_id))
    await e.pilot.pause()


def draft(e: Explorer) -> RequestDraft:
    assert e.main.draft is not None
    return e.main.draft


async def into_tree(e: Explorer, *keys: str) -> None:
    """Go to the row of the data models, unfold it, and press further keys."""
    await e.press("f3", "down")
    rows = e.main.query_one(TreeRows)
    module = next(n for n, node in enumerate(rows.nodes) if node.key == "model")
    rows.cursor = module
    await e.press("right", *keys)


async def test_nothing_is_asked_until_a_key_a_letter_or_words_ask(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await into_tree(e)
        assert "获取模型列表          尚未获取" in e.text
        assert not transport(e).requests
        await e.press("right", "enter")
        await wait_for_models(e)
        assert "6 · 刚刚获取" in e.text
        assert "客户 12" in e.text
        assert "customer" in next(row for row in e.rows if "客户 12" in row)
        assert [r.url.path for r in calls(e)][:1] == [SCHEMAS]
        e.main.notice("else")
        await e.press("0", "Q")
        await wait_for_models(e)
        assert "已获取 6" in e.text
        e.main.notice("else")
        await e.press("f3", *"获取模型列表", "enter")
        await wait_for_models(e)
        assert "已获取 6" in e.text
        assert [r.url.path for r in calls(e)].count(SCHEMAS) == 3


async def test_the_calls_of_a_model_are_found_lack_what_it_requires_and_are_sent(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await refresh(e)
        await e.press("ctrl+p")
        await e.type("customer.create")
        await e.press("enter")
        assert e.main.endpoint is not None
        assert e.main.endpoint.id == "model.customer.create"
        assert "客户名称" in e.text
        await e.press("f5")
        assert "缺少 data.name" in e.text
        await open_call(e, "model.customer.list")
        await e.send()
        assert transport(e).requests[-1].url.path == "/v1/model/prod/customer/list"
        assert "成功" in e.text
        tree = e.main.query_one(EndpointTree)
        assert tree.verdicts["model.customer.list"]


async def test_the_list_says_that_it_comes_and_a_refusal_why_it_does_not_and_keeps_the_old_one(
    tmp_path: Path,
) -> None:
    refused = False

    def before(request: httpx.Request) -> httpx.Response | None:
        if refused and request.url.path == SCHEMAS:
            error = {"Code": "UnauthorizedOperation", "Message": "无权限"}
            return httpx.Response(200, json={"Response": {"Error": error}})
        return None

    async with explorer(tmp_path, before=before) as e:
        network = SilentNetwork(e)
        await into_tree(e, "0", "Q")
        await network.arrived.wait()
        await e.pilot.pause()
        assert "~ 正在获取列表" in e.text
        e.main.controllers.models.show_first()
        await e.pilot.pause()
        assert "~ 正在获取列表" in e.text, "the start of the program does not undo it"
        network.release.set()
        await wait_for_models(e)
        text = e.text
        assert "6 · 刚刚获取" in text
        assert "已获取 6" in text
        refused = True
        await e.press("0", "Q")
        await wait_for_models(e)
        text = e.text
        assert "✗ 获取失败" in text
        assert "UnauthorizedOperation" in text
        assert "可改为按标识添加模型" in text
        assert "客户 12" in text


async def test_without_a_network_the_kept_list_is_there(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await refresh(e)

    def broken() -> httpx.Response:
        raise httpx.ConnectError("no network")

    async with explorer(tmp_path, environments="none", before=answering(broken, "/")) as e:
        e.main.controllers.models.show()
        await wait_for_models(e)
        await into_tree(e)
        assert "客户 12" in e.text
        await e.press("0", "Q")
        await wait_for_models(e)
        assert "✗ 获取失败" in e.text
        assert "客户 12" in e.text


async def test_only_a_model_that_was_added_by_its_key_is_taken_away(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await into_tree(e, "right", "down", "enter")
        assert "按标识添加数据模型" in e.text
        await e.type("my_model")
        await e.press("enter")
        await wait_for_models(e)
        assert e.main.endpoint is not None
        assert e.main.endpoint.id == "model.my_model.list"
        await e.press("f3", "down", "delete")
        await wait_for_models(e)
        assert "已移除 my_model" in e.text
        assert "model.my_model.list" not in e.main.catalogue.by_id
        await refresh(e)
        await open_call(e, "model.customer.list")
        await e.press("f3", "down", "delete")
        assert "它来自部署的列表" in e.text
        await e.press("0", "W")
        assert len(e.app.screen_stack) == 1 + (e.app.screen_stack[0] is not e.main)


async def test_another_deployment_has_its_own_models(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await refresh(e)
        await open_call(e, "model.customer.list")
        where = e.main.where
        assert where is not None
        other = msgspec.structs.replace(
            where.environment, name="华东", host="https://other.example.cn"
        )
        e.session.environments.save(other, secret="x", password="y")
        e.main.controllers.switch_to(e.session.environments.where("华东"))
        await wait_for_models(e)
        assert "model.customer.list" not in e.main.catalogue.by_id
        assert e.main.endpoint is not None
        assert e.main.endpoint.id == "model.customer.list"
        e.main.controllers.switch_to(where)
        await wait_for_models(e)
        assert "model.customer.list" in e.main.catalogue.by_id


async def test_a_thousand_models_are_listed_and_found(tmp_path: Path) -> None:
    fields = (ModelField(name="f", kind=FieldKind.TEXT, type="string"),)
    models = tuple(
        DataModel(name=f"model_{n}", title=f"模型{n}", fields=fields) for n in range(1000)
    )
    async with explorer(tmp_path) as e:
        where = e.main.where
        assert where is not None
        e.session.live._keep(where.environment, ModelList(models=models, fetched_at=1.0))
        e.main.controllers.models.show()
        await wait_for_models(e)
        await into_tree(e)
        assert "1,000 · " in e.text
        await e.press("ctrl+p")
        e.app.screen.query_one("#go-to-input", Field).value = "模型999"
        await e.pilot.pause()
        await e.press("enter")
        assert e.main.endpoint is not None
        assert e.main.endpoint.id.startswith("model.model_999.")


# -- the filter of a draft ----------------------------------------------------------------------


async def build_filter(e: Explorer, *texts: str) -> None:
    """Add one condition, for whose field and value texts are typed, and use the filter."""
    await e.press("ctrl+f", "ctrl+n")
    for text in texts:
        await e.type(text)
        await e.press("enter")


async def test_a_filter_goes_into_form_json_or_address_by_one_edit_and_esc_leaves_the_draft(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await refresh(e)
        await open_call(e, "model.customer.list")
        before = draft(e)
        await e.press("ctrl+f")
        assert isinstance(e.app.screen, FilterBuilder)
        assert "筛选 customer 客户" in e.text
        await e.press("ctrl+n", "enter", "x", "escape", "escape")
        assert draft(e) == before
        await build_filter(e, "city", "上海")
        assert json.loads(draft(e).body)["filter"]["where"] == {"city": {"$eq": "上海"}}
        assert "筛选条件已写入请求" in e.text
        await e.press("ctrl+z")
        assert draft(e).body == before.body
        await open_call(e, "odata.list")
        await build_filter(e, "title", "O'Brien")
        assert "$filter=title%20eq%20'O''Brien'" in draft(e).url
        await e.press("ctrl+z")
        assert "filter" not in draft(e).url
        await open_call(e, "model.customer.deleteMany")
        e.main.query_one("#with-tabs", Tabs).open("json")
        await e.pilot.pause()
        area = e.main.query_one(JsonArea)
        area.focus()
        await e.pilot.pause()
        before = draft(e)
        await build_filter(e, "name", "x")
        assert '"name": {"$eq": "x"}' in draft(e).body
        assert area.text == draft(e).body
        await e.press("ctrl+z")
        assert draft(e).body == before.body


async def test_the_key_is_offered_where_there_is_a_filter_and_says_why_none_can_be_built(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    async with explorer(tmp_path) as e:
        await open_call(e, "model.list")
        assert "Ctrl+F 筛选条件" in e.rows[-1]
        await open_call(e, "model.create")
        assert "Ctrl+F" not in e.rows[-1]
        for endpoint_id, body, query, said in (
            ("model.list", '{"filter": "x"}', "", "请求体或其中的 filter 不是 JSON 对象"),
            ("model.create", "{}", "", "没有可编辑的筛选条件"),
            ("odata.list", "", "?$filter=startswith(a,'b')", "未知的函数 startswith"),
        ):
            with subtests.test(endpoint_id):
                await open_call(e, endpoint_id)
                before = draft(e)
                changed = msgspec.structs.replace(before, body=body, url=before.url + query)
                e.main.panes.stages.editor.show_draft(changed)
                await e.pilot.pause()
                await e.press("ctrl+f")
                assert said in e.text
