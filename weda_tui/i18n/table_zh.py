"""A body as a table in Chinese."""

from weda_tui.i18n.table_strings import TableStrings

TABLE_ZH = TableStrings(
    tree="树",
    table="表格",
    counted="表格 {count}",
    no_array="这里没有对象数组",
    not_indexed="还没索引完，等一下再来",
    local_times="时间列按本地时间显示，导出仍是原值",
    meanings="{names} 的含义取自接口目录",
    joint="；",
    comma="、",
    rows="{count} 行",
    many_rows="{count} 万行",
    sorting="~ 排序 {rows}   Esc 取消",
    filtering="~ 筛选 {rows}   Esc 取消",
    filter="任一格里的字，或 列名:字",
    filtered="筛选“{filter}”：{shown} / {count} 行   Esc 去掉",
    no_rows="没有一行有“{filter}”   Esc 去掉",
    row="一行",
    columns_title="选列（{count} 个里选）",
    every_column="全选 / 全不选",
    shift="换位置",
    export_title="导出表格",
    copy_csv="复制为 CSV：{rows}",
    copy_markdown="复制为 Markdown：{rows}",
    save_csv="存成 CSV：{rows}",
    save_excel="存成给 Excel 看的 CSV：{rows}",
    shown_rows="显示的 {count} 行，选中的列",
    all_rows="全部 {count} 行，所有的列",
    export_remark=(
        "值都是收到的原值，密钥打码。以 = + - @ 开头又不是数的格子前面加 '，"
        "免得表格软件当公式执行。文件是 UTF-8 带 BOM。Excel 只留数字的前 15 位："
        '给 Excel 看的 CSV 把 16 位以上的整数写成 ="…"，一位不丢，别的程序读时要去掉它。'
    ),
    save_title="把表格存成文件",
    save_hint="UTF-8 带 BOM，每行以 CR LF 结尾",
    exporting="~ 导出 {percent} %   Esc 取消",
    csv="CSV",
    markdown="Markdown 表格",
    saved="存好了：{count} 行 → {file}",
    last_page="已是最后一页",
    first_page="已是第一页",
    no_pages="这个接口没有翻页的参数，或它们的值不是数",
    no_answer_to_page="翻页要先有这个接口的回答",
    range_of="第 {first}–{last} 条，共 {total} 条",
)
