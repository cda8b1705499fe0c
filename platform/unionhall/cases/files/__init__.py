"""Files of cases: what may come in (`inspection`), and where it is kept (`storage`)."""

from __future__ import annotations
