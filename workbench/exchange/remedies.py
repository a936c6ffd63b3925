"""How to mend what an import notes, by kind of problem: the words for a problem that brings none of its own."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.errors import Text

_RETYPE = Text("按栏目说明重新填写该单元格", "fill the cell in again as the column's note says")
_LIST = Text("从下拉列表中选取", "choose one of the listed words")
_CODES = Text("按代码表填写编号，或删去该行", "use a code of the code table, or take the row out")
_ONCE = Text("只保留一处，删去重复的", "keep one and take the other out")
_DRAW = Text("在绘图软件中改正该要素后重新导出", "mend the feature in the drawing program and export again")
_SAME = Text("核对两处，改成一致", "compare both and make them agree")
_FILE = Text("换成能打开的原始文件", "replace it by the original file that opens")
_TEMPLATE = Text("使用原始模板，不改动栏目", "use the original template and leave its columns as they are")

REMEDIES: Mapping[str, Text] = {
    "bad_value": _RETYPE,
    "formula": Text("把公式改为数值", "type the value instead of the formula"),
    "not_in_list": _LIST,
    "unknown_code": _CODES,
    "required_empty": Text("补填该单元格", "fill the cell in"),
    "missing_field": _TEMPLATE,
    "missing_column": _TEMPLATE,
    "unknown_key": _TEMPLATE,
    "duplicate_column": _ONCE,
    "duplicate_key": _ONCE,
    "duplicate_code": Text("每个编号只用一次", "use every code once"),
    "contradiction": _SAME,
    "suspicious": Text("核对后更正，确实无误的可保留", "check it; leave it if it is right"),
    "dangling": Text("补上所引用的行或要素，或改正编号", "add what is referred to, or mend the code"),
    "area_mismatch": _SAME,
    "width_mismatch": _SAME,
    "row_limit": Text("拆成几个申请包，或删去多余的行", "split the package, or take rows out"),
    "merged": Text("取消合并，逐格填写", "undo the merging and fill in every cell"),
    "overlapping_sessions": Text("改正场次时间，或分开使用区域", "mend the times, or use different zones"),
    "missing_file": Text("补上文件，或改正材料表中的文件名", "add the file, or mend its name in the sheet"),
    "file_not_found": Text("补上文件，或改正文件名", "add the file, or mend its name"),
    "not_listed": Text("在材料表登记，或从申请包中取出", "list it in the sheet of papers, or take it out"),
    "duplicate_entry": Text("给文件不同的名字后重新打包", "give the files different names and pack again"),
    "renamed": Text("改用各系统都能保存的文件名", "use a file name that every system can save"),
    "names_alike": Text("改成不同的文件名", "give the files different names"),
    "unusable_paper": _FILE,
    "broken": _FILE,
    "unsupported": _FILE,
    "unusual_type": Text("换成 PDF 或图片", "hand it in as PDF or picture"),
    "page_count": Text("核对文件页数与材料表", "compare the pages with the sheet"),
    "page_limit": Text("拆成几个文件", "split the file"),
    "quote_not_found": Text("核对所引页码和原文", "check page and words"),
    "extraction_restricted": Text("换成未限制取字的文件", "hand in a file that lets its text be taken out"),
    "bad_coordinates": _DRAW,
    "few_points": _DRAW,
    "self_intersection": _DRAW,
    "unnamed_feature": Text("给要素填写编号", "give the feature a code"),
    "degrees": Text("按局部平面坐标（米）重新导出", "export again in local metres"),
    "site_unit": Text("写明单位后重新导出", "state the unit and export again"),
    "bad_line": Text("按格式改正该行", "mend the line as the format says"),
    "link": Text("放入文件本身，不放链接", "put the file itself in, not a link"),
    "outside": Text("放进申请文件夹", "put it into the application folder"),
    "dtd": Text("用原始模板另存", "save it anew from the original template"),
    "empty": _FILE,
    "version": _TEMPLATE,
    "missing_sheet": Text("请使用原始模板补充该表", "add the sheet from the original template"),
    "approximate": Text("填写准确数值", "state the exact figure"),
    "control_characters": Text("删去不可见字符", "take the invisible characters out"),
}
"""Kind of problem → what mends it."""
