"""Sentences of the rules about people and messages. Only words.

code -> (level, Chinese, English); each says what is wrong and what to do.
"""

from __future__ import annotations

from unionhall.language.findings import Row

PEOPLE: dict[str, Row] = {
    "SUB001": (
        "error",
        "“{source}”不能作为这种主体，个人用 applicant，工会用 applicant.union 或 root。",
        "“{source}” is no such subject. A person is applicant, a union applicant.union or root.",
    ),
    "SUB002": (
        "error",
        "“{field}”不是人员字段，个人主体须来自 person-ref 字段，请改正。",
        "“{field}” is no person. The person must come from a person-ref field. Correct it.",
    ),
    "SUB003": (
        "error",
        "未登录的人没有所属工会，请用 subject 的 union 或 from 指明工会。",
        "Somebody without an account has no union. Name one in subject.",
    ),
    "VER001": (
        "error",
        "“{field}”不能要求验证，只有申请表单中 cn-mobile 格式的字段可以，请删除。",
        "“{field}” cannot be verified; only a cn-mobile field of the application can. Remove it.",
    ),
    "VER002": (
        "error",
        "“{field}”不能填写，也就无法验证，请删除 x-verify 或改为可填。",
        "“{field}” cannot be typed, so nobody can prove it. Remove x-verify or let it be typed.",
    ),
    "INV001": (
        "error",
        "邀请在办件之外显示，读不到“{name}”，只能用 applicant、today、now。",
        "An invitation stands outside any case and cannot read “{name}”. Use applicant only.",
    ),
    "INV002": (
        "error",
        "邀请的文本“{text}”有变量 {names}，没有人填写，请换一个没有变量的文本。",
        "Text “{text}” of the invitation has variables {names} that nobody fills. Use another.",
    ),
    "NTC001": (
        "error",
        "时机“{moment}”不会出现，请改为本事项的环节和操作。",
        "The moment “{moment}” never comes. Name a stage and action of this process.",
    ),
    "NTC002": (
        "error",
        "“{moment}”时没有待办，actors 没有人，请换收件人。",
        "At “{moment}” nothing is due from anybody, so actors are nobody. Choose another.",
    ),
    "NTC003": (
        "error",
        "主体是工会，没有 subject 这个人，请换收件人。",
        "The subject is a union, so there is no person to write to. Choose another recipient.",
    ),
    "NTC004": (
        "error",
        "只有手机号码时只能发短信，请把 channels 改为 sms。",
        "To a bare number only a short message can go. Let channels be sms.",
    ),
    "NTC005": (
        "error",
        "文本“{text}”的变量“{name}”没有取值，请在 values 中补上。",
        "Variable “{name}” of text “{text}” has no value. Add it to values.",
    ),
    "NTC006": (
        "error",
        "“{name}”是敏感内容，不能放进通知“{text}”，请删除。",
        "“{name}” is sensitive and must not stand in message “{text}”. Remove it.",
    ),
    "NTC007": (
        "error",
        "文本“{text}”没有变量“{name}”，请删除或改正。",
        "Text “{text}” has no variable “{name}”. Remove or correct it.",
    ),
}
