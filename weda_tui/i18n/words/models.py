"""Data models: every sentence in both languages."""

from weda_tui.i18n.text import Failure, Nested, Text, Words


class ModelCommandWords(Words):
    """``catalogue models``, and the ``--env`` option of the other ``catalogue`` commands."""

    details = Text(
        en="The list is fetched with a key token and stored on this machine, so it is available without a network. All env types share it. Each model has its own endpoints, such as model.customer.list; their parameters list the fields of the model.",
        zh="列表用密钥令牌获取并存储在本机，没有网络也可查看；各环境类型共用一份。每个模型有自己的一组接口，例如 model.customer.list；参数中列出了模型的字段。",
    )
    env = Text(en="also list the data models of this environment", zh="同时列出此环境的数据模型")
    refresh = Text(en="fetch the list from the deployment again", zh="从部署重新获取列表")
    add = Text(
        en="add a model by its key, without querying the deployment",
        zh="按标识添加模型，不查询部署",
    )
    remove = Text(en="remove a model that was added by its key", zh="移除按标识添加的模型")
    added = Text(en="Added {name}.", zh="已添加 {name}。")
    not_added = Text(en="{name} was not added by its key.", zh="没有按标识添加过 {name}。")
    empty = Text(
        en="No data models yet. --refresh fetches the list from the deployment, --add adds a model by its key.",
        zh="还没有数据模型。--refresh 从部署获取列表，--add 按标识添加模型。",
    )


class ModelWords(Words):
    """The list of models, on the screen and on the command line."""

    command = Nested(lambda: ModelCommandWords)
    add_title = Text(en="Add a data model by its key", zh="按标识添加数据模型")
    add_hint = Text(
        en="The key is the part of the path that names the model, for example customer. Its endpoints work even if the deployment provides no list of models; the fields must then be typed by hand.",
        zh="标识是路径中表示模型的部分，例如 customer。即使部署不提供模型列表，也可以调用它的接口；此时字段需手动填写。",
    )
    command_add = Text(en="add", zh="添加")
    already_there = Text(en="Already exists and will be opened", zh="已存在，将打开它")
    listed = Text(en="{count} fetched", zh="已获取 {count}")
    dropped = Text(en="Removed {name}", zh="已移除 {name}")
    from_list = Text(
        en="It is in the deployment's list and was not added by its key",
        zh="它来自部署的列表，不是按标识添加的",
    )
    never = Text(en="not fetched yet", zh="尚未获取")
    loading = Text(en="fetching the list", zh="正在获取列表")
    failed = Text(en="fetch failed", zh="获取失败")
    refused = Failure(
        en="The deployment returned no list of models: {code} {message}",
        en_hint="Add a model by its key instead.",
        zh="部署未返回模型列表：{code} {message}",
        zh_hint="可改为按标识添加模型。",
    )
    """The verdict on a response that is not a list."""
    count = Text(en="{count:model|models}", zh="{count} 个模型")
    fields = Text(en="{count:field|fields}", zh="{count} 个字段")
    name_only = Text(en="only the key is known", zh="仅知标识")
    left_out = Text(
        en="{count:more model could not be read and is|more models could not be read and are} not listed",
        zh="另有 {count} 个模型无法读取，未列出",
    )
    just_now = Text(en="just now", zh="刚刚获取")
    minutes_ago = Text(en="{count} min ago", zh="{count} 分钟前获取")
    hours_ago = Text(en="{count} h ago", zh="{count} 小时前获取")
    days_ago = Text(en="{count} d ago", zh="{count} 天前获取")
