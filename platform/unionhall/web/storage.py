"""How static files are named in production: by content, so they may be kept for ever."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    # Modules import each other by relative name; those names must be rewritten as well.
    support_js_module_import_aggregation = True
