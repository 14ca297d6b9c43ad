"""Two responses side by side: every sentence in both languages."""

from weda_tui.i18n.text import Localized, Text, Words


class ComparisonWords(Words):
    """The difference of two responses, and the choice of the other response."""

    # the kind of a change, before its path and in the counts
    marks = Localized[dict[str, str]](
        en={"changed": "changed", "added": "added", "removed": "removed", "moved": "moved"},
        zh={"changed": "变更", "added": "新增", "removed": "删除", "moved": "移动"},
    )
    """By the members of ``ChangeKind``."""
    count = Text(en="{count} {mark}", zh="{mark} {count}")
    was = Text(en="was {path}", zh="原为 {path}")
    comparing = Text(en="comparing", zh="正在比较")
    same = Text(en="The responses are identical", zh="响应相同")
    same_part = Text(en="No difference in the part that was compared", zh="已比较的部分没有差异")
    same_but = Text(
        en="The responses are identical except for what is ignored", zh="除已忽略的内容外，响应相同"
    )
    ignored = Text(en="Ignored: {paths}", zh="已忽略：{paths}")
    ignored_more = Text(en="({count} in total)", zh="等 {count} 处")
    nothing_ignored = Text(en="Nothing is ignored", zh="未忽略任何内容")
    unlisted = Text(
        en="{count:more is|more are} not listed; y copies those that are listed",
        zh="另有 {count} 处未列出，y 复制已列出的",
    )
    cut = Text(en="Too long: only a part was compared", zh="内容过长，只比较了一部分")
    by_lines = Text(
        en="One of the two is not JSON: compared line by line", zh="其中一个不是 JSON，已按行比较"
    )
    status = Text(en="status", zh="状态")
    # keys
    next = Text(en="next", zh="下一处")
    lines = Text(en="by line", zh="按行")
    structure = Text(en="by structure", zh="按结构")
    ignore = Text(en="ignore times etc.", zh="忽略时间等")
    dont_ignore = Text(en="ignore nothing", zh="不忽略")
    leave_out = Text(en="always ignore this", zh="始终忽略此处")
    compare_again = Text(en="always compare this", zh="始终比较此处")
    undo = Text(en="undo", zh="撤销")
    whole = Text(en="show in full", zh="查看完整内容")
    back = Text(en="back", zh="返回")
    # acts
    left_out = Text(
        en="{path} is ignored from now on: saved to {file}", zh="以后忽略 {path}，已保存到 {file}"
    )
    compared_again = Text(
        en="{path} is compared from now on: saved to {file}", zh="以后比较 {path}，已保存到 {file}"
    )
    undone = Text(
        en="Undone: the setting for {path} was restored", zh="已撤销：{path} 的设置已恢复"
    )
    no_change = Text(en="Move the cursor to a difference first.", zh="请先将光标移到一处差异。")
    beginning = Text(
        en="Too long: only the beginning is shown; y copies all",
        zh="内容过长，只显示开头；y 复制全部",
    )
    # choosing
    title = Text(en="Compare this response with", zh="将此响应与以下内容比较")
    previous = Text(en="The previous response, {when}", zh="上一个响应，{when}")
    any = Text(en="Another response from the history", zh="历史中的其他响应")
    there = Text(
        en="A response from {place}: sends the request there", zh="{place} 的响应：在该环境发送请求"
    )
    no_answer = Text(
        en="Nothing to compare: the history does not contain this response.",
        zh="无法比较：历史中没有此响应。",
    )
    only_reads = Text(
        en="only reads can be sent to another target", zh="只有读请求可以发送到其他目标环境"
    )
    wrong_env_type = Text(
        en="the address contains {env_type}: replace it with {{{{WeDa.EnvType}}}}",
        zh="地址中写的是 {env_type}，请改为 {{{{WeDa.EnvType}}}}",
    )
    # sending elsewhere
    send_title = Text(
        en="Send the same request to {place}, then compare",
        zh="将同一请求发送到 {place}，然后比较响应",
    )
    send = Text(en="send and compare", zh="发送并比较")
    dont_send = Text(en="don't send", zh="不发送")
    not_sent = Text(en="{place}: {reason}", zh="{place}：{reason}")
