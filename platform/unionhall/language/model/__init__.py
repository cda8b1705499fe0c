"""What a definition is, as frozen values.

`parse` makes these from JSON that the meta-schema has accepted; the engine reads nothing else.
Expressions stay source text here (CEL); `expressions` compiles and caches them. No behaviour
belongs in this package beyond look-ups by key.
"""

from unionhall.language.model.columns import (
    Column,
    Empty,
)
from unionhall.language.model.facts import (
    Fact,
)
from unionhall.language.model.forms import (
    Check,
    Computed,
    Element,
    Form,
    Lookup,
    LookupList,
    Material,
    Prefill,
    Rule,
)
from unionhall.language.model.imports import (
    IdentityCheck,
    Import,
    ImportCell,
    ImportCheck,
    ImportColumn,
    ImportProblem,
    ImportReview,
)
from unionhall.language.model.lines import (
    LineKeyRule,
    LinePicker,
    Lines,
)
from unionhall.language.model.menus import (
    Guide,
    Invite,
    Menu,
    Question,
)
from unionhall.language.model.packs import (
    CodeItem,
    CodeList,
    MatterGroup,
    Pack,
    Text,
)
from unionhall.language.model.processes import (
    Addressee,
    Notice,
    Process,
)
from unionhall.language.model.registers import (
    OwnList,
    RecordAction,
    RecordList,
    RecordState,
    Register,
)
from unionhall.language.model.stages import (
    Action,
    Actor,
    Branch,
    Effect,
    Outside,
    Stage,
)
from unionhall.language.model.starting import (
    Condition,
    Consent,
    Exclusive,
    Help,
    Link,
    Numbering,
    Period,
    Starter,
    Subject,
)
from unionhall.language.model.values import (
    Cel,
    Channel,
    Json,
    Level,
    Moment,
    Nobody,
    StageKind,
    StarterKind,
    SubjectKind,
)

__all__ = [
    "Action",
    "Actor",
    "Addressee",
    "Branch",
    "Cel",
    "Channel",
    "Check",
    "CodeItem",
    "CodeList",
    "Column",
    "Computed",
    "Condition",
    "Consent",
    "Effect",
    "Element",
    "Empty",
    "Exclusive",
    "Fact",
    "Form",
    "Guide",
    "Help",
    "IdentityCheck",
    "Import",
    "ImportCell",
    "ImportCheck",
    "ImportColumn",
    "ImportProblem",
    "ImportReview",
    "Invite",
    "Json",
    "Level",
    "LineKeyRule",
    "LinePicker",
    "Lines",
    "Link",
    "Lookup",
    "LookupList",
    "Material",
    "MatterGroup",
    "Menu",
    "Moment",
    "Nobody",
    "Notice",
    "Numbering",
    "Outside",
    "OwnList",
    "Pack",
    "Period",
    "Prefill",
    "Process",
    "Question",
    "RecordAction",
    "RecordList",
    "RecordState",
    "Register",
    "Rule",
    "Stage",
    "StageKind",
    "Starter",
    "StarterKind",
    "Subject",
    "SubjectKind",
    "Text",
]
