# SPDX-License-Identifier: EUPL-1.2
"""What is masked, and which of two kinds stands where they overlap."""

from dialogue.core.personal_data import MASK, Finding, find, mask


def found(text: str) -> list[tuple[str, str]]:
    return [(finding.kind, text[finding.start : finding.end]) for finding in find(text)]


def test_where_two_overlap_the_weightier_stands() -> None:
    assert found("900101-9802@exempel.se") == [("person", "900101-9802")]
    assert found("bankgiro 900101-9802") == [("person", "900101-9802")]
    assert found("SE45 5000 0000 0583 9825 7466 tack")[0][0] == "iban"


def test_only_the_given_findings_are_masked() -> None:
    text = "Ring 070-174 06 33 eller skriv till anna@exempel.se."
    phone, email = find(text)
    assert mask(text, [phone]) == f"Ring {MASK} eller skriv till anna@exempel.se."
    assert mask(text, []) == text
    assert email == Finding("email", text.index("anna"), len(text) - 1)
