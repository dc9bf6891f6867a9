# SPDX-License-Identifier: EUPL-1.2
"""`publiccode.yml` says what the standard demands, and what the rest of the project says.

The demands: https://yml.publiccode.tools/schema.core.html, of version 0.
"""

from __future__ import annotations

import copy
import re
import tomllib
from typing import Any

import pytest
import yaml

from dialogue.config import ROOT
from dialogue.core.languages import LOCALES
from tests.house.source import told

MANDATORY = (
    "publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType",
    "description", "legal.license", "maintenance.type", "localisation.localisationReady",
    "localisation.availableLanguages",
)  # fmt: skip
STATUSES = ("concept", "development", "beta", "stable", "obsolete")
SHORT, LONG_LEAST, LONG_MOST, FEATURE = 150, 150, 10_000, 100


def read() -> dict[str, Any]:
    """The file as data."""
    data: dict[str, Any] = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    return data


def at(data: Any, path: str) -> Any:
    """The value at `legal.license`; None where there is none."""
    for key in path.split("."):
        data = data.get(key) if isinstance(data, dict) else None
    return data


def description_faults(language: str, words: dict[str, Any]) -> list[str]:
    """What is too short, too long or missing of one language's description."""
    short, long = str(words.get("shortDescription", "")), str(words.get("longDescription", ""))
    features = words.get("features") or []
    where = f"publiccode.yml, {language}"
    faults = []
    if not 0 < len(short.strip()) <= SHORT:
        faults.append(f"{where}: shortDescription has {len(short)} of {SHORT} characters")
    if not LONG_LEAST <= len(long.strip()) <= LONG_MOST:
        faults.append(f"{where}: longDescription has {len(long)} characters")
    if not features:
        faults.append(f"{where}: write at least one feature")
    faults += [f"{where}: {f!r} is too long" for f in features if len(f) > FEATURE]
    return faults


def publiccode_faults(data: dict[str, Any]) -> list[str]:
    """Everything that a catalogue would refuse."""
    faults = [
        f"publiccode.yml: {path} is missing" for path in MANDATORY if at(data, path) in (None, "")
    ]
    if data.get("publiccodeYmlVersion") != "0":
        faults.append('publiccode.yml: publiccodeYmlVersion is the text "0"')
    if data.get("developmentStatus") not in STATUSES:
        faults.append(f"publiccode.yml: developmentStatus is one of {', '.join(STATUSES)}")
    if not re.fullmatch(r"https?://[^/\s]+/\S*", str(data.get("url"))):
        faults.append("publiccode.yml: url is the whole address of the repository")
    if at(data, "maintenance.type") in ("internal", "community") and not at(
        data, "maintenance.contacts"
    ):
        faults.append("publiccode.yml: maintenance.contacts names who answers")
    described = data.get("description") or {}
    for language in ("sv", "en"):
        faults += description_faults(language, described.get(language) or {})
    return faults


def test_a_catalogue_can_read_it() -> None:
    faults = publiccode_faults(read())
    assert not faults, told(faults)


def test_it_says_what_the_project_says() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    data = read()
    assert at(data, "legal.license") == project["license"]
    assert data["softwareVersion"] == project["version"]
    assert at(data, "localisation.availableLanguages") == list(LOCALES)


# Planted faults


@pytest.mark.parametrize("path", MANDATORY)
def test_a_missing_key_is_found(path: str) -> None:
    data = copy.deepcopy(read())
    above, _, key = path.rpartition(".")
    del (at(data, above) if above else data)[key]
    assert any(path in fault or "description" in fault.lower() for fault in publiccode_faults(data))


def test_a_long_short_description_is_found() -> None:
    data = copy.deepcopy(read())
    data["description"]["sv"]["shortDescription"] = "å" * (SHORT + 1)
    data["description"]["en"]["longDescription"] = "too short"
    assert len(publiccode_faults(data)) == 2
