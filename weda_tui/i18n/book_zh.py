"""The sentences of success rules and of the error book in Chinese."""

from weda_tui.i18n.book_strings import BookCommandStrings, BookStrings, RuleStrings

RULES_ZH = RuleStrings(
    title="{endpoint} 什么时候算成功",
    about="写一个 JSONPath 条件（RFC 9535），$ 是整个回答。成立就是成功，不成立就是失败；"
    "HTTP 状态不是 2xx 的总是失败。",
    example="例如 {rule}",
    holds="✓ 对现在这个回答成立：成功",
    fails="✗ 对现在这个回答不成立：失败",
    cannot_try="? 现在这个回答不是 JSON 或太大，条件用不上",
    removes="空着存，就删掉规则，回到内置的判断",
    keep="存进工作区",
    take_example="用这个例子",
    saved="成功规则已写进 {file}",
    removed="成功规则已从 {file} 删掉",
    settled="按你的成功规则 {rule}",
    no_answer="先发一次，对着回答写规则",
)

BOOK_ZH = BookStrings(
    title="错误码手册",
    search="错误码、中文或 English",
    found="{count} 个",
    nothing="没有“{query}”",
    causes="可能的原因",
    steps="怎么办",
    note="备注",
    source="出处",
    status="HTTP {status}（{scope}）",
    guide="指南 3.1",
    not_in_book="没有文档记载这个码",
    other_codes="拼法相近的码",
    alike="相近的有：{codes}。",
    write_note="写备注",
    edit_note="改备注",
    note_hint="写给同事看的话，存进工作区；空着存就删掉",
    note_saved="备注已写进 {file}",
    note_removed="备注已从 {file} 删掉",
    draft_kept="再按 F5 会打开另一个接口；“{title}”里没保存的修改会留着",
    note_lost="备注没存：Ctrl+S 存，Esc 放弃",
    open_page="看手册",
    try_it="在沙箱里试",
    not_sandbox="现在不在沙箱里。再按 F5：启动沙箱，换过去，用一个只读接口试",
    copied="错误码",
)
BOOK_COMMAND_ZH = BookCommandStrings(
    errors="错误码手册：查一个码，或按词搜索",
    errors_details="不写就列出全部。离线可用；没有文档记载的码会直说。",
    explain="解释一段回答：正文、带头的转储或日志",
    explain_details="FILE 用 - 从 stdin 读。JSON 可以夹在日志里，也认 code=… message=…。",
    status="文本里没有 HTTP 状态时用这个",
    endpoint="这是哪个接口的回答：原因会更准",
)
