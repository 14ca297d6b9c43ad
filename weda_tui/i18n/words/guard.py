"""The guard's question: every sentence in both languages."""

from weda_tui.i18n.text import Text, Words


class GuardWords(Words):
    """The guard's dialog."""

    title_confirm = Text(en="! Confirm this write", zh="! 写前确认")
    title_name = Text(en="! Type the name to send", zh="! 输名称才能发")
    title_repeat = Text(en="! The same was just sent", zh="! 刚发过同样的一次")
    guard = Text(en="guard: {place} {guard}", zh="守卫：{place} {guard}")
    sentence = Text(en="At {place} this will: {title}.", zh="将在 {place} {title}。")
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
