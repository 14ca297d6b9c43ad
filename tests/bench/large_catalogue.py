"""A catalogue as large as the largest company's: one document of 10,000 generated endpoints."""

import random

import msgspec

VERBS = (
    ("get", "查询", "cx", "Get"),
    ("post", "创建", "cj", "Create"),
    ("put", "更新", "gx", "Update"),
    ("delete", "删除", "sc", "Delete"),
    ("post", "导出", "dc", "Export"),
)
NOUNS = (
    ("订单", "dd", "Order"),
    ("审批任务", "sprw", "ApprovalTask"),
    ("发票", "fp", "Invoice"),
    ("客户", "kh", "Customer"),
    ("合同", "ht", "Contract"),
    ("库存记录", "kcjl", "StockRecord"),
    ("部门", "bm", "Department"),
    ("付款申请", "fksq", "PaymentRequest"),
)
FIELDS = ("Id", "Name", "Status", "PageNo", "PageSize", "StartTime", "EndTime", "Owner", "Remark")


def large_document(calls: int) -> bytes:
    """Return a reproducible OpenAPI document with ``calls`` endpoints in groups of 50."""
    chance = random.Random(1)  # noqa: S311 - nothing here is secret
    paths: dict[str, object] = {}
    for number in range(calls):
        method, zh_verb, verb_initials, en_verb = chance.choice(VERBS)
        zh_noun, noun_initials, en_noun = chance.choice(NOUNS)
        action = f"{en_verb}{en_noun}{number}"
        fields = {f"{name}{number % 97}": _field(name) for name in chance.sample(FIELDS, 6)}
        body: dict[str, object] = {"type": "object", "properties": fields}
        content = {"application/json": {"schema": body}}
        paths[f"/crm/v2/{{envType}}/{en_noun.lower()}/{action}"] = {
            method: {
                "operationId": action,
                "tags": [f"group{number // 50}"],
                "summary": f"{en_verb} {en_noun} {number}",
                "description": f"{en_verb} one {en_noun} of the company, by its id or by filter.",
                "x-zh": {
                    "summary": f"{zh_verb}{zh_noun} {number}",
                    "description": f"按编号或条件{zh_verb}{zh_noun}。",
                },
                "x-pinyin": f"{verb_initials}{noun_initials}{number}",
                "requestBody": {"content": content},
                "responses": {"200": {"description": "OK", "content": content}},
            }
        }
    return msgspec.json.encode(
        {"openapi": "3.1.0", "info": {"title": "CRM", "version": "1"}, "paths": paths}
    )


def _field(name: str) -> dict[str, object]:
    return {"type": "string", "description": f"The {name} of it", "x-zh": {"description": "说明"}}
