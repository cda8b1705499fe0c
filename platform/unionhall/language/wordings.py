"""Sentences of the findings that reading a document makes: files, shape, texts.

Only words: {names} are parameters of the finding. The linter's families stand beside its rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Wording:
    """One sentence in two languages; each says what is wrong and what to do."""

    zh: str
    en: str
    level: Literal["error", "warning"] = "error"


DOCUMENT = {
    "DOC001": Wording(
        "文件无法读取：{detail}。请检查是否为 UTF-8 编码的合法 JSON。",
        "The file cannot be read: {detail}. Check that it is valid JSON in UTF-8.",
    ),
    "DOC002": Wording(
        "文件有 {size} 字节，超过上限 {limit} 字节，请精简或拆分。",
        "The file has {size} bytes, more than the {limit} allowed. Shorten or split it.",
    ),
    "DOC003": Wording(
        "键“{key}”在同一对象中出现两次，前一个会丢失，请删去一个。",
        "Key “{key}” stands twice in one object and the first would be lost. Remove one.",
    ),
    "DOC004": Wording(
        "种类“{kind}”不存在，可用：{allowed}。",
        "There is no kind “{kind}”. Use one of: {allowed}.",
    ),
    "DOC005": Wording(
        "文档无法写成规范形式：{detail}。",
        "The document has no canonical form: {detail}.",
    ),
    "DOC006": Wording(
        "无法读成定义：{detail}。",
        "This cannot be read as a definition: {detail}.",
    ),
}

SHAPE = {
    "SHP001": Wording(
        "不认识键“{key}”，请删除；此处可用：{allowed}。",
        "Unknown key “{key}”. Remove it; known here: {allowed}.",
    ),
    "SHP002": Wording(
        "不认识键“{key}”，是否想写“{near}”？",
        "Unknown key “{key}”. Did you mean “{near}”?",
    ),
    "SHP003": Wording("缺少键“{key}”，请补上。", "Key “{key}” is missing. Add it."),
    "SHP004": Wording(
        "类型应为 {expected}，现在是 {actual}。",
        "The type must be {expected}, not {actual}.",
    ),
    "SHP005": Wording(
        "“{value}”不在允许的值之内，可用：{allowed}。",
        "“{value}” is not allowed. Use one of: {allowed}.",
    ),
    "SHP006": Wording(
        "“{value}”写法不对：{hint}。",
        "“{value}” is not written as it must be: {hint}.",
    ),
    "SHP007": Wording(
        "数量或长度应{bound} {limit}，现在是 {actual}。",
        "Size must be {bound} {limit}; it is {actual}.",
    ),
    "SHP008": Wording("列表中有重复项，请删去。", "The list holds an item twice. Remove one."),
    "SHP009": Wording(
        "此处的写法不属于任何一种允许的形式：{forms}。",
        "This matches none of the allowed forms: {forms}.",
    ),
    "SHP010": Wording(
        "“{value}”在表达式中是保留字，不能作为键，请换一个名称。",
        "“{value}” is a reserved word of expressions and cannot be a key. Choose another.",
    ),
    "SHP011": Wording(
        "写了“{key}”就必须同时写“{needs}”。",
        "With “{key}” there must also be “{needs}”.",
    ),
    "SHP012": Wording(
        "不符合结构规则“{rule}”。",
        "This breaks the structural rule “{rule}”.",
    ),
}

TEXT = {
    "TXT001": Wording(
        "文本须以“---”包围的 key、title 开头。",
        "A text begins with key and title between lines of “---”.",
    ),
    "TXT002": Wording(
        "第 {line} 行用了不支持的写法：{found}。可用：标题、段落、列表、加粗、链接。",
        "Line {line} uses {found}. Allowed: headings, paragraphs, lists, bold, links.",
    ),
    "TXT003": Wording(
        "第 {line} 行的链接“{link}”不允许，只能是 https:// 或以 / 开头的站内地址。",
        "Line {line}: link “{link}” is not allowed. Use https:// or a path that begins with /.",
    ),
    "TXT004": Wording(
        "第 {line} 行用了未声明的变量“{name}”，请在 variables 中声明。",
        "Line {line} uses variable “{name}”, which is not declared. Add it to variables.",
    ),
    "TXT005": Wording(
        "变量“{name}”已声明但没有使用，请删去。",
        "Variable “{name}” is declared and never used. Remove it.",
        level="warning",
    ),
    "TXT006": Wording(
        "文本开头的键“{key}”不认识，可用：key、title、variables。",
        "Key “{key}” at the head of the text is unknown. Known: key, title, variables.",
    ),
    "TXT007": Wording("文本没有正文。", "The text has no body."),
}
