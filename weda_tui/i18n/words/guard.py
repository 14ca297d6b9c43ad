"""The guard's question: every sentence in both languages."""

from weda_tui.i18n.text import Nested, Text, Words


class RecordActionWords(Words):
    """What a call does to records; ``{how}`` is the meaning of its ButtonAction."""

    complete = Text(en="complete", zh="完成")
    """Stands for an action that is not among those listed."""
    complete_task = Text(
        en="{how} {count:approval task|approval tasks}", zh="{how} {count} 个审批任务"
    )
    submit_task = Text(
        en="submit {count:approval task|approval tasks}", zh="提交 {count} 个审批任务"
    )
    transfer_task = Text(
        en="transfer {count:approval task|approval tasks}", zh="转办 {count} 个审批任务"
    )
    skip_task = Text(
        en="skip {count:approval task|approval tasks}: {how}", zh="跳过 {count} 个审批任务：{how}"
    )
    roll_back_task = Text(
        en="roll back {count:approval task|approval tasks}", zh="回退 {count} 个审批任务"
    )
    revoke_task = Text(
        en="take back {count:approval task|approval tasks}", zh="撤销 {count} 个审批任务"
    )
    add_signers = Text(
        en="add signers to {count:approval task|approval tasks}", zh="给 {count} 个审批任务加签"
    )
    urge_instance = Text(
        en="urge {count:flow instance|flow instances}", zh="催办 {count} 个流程实例"
    )
    revoke_instance = Text(
        en="take back {count:flow instance|flow instances}", zh="撤销 {count} 个流程实例"
    )
    stop_instance = Text(
        en="stop {count:flow instance|flow instances}", zh="终止 {count} 个流程实例"
    )
    abandon_instance = Text(
        en="abandon {count:flow instance|flow instances}", zh="作废 {count} 个流程实例"
    )
    delete_instance = Text(
        en="delete {count:flow instance|flow instances}", zh="删除 {count} 个流程实例"
    )
    delete_draft = Text(en="delete {count:draft|drafts}", zh="删除 {count} 个草稿")
    set_message_state = Text(
        en="set the state of {count:message|messages}", zh="设置 {count} 条消息的状态"
    )


class GuardWords(Words):
    """The guard's dialog."""

    actions = Nested(lambda: RecordActionWords)

    title_confirm = Text(en="! Confirm this write", zh="! 写前确认")
    title_name = Text(en="! Type the name to send", zh="! 输名称才能发")
    title_repeat = Text(en="! The same was just sent", zh="! 刚发过同样的一次")
    guard = Text(en="guard: {place} {guard}", zh="守卫：{place} {guard}")
    sentence = Text(en="At {place} this will: {title}.", zh="将在 {place} {title}。")
    named = Text(en="{title}: {names}", zh="{title}：{names}")
    irreversible = Text(en="It cannot be undone.", zh="不可恢复。")
    where = Text(en="where", zh="在哪")
    what = Text(en="what", zh="调什么")
    with_what = Text(en="with", zh="带什么")
    token = Text(en="token", zh="令牌")
    after = Text(en="then", zh="之后")
    after_write = Text(
        en="changes data and may notify people; cannot be taken back here",
        zh="会改数据，可能通知别人；这里撤不回来",
    )
    after_destructive = Text(
        en="what is deleted or stopped cannot be brought back", zh="删掉或终止的不能恢复"
    )
    after_once = Text(
        en="sent once; the same within 10 s asks again", zh="只发一次；10 秒内再发同样的会再问"
    )
    part = Text(en="rows {first}–{last} of {count}", zh="第 {first}–{last} 行，共 {count} 行")
    exact_body = Text(en="exact body", zh="正文原样")
    values = Text(en="values", zh="按字段看")
    no_body = Text(en="no body", zh="没有正文")
    dont = Text(en="Don't send", zh="不发")
    send_to = Text(en="Send to {env_type}", zh="发送到 {env_type}")
    or_word = Text(en="or", zh="或")
    enter_never = Text(en="Enter does not send", zh="Enter 不会发送")
    never = Text(en="does not send", zh="不会发送")
    type_name = Text(en="Type {name} to be able to send", zh="输入 {name}，名称对了才能发送")
    type_name_or_alias = Text(
        en="Type {name} or its alias {alias} to be able to send",
        zh="输入 {name} 或它的别名 {alias}，名称对了才能发送",
    )
    letters_left = Text(en="{count} to go", zh="还差 {count} 个字")
    place_changed = Text(
        en="The environment was just edited: nothing was sent, F5 asks anew",
        zh="环境刚被改过：没有发出，按 F5 重新看一遍",
    )
    name_right = Text(en="the name is right", zh="名称对了")
