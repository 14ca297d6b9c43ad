"""What was sent, in Chinese."""

from weda_tui.i18n.error_strings import Words
from weda_tui.i18n.history_strings import (
    HistoryCommandStrings,
    HistoryScreenStrings,
    HistoryStrings,
    ReplayStrings,
)

HISTORY_ZH = HistoryStrings(
    command=HistoryCommandStrings(
        group="发过的请求：找、看、删",
        details=(
            "新的在前。每一条有判定、环境、时间、请求和回答；正文太长只留开头，密钥打码。"
            "只在这台机器上，不进工作区。环境文件里写 record = false，那里的就不记。"
        ),
        show="看一条的请求和回答",
        show_details="stdout 是回答的正文，和当时一样；--json 和 send --json 的键相同。",
        delete="删掉几条，或符合条件的，或全部",
        delete_details="写编号删几条；写 --search 等条件删符合的；--all 全删。删了就没有了。",
        search="正文、标题、错误码、requestId 里的字；几个词都要有",
        endpoint="只要这个接口",
        verdict="只要成功的（ok）或失败的（failed）",
        limit="最多几条；不写就是 50",
        all="全部",
        empty="这台机器上还没发过请求。",
        nothing_found="没有符合的。",
        counted="{shown} 条，一共留着 {kept} 条",
        name_some="写要删的编号，或 --search 等条件，或 --all。",
        ask_delete="删掉 {count} 条？",
        deleted="已删掉 {count} 条。",
        not_deleted="没有删。",
        cut="只留了前 {limit}",
    ),
    replay=ReplayStrings(
        environment_gone=Words("环境 {environment} 没有了。", "选一个环境，打开到参数再发。"),
        host_changed=Words(
            "环境 {environment} 的地址变了，当时是 {host}。", "确认还是同一个部署，打开到参数再发。"
        ),
        env_type_gone=Words(
            "环境 {environment} 里没有 {env_type} 了。", "选一个环境类型，打开到参数再发。"
        ),
        endpoint_gone=Words("接口 {endpoint} 没有了。", "导入它的文档，或按 n 自己写一个。"),
        secret_not_kept=Words("请求里写过密钥，没有留下来。", "打开到参数，把打码的地方补上再发。"),
        body_cut=Words("请求体太长，只留了开头。", "从原来的地方再发。"),
    ),
    screen=HistoryScreenStrings(
        tab="历史",
        endpoints_tab="接口",
        filter="文字、错误码、@环境、✗",
        empty="这台机器上还没发过请求。发过的会留在这里，密钥打码",
        nothing_found="没有“{query}”。试试少几个字，✗ 只看失败，@prod 只看一处",
        found="{count} 条",
        kept="最近 {count} 次，密钥打码，只在本机",
        reading="正在找",
        last="上次 {when}",
        recalled="历史：{when}，{place}",
        response_cut="正文太长，只留了开头",
        request_cut="请求体太长，只留了开头",
        request="请求",
        answer="回答",
        same="一样",
        skipped="一样的 {count} 行",
        compared_in_part="太长，只比了开头",
        compare_title="{before} 与 {after}",
        marked="再选一条，按 = 比较；在同一条上再按就取消",
        deleted="已删掉。Ctrl+Z 找回",
        restored="已找回",
        nothing_deleted="没有可以找回的",
        elsewhere="那次在 {place}，现在在 {here}",
        clear="删掉列出的 {count} 条？找不回来",
        clear_not="不删",
        clear_now="删掉",
        not_recorded="这个请求发了不记进历史",
        recorded_again="这个请求发了会记进历史",
        never_recorded="{environment} 的环境文件写了 record = false，那里的都不记",
    ),
    today="今天",
    yesterday="昨天",
    day="{month} 月 {day} 日",
    full_day="{year}-{month:02}-{day:02}",
    cancelled_after="{elapsed} 后取消",
    not_sent="没发到：{reason}",
    partly="{count} 个里失败 {failed} 个",
    unknown_shape="{status}，正文不是已知的形状",
)
