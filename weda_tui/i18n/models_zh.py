"""Data models in Chinese."""

from weda_tui.i18n.error_strings import Words
from weda_tui.i18n.model_strings import ModelCommandStrings, ModelStrings

MODELS_ZH = ModelStrings(
    command=ModelCommandStrings(
        details=(
            "列表用密钥令牌取来，留在本机，没有网络也能看；各环境类型共用一份。每个模型有一组自己的调用，"
            "例如 model.customer.list，字段都在参数里。"
        ),
        env="也列出这个环境的数据模型",
        refresh="向部署再取一次列表",
        add="按标识添加一个模型，不问部署",
        remove="去掉按标识添加的模型",
        added="添加了 {name}。",
        not_added="没有按标识添加过 {name}。",
        empty="还没有数据模型。--refresh 向部署取列表，--add 按标识添加一个。",
    ),
    add_title="按标识添加数据模型",
    add_hint="标识是路径里的那段，例如 customer。部署不给列表时，这样也能调用；字段要自己写。",
    command_add="添加",
    already_there="已经有了，会打开它",
    listed="取到了 {count}",
    dropped="去掉了 {name}",
    from_list="它在部署的列表里，不是按标识添加的",
    never="还没取过",
    loading="取模型列表",
    failed="没取到",
    refused=Words("部署没有给出模型列表：{code} {message}", "可以按标识添加模型。"),
    count="{count} 个模型",
    fields="{count} 个字段",
    name_only="只知道标识",
    left_out="另有 {count} 个读不懂，没有列出",
    just_now="刚取的",
    minutes_ago="{count} 分钟前取的",
    hours_ago="{count} 小时前取的",
    days_ago="{count} 天前取的",
)
