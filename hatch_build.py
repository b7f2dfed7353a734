"""Hatchling's hook for wheels: what static sites load is fetched while the package is built, where npm is there."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_FETCHED = "endpoint/publishing/vendor/minisearch.js"
_WITHOUT = "static sites of this wheel will have no SPARQL and no search"


class FetchAssets(BuildHookInterface):  # type: ignore[type-arg]
    """Runs ``make assets`` before a wheel is packed; an editable installation is left as it is."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fetch what is not there yet; without npm, or without its registry, say what the wheel lacks."""
        del build_data
        if self.target_name != "wheel" or version == "editable" or (Path(self.root) / _FETCHED).is_file():
            return
        make, npm = shutil.which("make"), shutil.which("npm")
        if not make or not npm:
            self.app.display_warning(f"osce-kg: npm or make is not here: {_WITHOUT}")
        elif subprocess.run([make, "-C", self.root, "assets"], check=False).returncode:  # noqa: S603
            self.app.display_warning(f"osce-kg: make assets failed: {_WITHOUT}")
