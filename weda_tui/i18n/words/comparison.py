"""Two answers side by side: every sentence in both languages."""

from weda_tui.i18n.text import Localized, Text, Words


class ComparisonWords(Words):
    """The difference of two answers, and choosing what to compare with."""

    # what a change is, before its path and in the counts
    marks = Localized[dict[str, str]](
        en={"changed": "changed", "added": "added", "removed": "removed", "moved": "moved"},
        zh={"changed": "变", "added": "增", "removed": "删", "moved": "移"},
    )
    """By ``ChangeKind``."""
    count = Text(en="{count} {mark}", zh="{mark} {count}")
    was = Text(en="was {path}", zh="原来是 {path}")
    comparing = Text(en="comparing", zh="正在比较")
    same = Text(en="the answers are the same", zh="回答一样")
    same_part = Text(en="no difference in what was compared", zh="比过的部分没有不同")
    same_but = Text(
        en="the answers are the same but for what is left out", zh="除了略过的，回答一样"
    )
    ignored = Text(en="left out: {paths}", zh="已略过：{paths}")
    ignored_more = Text(en="{count} in all", zh="等 {count} 处")
    nothing_ignored = Text(en="nothing is left out", zh="什么都没略过")
    unlisted = Text(
        en="{count:more is|more are} not listed; y copies those that are",
        zh="另有 {count} 处没有列出，y 复制列出的",
    )
    cut = Text(en="too long: only a part was compared", zh="太长，只比了一部分")
    by_lines = Text(
        en="one of the two is not JSON: compared line by line", zh="有一边不是 JSON，逐行比较"
    )
    status = Text(en="status", zh="状态")
    # keys
    next = Text(en="next", zh="下一处")
    lines = Text(en="by line", zh="逐行")
    structure = Text(en="by structure", zh="按结构")
    ignore = Text(en="leave out times etc.", zh="略过时间等")
    dont_ignore = Text(en="leave out nothing", zh="都不略过")
    leave_out = Text(en="leave this out", zh="以后略过这里")
    compare_again = Text(en="compare this", zh="以后比较这里")
    undo = Text(en="undo", zh="撤销")
    whole = Text(en="in full", zh="看全")
    back = Text(en="back", zh="返回")
    # acts
    left_out = Text(
        en="{path} is left out from now on: written to {file}", zh="以后略过 {path}，写进 {file}"
    )
    compared_again = Text(
        en="{path} is compared from now on: written to {file}", zh="以后比较 {path}，写进 {file}"
    )
    undone = Text(en="undone: {path} is as it was before", zh="已撤销：{path} 和之前一样")
    no_change = Text(en="put the cursor on a difference first", zh="先把光标放到一处不同上")
    beginning = Text(
        en="too long: only the beginning is shown; y copies all", zh="太长，只显示开头；y 复制全部"
    )
    # choosing
    title = Text(en="Compare this answer with", zh="这个回答和什么比")
    previous = Text(en="the one before, {when}", zh="上一次，{when}")
    any = Text(en="another one of the history", zh="历史里的另一次")
    there = Text(en="one from {place}: sends there", zh="在 {place} 发一次，再比")
    no_answer = Text(
        en="nothing to compare: the history does not have this answer",
        zh="没有可比的：历史里没有这个回答",
    )
    only_reads = Text(
        en="only a request that reads can be sent elsewhere too",
        zh="只有只读的请求能在别处再发一次",
    )
    wrong_env_type = Text(
        en="the address says {env_type}: write {{{{WeDa.EnvType}}}} in its place",
        zh="地址里写死了 {env_type}，换成 {{{{WeDa.EnvType}}}} 就能发",
    )
    # sending elsewhere
    send_title = Text(
        en="Send the same request to {place}, then compare",
        zh="把同一个请求发到 {place}，再比两个回答",
    )
    send = Text(en="send and compare", zh="发送并比较")
    dont_send = Text(en="don't send", zh="不发")
    not_sent = Text(en="{place}: {reason}", zh="{place}：{reason}")
