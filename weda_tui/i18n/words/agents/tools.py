"""The tools for coding agents and their arguments: every sentence in both languages."""

from weda_tui.i18n.text import Text, Words


class ToolWords(Words):
    """The descriptions of the tools, by the names of the tools."""

    search_endpoints = Text(
        en="Find endpoints by a few words: English, Chinese, pinyin initials, a path.",
        zh="用几个词查找接口：中文、英文、拼音首字母、路径。",
    )
    describe_endpoint = Text(
        en="Parameters, enums, example, effect and confidence of one endpoint.",
        zh="一个接口的参数、枚举值、示例、影响和可信度。",
    )
    list_environments = Text(
        en="Deployments with their env types, guards and what agents may do.",
        zh="各部署及其环境类型、操作保护和智能体权限。",
    )
    check_environment = Text(
        en="Check a deployment step by step: address, TLS, clock, credentials, token, reads.",
        zh="逐步检查部署：地址、TLS、时钟、凭据、令牌、读请求。",
    )
    preview_request = Text(
        en="What would be sent, masked, and what the guard asks. Sends nothing.",
        zh="预览即将发送的内容（已脱敏）和操作保护的要求，不发送。",
    )
    send_request = Text(
        en="Send a request. Reads are sent; a write needs a person, whom the client asks where it can. Preview it first.",
        zh="发送请求。读请求直接发送；写请求必须由用户确认，客户端支持时会询问。请先预览。",
    )
    explain_response = Text(
        en="Explain a response or log text: verdict, causes, steps. HTTP 200 may be a failure.",
        zh="解释响应或日志文本：判定结果、原因、步骤。HTTP 200 也可能是失败。",
    )
    look_up_code = Text(
        en="The error reference: a code, or words to find one.",
        zh="错误码手册：错误码，或用来查找的词。",
    )
    list_saved_requests = Text(
        en="Saved requests of the workspace, below a folder or by words.",
        zh="工作区中已保存的请求，可按文件夹或关键词筛选。",
    )
    run_saved_requests = Text(
        en="Send saved requests or folders in order, with dependencies and assertions.",
        zh="按顺序发送已保存的请求或文件夹，包括依赖和断言。",
    )
    list_history = Text(
        en="What was sent from this workspace, newest first; with id, one entry with its response.",
        zh="从该工作区发送过的请求，最新的在前；指定 id 时返回该记录及其响应。",
    )
    save_request = Text(
        en="Save a request to the workspace under a title; with saved and no title, change that one.",
        zh="用标题将请求保存到工作区；指定 saved 而不指定标题时，修改该请求。",
    )


class ArgumentWords(Words):
    """The descriptions of the arguments, by field name: ``env_type`` for ``envType``."""

    body = Text(
        en="JSON; with numbers over 15 digits as text", zh="JSON；数字超过 15 位时以文本传入"
    )
    code = Text(en="EXCEED_RATELIMIT, or words", zh="EXCEED_RATELIMIT 或关键词")
    endpoint = Text(en="ID, such as workflow.StartFlow", zh="ID，如 workflow.StartFlow")
    env_type = Text(en="prod, dev …", zh="prod、dev 等")
    failed = Text(en="only failures", zh="仅失败的请求")
    method = Text(en="with url, in place of an endpoint", zh="与 url 一起，代替接口")
    reason = Text(en="why, for the person who is asked", zh="发送原因，展示给被询问的用户")
    saved = Text(en="path of a saved request", zh="已保存请求的路径")
    select = Text(en="JSONPath into this result", zh="作用于本结果的 JSONPath")
    text = Text(en="a response, or a log", zh="响应或日志")
    url = Text(en="path: /weda/…", zh="路径：/weda/…")
    variables = Text(en="values of {{name}} and of the path", zh="{{name}} 和路径参数的值")
