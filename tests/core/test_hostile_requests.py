# SPDX-License-Identifier: EUPL-1.2
"""Requests that no browser sends: hosts, paths, numbers and methods made up to break something."""

from __future__ import annotations

import pytest

from dialogue.core.access import Role
from dialogue.core.web.limits import _prefix
from tests import factories
from tests.page import Browser


@pytest.mark.parametrize("host", ["a..b", "x" * 64 + ".se", "å" * 40, "a b", "<script>", "", "::"])
def test_an_impossible_host_is_no_fault_of_ours(browser: Browser, host: str) -> None:
    for path in ("/", "/sv/", "/mal", "/finns-inte"):
        answer = browser.client.get(path, headers={"Host": host.encode().decode("latin-1")})
        assert answer.status_code < 500
        assert host not in answer.text or host in ("", "::")


@pytest.mark.parametrize("path", ["/sv", "/sv//mal", "/sv?a=//b"])
def test_the_host_of_a_request_leads_nobody_away(browser: Browser, path: str) -> None:
    answer = browser.client.get(path, headers={"Host": "evil.example"})
    assert answer.status_code == 308
    assert answer.headers["Location"].startswith("/sv/")


@pytest.mark.parametrize(
    "path",
    ["mal/2024/%00", "dialoger/%00", "dialoger/a%00b/samtal", "dialoger/x/%00/skriv", "platser/%00",
     "kvitto/%00", "uppdrag/1-%00", "konto/logga-in/%00", "aterkoppling/1-%00"],
)  # fmt: skip
def test_a_nul_in_an_address_finds_nothing(browser: Browser, path: str) -> None:
    assert browser.get(f"/sv/{path}").status in (404, 410)


@pytest.mark.parametrize("number", ["9" * 17, "9" * 16, "-1", "0", "1.0", "1e3", "%D9%A3", "+1"])
def test_a_number_that_is_none_of_ours_finds_nothing(browser: Browser, number: str) -> None:
    for path in ("synpunkter/{}", "synpunkter/{}/anmal", "mal/{}", "aterkoppling/{}-x"):
        assert browser.get("/sv/" + path.format(number)).status == 404


def test_a_missing_picture_is_not_kept_in_caches(browser: Browser) -> None:
    answer = browser.client.get("/static/finns-inte.png")
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.OFFICIAL])
def test_head_answers_like_get(browser: Browser, role: Role) -> None:
    body = factories.committee()
    factories.sign_in(browser, factories.account(role=role))
    paths = {
        Role.FACILITATOR: [
            "/sv/arbete/dialoger/ny",
            f"/sv/arbete/dialoger/{factories.dialogue('d', body=body).id}",
        ],
        Role.OFFICIAL: ["/sv/arbete/aterkoppling/ny"],
    }
    for path in paths[role]:
        assert browser.client.get(path).status_code == 200
        assert browser.client.head(path).status_code == 200


def test_addresses_are_told_apart_also_on_a_socket_for_both_kinds() -> None:
    assert _prefix("::ffff:192.0.2.1") == _prefix("192.0.2.1") != _prefix("::ffff:192.0.2.2")
    assert _prefix("fe80::1%eth0") == _prefix("fe80::2%eth0") != "unknown"


@pytest.mark.parametrize(
    "path", ["/sv/kvitto", "/sv/konto/logga-in", "/sv/tillganglighet/rapportera"]
)
@pytest.mark.parametrize("token", [True, False])
def test_what_is_given_back_holds_no_control_characters(
    browser: Browser, path: str, *, token: bool
) -> None:
    nasty = "a\x00b\x01\x0b\x7f\x85\ufffe\U0001ffff\ud800"
    given = dict.fromkeys(("code", "email", "till", "text", "seen"), nasty)
    if token:
        given["csrf_token"] = str(browser.get(path).all("input", name="csrf_token")[0].get("value"))
    data = {name: value.encode("utf-8", "surrogatepass") for name, value in given.items()}
    answer = browser.client.post(f"{path}?klart={'%00'}", data=data)
    assert answer.status_code in (400, 422)
    assert not any(character in answer.text for character in "\x00\x01\x0b\x7f\x85\ufffe\U0001ffff")
