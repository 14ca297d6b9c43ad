"""Data models in English."""

from weda_tui.i18n.error_strings import Words
from weda_tui.i18n.model_strings import ModelCommandStrings, ModelStrings

MODELS_EN = ModelStrings(
    command=ModelCommandStrings(
        details=(
            "The list is fetched with the key's token and kept on this machine, so it is there "
            "without a network; env types share it. Each model has calls of its own, such as "
            "model.customer.list, whose parameters name its fields."
        ),
        env="list the data models of this environment too",
        refresh="ask the deployment for the list again",
        add="add a model by its key, without asking the deployment",
        remove="take away a model that was added by its key",
        added="{name} is added.",
        not_added="{name} was not added by its key.",
        empty="No data models yet. --refresh asks the deployment, --add adds one by its key.",
    ),
    add_title="Add a data model by its key",
    add_hint=(
        "The key stands in the path, customer for example. Where the deployment gives no list, its "
        "calls work all the same; fields are typed by hand."
    ),
    command_add="add",
    already_there="It is there already and will be opened",
    listed="{count} fetched",
    dropped="{name} is gone",
    from_list="The deployment lists it; it was not added by its key",
    never="not fetched yet",
    loading="fetching the list",
    failed="not fetched",
    refused=Words(
        "The deployment gave no list of models: {code} {message}",
        "A model can be added by its key.",
    ),
    count="{count:model|models}",
    fields="{count:field|fields}",
    name_only="only its key is known",
    left_out="{count:more could not be read and is|more could not be read and are} left out",
    just_now="just now",
    minutes_ago="{count} min ago",
    hours_ago="{count} h ago",
    days_ago="{count} d ago",
)
