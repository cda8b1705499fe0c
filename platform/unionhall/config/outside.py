"""Settings of outside systems (casework.outside); `settings` passes them on."""

from __future__ import annotations

import environ

env = environ.Env()
LEAST_SECRET = 32


def by_hook(name: str, text: str) -> dict[str, str]:
    """`card-bank=fake: ok, partial; invoice=file` -> what is said of each hook.

    Raises ValueError for a part without a hook or a hook named twice.
    """
    found: dict[str, str] = {}
    for part in filter(None, (one.strip() for one in text.split(";"))):
        hook, sign, said = (one.strip() for one in part.partition("="))
        if not (hook and sign and said) or hook in found:
            raise ValueError(f"{name}: each part is hook=value, each hook once")
        found[hook] = said
    return found


# Per hook of a definition: `file`, the dotted path of a class, or `fake: <script>`.
OUTSIDE_GATEWAYS: dict[str, str] = by_hook(
    "OUTSIDE_GATEWAYS", env.str("OUTSIDE_GATEWAYS", default="")
)
# With which the other side signs its answers: the new one, and after a `|` the old one.
OUTSIDE_SECRETS: dict[str, tuple[str, ...]] = {
    hook: tuple(filter(None, (one.strip() for one in said.split("|"))))
    for hook, said in by_hook("OUTSIDE_SECRETS", env.str("OUTSIDE_SECRETS", default="")).items()
}
if any(len(one) < LEAST_SECRET for found in OUTSIDE_SECRETS.values() for one in found):
    raise ValueError(f"OUTSIDE_SECRETS: a secret has at least {LEAST_SECRET} signs")
# The most of one callback.
MAX_ANSWER_SIZE = env.int("MAX_ANSWER_KB", default=4096) * 1024
