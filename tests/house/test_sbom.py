# SPDX-License-Identifier: EUPL-1.2
"""`make sbom` lists every library that runs, as DIGG's handbook for open source asks."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

from dialogue.config import ROOT

LOCKED = re.compile(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)


def test_the_list_of_libraries_holds_each_with_version_and_hash(tmp_path: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    line = next(row for row in makefile.splitlines() if "cyclonedx-py requirements" in row)
    target = tmp_path / "sbom.json"
    call = line.strip().lstrip("@").replace("$(BIN)", str(ROOT / ".venv/bin"))
    call = call.replace("sbom.cdx.json", str(target))
    subprocess.run(call, shell=True, check=True, cwd=ROOT, capture_output=True, timeout=60)
    written = json.loads(target.read_text(encoding="utf-8"))
    assert (written["bomFormat"], written["metadata"]["component"]["name"]) == (
        "CycloneDX", "dialogue",
    )  # fmt: skip
    listed = {part["name"]: part for part in written["components"]}
    locked = dict(LOCKED.findall((ROOT / "requirements.lock").read_text(encoding="utf-8")))
    assert len(locked) > 30
    assert {name: part["version"] for name, part in listed.items()} == locked
    for part in listed.values():
        assert part["externalReferences"][0]["hashes"], part["name"]
