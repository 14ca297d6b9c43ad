"""Data models: every sentence in both languages."""

from weda_tui.i18n.text import Failure, Nested, Text, Words


class ModelCommandWords(Words):
    """``catalogue models``, and ``--env`` of its neighbours."""

    details = Text(
        en="The list is fetched with the key's token and kept on this machine, so it is there without a network; env types share it. Each model has calls of its own, such as model.customer.list, whose parameters name its fields.",
        zh="列表用密钥令牌取来，留在本机，没有网络也能看；各环境类型共用一份。每个模型有一组自己的调用，例如 model.customer.list，字段都在参数里。",
    )
    env = Text(en="list the data models of this environment too", zh="也列出这个环境的数据模型")
    refresh = Text(en="ask the deployment for the list again", zh="向部署再取一次列表")
    add = Text(
        en="add a model by its key, without asking the deployment",
        zh="按标识添加一个模型，不问部署",
    )
    remove = Text(en="take away a model that was added by its key", zh="去掉按标识添加的模型")
    added = Text(en="{name} is added.", zh="添加了 {name}。")
    not_added = Text(en="{name} was not added by its key.", zh="没有按标识添加过 {name}。")
    empty = Text(
        en="No data models yet. --refresh asks the deployment, --add adds one by its key.",
        zh="还没有数据模型。--refresh 向部署取列表，--add 按标识添加一个。",
    )


class ModelWords(Words):
    """The list of models, on the screen and on the command line."""

    command = Nested(lambda: ModelCommandWords)
    add_title = Text(en="Add a data model by its key", zh="按标识添加数据模型")
    add_hint = Text(
        en="The key stands in the path, customer for example. Where the deployment gives no list, its calls work all the same; fields are typed by hand.",
        zh="标识是路径里的那段，例如 customer。部署不给列表时，这样也能调用；字段要自己写。",
    )
    command_add = Text(en="add", zh="添加")
    already_there = Text(en="It is there already and will be opened", zh="已经有了，会打开它")
    listed = Text(en="{count} fetched", zh="取到了 {count}")
    dropped = Text(en="{name} is gone", zh="去掉了 {name}")
    from_list = Text(
        en="The deployment lists it; it was not added by its key",
        zh="它在部署的列表里，不是按标识添加的",
    )
    never = Text(en="not fetched yet", zh="还没取过")
    loading = Text(en="fetching the list", zh="取模型列表")
    failed = Text(en="not fetched", zh="没取到")
    refused = Failure(
        en="The deployment gave no list of models: {code} {message}",
        en_hint="A model can be added by its key.",
        zh="部署没有给出模型列表：{code} {message}",
        zh_hint="可以按标识添加模型。",
    )
    """The verdict of an answer that is no list."""
    count = Text(en="{count:model|models}", zh="{count} 个模型")
    fields = Text(en="{count:field|fields}", zh="{count} 个字段")
    name_only = Text(en="only its key is known", zh="只知道标识")
    left_out = Text(
        en="{count:more could not be read and is|more could not be read and are} left out",
        zh="另有 {count} 个读不懂，没有列出",
    )
    just_now = Text(en="just now", zh="刚取的")
    minutes_ago = Text(en="{count} min ago", zh="{count} 分钟前取的")
    hours_ago = Text(en="{count} h ago", zh="{count} 小时前取的")
    days_ago = Text(en="{count} d ago", zh="{count} 天前取的")
