"""The sentences of success rules and of the error book in Chinese."""

from weda_tui.i18n.book_strings import RuleStrings

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
