"""Static files: compressed, under names that change with their content, and scripts that import one another by them."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # it comes without types
    support_js_module_import_aggregation = True
