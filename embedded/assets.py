"""Copy what browsers are served from node_modules into static/vendor/, which is never committed.

A police force is not on GOV.UK: its crown, crest and typeface stay behind, and so does whatever the style sheets do
not ask for. Addresses become relative, because we do not serve from /assets/.
"""

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"

GOVUK = "govuk-frontend/dist/govuk/"
MOJ = "@ministryofjustice/frontend/moj/"
AUTOCOMPLETE = "accessible-autocomplete/dist/"
SERVED = {
    GOVUK + "govuk-frontend.min.css": "govuk",
    GOVUK + "govuk-frontend.min.js": "govuk",
    MOJ + "moj-frontend.min.css": "moj",
    MOJ + "moj-frontend.min.js": "moj",
    AUTOCOMPLETE + "accessible-autocomplete.min.css": "autocomplete",
    AUTOCOMPLETE + "accessible-autocomplete.min.js": "autocomplete",
    "htmx.org/dist/htmx.min.js": "htmx",
}
LEFT_OUT = [
    re.compile(r"@font-face\{[^}]*\}"),
    re.compile(r'"?GDS Transport"?,'),
    re.compile(r"(?:background|(?:-webkit-)?mask)-image:url\([^)]*govuk-crest[^)]*\);?"),
    re.compile(r"/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=.*"),
]
ADDRESS = re.compile(r"url\((\"?)/(assets/[^)\"]+)")


def copy_served_files(packages: Path = PACKAGES, vendor: Path = VENDOR) -> None:
    """Replaces the folder by a finished one, so that a server that is running never sees half of it."""
    fresh = vendor.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for source, folder in SERVED.items():
        _copy(packages / source, fresh / folder)
    shutil.rmtree(vendor, ignore_errors=True)
    fresh.rename(vendor)


def _copy(source: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    text = source.read_text(encoding="utf-8")
    for pattern in LEFT_OUT:
        text = pattern.sub("", text)
    for _, asset in ADDRESS.findall(text):
        (folder / asset).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source.parent / asset, folder / asset)
    (folder / source.name).write_text(ADDRESS.sub(r"url(\1\2", text), encoding="utf-8")


if __name__ == "__main__":
    copy_served_files()
