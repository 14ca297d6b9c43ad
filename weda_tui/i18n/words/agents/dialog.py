"""The question of an agent in the explorer: every sentence in both languages."""

from weda_tui.i18n.text import Text, Words


class AgentDialogWords(Words):
    """The question of an agent in the explorer, and its notices in the footer."""

    title = Text(en="! An agent asks to send a write", zh="! 智能体请求执行写操作")
    title_many = Text(
        en="! An agent asks to send {count:write|writes}", zh="! 智能体请求执行 {count} 个写操作"
    )
    title_name = Text(
        en="! An agent asks to send a write: type the name", zh="! 智能体请求执行写操作：须输入名称"
    )
    time_left = Text(en="{time} left", zh="剩余 {time}")
    name_of_agent = Text(en="agent", zh="智能体")
    own_name = Text(en="the name that it gives itself", zh="智能体自报的名称")
    says = Text(en="The agent says:", zh="智能体的说明：")
    says_all = Text(en="All that the agent says:", zh="智能体的完整说明：")
    says_nothing = Text(en="The agent gives no reason.", zh="智能体没有说明原因。")
    sentence_many = Text(
        en="Actions in {place}: {count:request|requests}.", zh="将在 {place} 执行：{count} 个请求。"
    )
    requests = Text(en="requests", zh="请求")
    kind_count = Text(en="{count} × {title}", zh="{title} {count} 个")
    joint = Text(en=", ", zh="、")
    number = Text(en="{number} of {count}", zh="第 {number} 个，共 {count} 个")
    unknown_call = Text(en="not in the catalogue", zh="接口目录未收录")
    headers = Text(en="headers", zh="请求头")
    differences = Text(en="vs. example", zh="与示例相比")
    no_example = Text(en="no documented example to compare with", zh="文档中没有可供比较的示例")
    as_example = Text(en="identical to the documented example", zh="与文档示例相同")
    applies_once = Text(
        en="Your answer applies to exactly this, once", zh="答复只适用于以上内容，且只生效一次"
    )
    decline = Text(en="Decline", zh="拒绝")
    allow = Text(en="Send this once", zh="发送这一次")
    allow_all = Text(
        en="Send all {count} once to {env_type}", zh="将全部 {count} 个各发送一次到 {env_type}"
    )
    help_title = Text(en="Question of an agent", zh="智能体的询问")

    waiting = Text(
        en="An agent waits: its question opens when this is closed (Esc)",
        zh="智能体正在等待答复：关闭当前窗口（Esc）后显示其询问",
    )
    allowed = Text(en="Allowed: the agent now sends it.", zh="已允许，正在发送。")
    declined = Text(
        en="Declined. The agent is told; nothing was sent.", zh="已拒绝并告知智能体，请求未发送。"
    )
    over = Text(
        en="The agent's question closed without an answer. Nothing was sent.",
        zh="智能体的询问未得到答复，已关闭。请求未发送。",
    )
    gone = Text(en="The agent no longer waits for an answer here.", zh="智能体不再等待此处的答复。")
