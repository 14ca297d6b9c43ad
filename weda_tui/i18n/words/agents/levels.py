"""What agents may do in an env type: every sentence in both languages."""

from weda_tui.i18n.text import Text, Words


class AgentLevelWords(Words):
    """``env agents``, and the rights of agents wherever they are shown."""

    command = Text(en="what coding agents may do in each env type", zh="智能体在各环境类型中的权限")
    details = Text(
        en="none: nothing, not even read. read (the default): read; a write is for a person to send. confirm: a write is sent after a person has agreed to exactly that request. Without a level, this lists what applies. What an environment's file says applies only as far as a person approved it here: this command writes the file and approves the level together with the guard. Where that allows more than before, it asks on a terminal. read-only is never lifted.",
        zh="none：不可使用，读操作也不可以。read（默认）：可读，写操作须由用户发送。confirm：可读，用户确认该请求后才发送写操作。不写级别时列出当前的权限。环境文件中的设置只在本机批准的范围内生效：此命令写入文件，并批准该级别和操作保护；比原来放宽时在终端中询问。操作保护“只读”始终不能解除。",
    )
    env_type = Text(
        en="the env type; required if there are several and a level is given",
        zh="环境类型；有多个且指定了级别时必填",
    )
    env_type_needed = Text(
        en="Give --env-type: {known}.", zh="请用 --env-type 指定环境类型：{known}。"
    )
    title = Text(en="Agents", zh="智能体")
    level_none = Text(en="nothing", zh="不可使用")
    level_read = Text(en="read", zh="可读，不可写")
    level_confirm = Text(en="read; write after confirmation", zh="可读，写操作逐次确认")
    narrowed = Text(
        en="{level} · the file says more, which is not approved on this machine",
        zh="{level} · 文件中的设置更宽松，本机未批准",
    )
    new_identity = Text(
        en="{level} · the file has other credentials, which are not approved for agents on this machine",
        zh="{level} · 文件中的密钥或用户已更换，本机未批准智能体使用",
    )
    identity = Text(
        en="The credentials of {name} are others than were approved for agents:",
        zh="{name} 的密钥或用户已更换，批准后智能体将使用：",
    )
    ask = Text(
        en="Allow agents at {place}: {level}? Guard: {guard}.",
        zh="将 {place} 的智能体权限设为“{level}”？操作保护：{guard}。",
    )
    other = Text(
        en="Set by itself, at the same address: {place}: {level}",
        zh="同一地址的其他环境须单独设置：{place}：{level}",
    )
    refused = Text(en="Nothing was changed.", zh="未更改。")
    done = Text(en="Agents at {place}: {level}.", zh="{place} 的智能体权限：{level}。")
