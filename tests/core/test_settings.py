# SPDX-License-Identifier: EUPL-1.2
"""Settings: every fault at once, and no secret in production that somebody could guess."""

from __future__ import annotations

import secrets

import pytest

from dialogue.config import Settings, SettingsError, is_weak, load_settings

GOOD = {
    "DIALOGUE_ENVIRONMENT": "production",
    "DIALOGUE_SECRET_KEY": "Kx9vJ4pWq7Zr2Lm8Tn5Bc3Hd6FgYs1QaE",
    "DIALOGUE_BASE_URL": "https://dialog.example.org",
}
FAULTY = {
    "DIALOGUE_DATABASE_URL": "mysql://x",
    "DIALOGUE_SECRET_KEY": "short",
    "DIALOGUE_MAIL_URL": "foo",
    "DIALOGUE_BASE_URL": "http://dialog.example.org",
    "DIALOGUE_TRUSTED_PROXIES": "many",
    "DIALOGUE_MUNICIPALITY": "nowhere.yaml",
    "DIALOGUE_RATE_LIMITS": "contribute",
}


@pytest.fixture(autouse=True)
def only_what_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither `.env` nor the real environment has a say."""
    monkeypatch.setitem(Settings.model_config, "env_file", None)
    for name in {**GOOD, **FAULTY}:
        monkeypatch.delenv(name, raising=False)


def load(monkeypatch: pytest.MonkeyPatch, given: dict[str, str]) -> Settings:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return load_settings()


def test_good_settings_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(monkeypatch, {**GOOD, "DIALOGUE_BASE_URL": "https://dialog.example.org/"})
    assert settings.base_url == "https://dialog.example.org"
    assert settings.database_url.endswith("/instance/dialogue.db")


@pytest.mark.parametrize("environment", ["production", "prod"])
def test_every_fault_is_named_at_once(monkeypatch: pytest.MonkeyPatch, environment: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load(monkeypatch, {**FAULTY, "DIALOGUE_ENVIRONMENT": environment})
    named = {line.split(":")[0].strip() for line in str(refused.value).splitlines()[1:]}
    assert named >= set(FAULTY)


def test_without_anything_secret_and_address_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match=r"(?s)SECRET_KEY: is missing.*BASE_URL: .*https://"):
        load(monkeypatch, {})


def test_no_fault_repeats_the_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError) as refused:
        load(monkeypatch, {**GOOD, "DIALOGUE_SECRET_KEY": "hunter2-hunter2"})
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    "address",
    ["dialog.example.org", "ftp://x.example", "https://", "https://x.example/path",
     "https://x.example?a=1", "https://x.example#a", "https://me@x.example"],
)  # fmt: skip
def test_an_address_is_a_host_and_nothing_more(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    with pytest.raises(SettingsError, match="BASE_URL"):
        load(monkeypatch, {**GOOD, "DIALOGUE_BASE_URL": address})


@pytest.mark.parametrize(
    "secret",
    ["", "x" * 64, "0123456789" * 4, "0123456789abcdef" * 2, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ",
     "9876543210zyxwvutsrqponmlkjihgfedcba", "Kx9vJ4pWq7Z" * 4, "qwertyuiopasdfghjklzxcvbnm098765",
     "please-change-this-before-you-run-it", "my-super-Secret-key-for-production-1",
     "Kx9vJ4pWq7Zr2Lm8Tn5Bc3Hd6FgYs1Q"],
)  # fmt: skip
def test_a_secret_that_can_be_guessed_is_weak(secret: str) -> None:
    assert is_weak(secret)


def test_random_ones_are_not() -> None:
    made = [secrets.token_hex(32) for _ in range(500)]
    made += [secrets.token_urlsafe(32) for _ in range(500)]
    assert [secret for secret in made if is_weak(secret)] == []


@pytest.mark.parametrize("secret", ["short", "x" * 64])
def test_development_takes_any_secret(monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    given = {"DIALOGUE_ENVIRONMENT": "development", "DIALOGUE_SECRET_KEY": secret}
    assert load(monkeypatch, given).secret_key == secret
