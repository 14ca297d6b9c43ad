"""The questions of the guard and of an agent: every sentence in both languages."""

from weda_tui.i18n.text import Nested, Text, Words


class RecordActionWords(Words):
    """The action of a call on records; ``{how}`` is the meaning of its ButtonAction."""

    complete = Text(en="complete", zh="完成")
    """Used for a ButtonAction that is not listed."""
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
        en="revoke {count:approval task|approval tasks}", zh="撤销 {count} 个审批任务"
    )
    add_signers = Text(
        en="add signers to {count:approval task|approval tasks}", zh="给 {count} 个审批任务加签"
    )
    urge_instance = Text(
        en="send a reminder for {count:flow instance|flow instances}", zh="催办 {count} 个流程实例"
    )
    revoke_instance = Text(
        en="revoke {count:flow instance|flow instances}", zh="撤销 {count} 个流程实例"
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

    title_confirm = Text(en="! Confirm this write", zh="! 确认写操作")
    title_name = Text(en="! Type the name to send", zh="! 输入名称才能发送")
    title_repeat = Text(en="! The same request was just sent", zh="! 刚刚发送过相同的请求")
    guard = Text(en="guard: {place} {guard}", zh="操作保护：{place} {guard}")
    sentence = Text(en="Action in {place}: {title}.", zh="将在 {place} 执行：{title}。")
    named = Text(en="{title}: {names}", zh="{title}：{names}")
    irreversible = Text(en="Cannot be undone.", zh="此操作不可恢复。")
    where = Text(en="environment", zh="环境")
    what = Text(en="endpoint", zh="接口")
    with_what = Text(en="request", zh="请求")
    token = Text(en="token", zh="令牌")
    after = Text(en="effect", zh="影响")
    after_write = Text(
        en="changes data and may notify people; cannot be undone here",
        zh="会修改数据，可能通知他人；无法在此撤销",
    )
    after_destructive = Text(
        en="what is deleted or stopped cannot be restored", zh="删除或终止后无法恢复"
    )
    after_once = Text(
        en="sent once; a repeat within 10 s must be confirmed again",
        zh="只发送一次；10 秒内再发送相同的请求须再次确认",
    )
    part = Text(en="rows {first}–{last} of {count}", zh="第 {first}–{last} 行，共 {count} 行")
    exact_body = Text(en="exact body", zh="原始正文")
    values = Text(en="values", zh="按字段显示")
    no_body = Text(en="no body", zh="没有正文")
    dont = Text(en="Don't send", zh="不发送")
    send_to = Text(en="Send to {env_type}", zh="发送到 {env_type}")
    or_word = Text(en="or", zh="或")
    enter_never = Text(en="Enter does not send", zh="Enter 不会发送")
    never = Text(en="does not send", zh="不会发送")
    type_name = Text(en="Type {name} to enable sending", zh="输入 {name} 后才能发送")
    type_name_or_alias = Text(
        en="Type {name} or its alias {alias} to enable sending",
        zh="输入 {name} 或其别名 {alias} 后才能发送",
    )
    letters_left = Text(en="{count} more to type", zh="还差 {count} 个字符")
    place_changed = Text(
        en="Not sent: the environment was just edited. Press F5 to confirm again",
        zh="环境刚被修改，请求未发送。请按 F5 重新确认",
    )
    name_right = Text(en="name is correct", zh="名称正确")
