# SPDX-License-Identifier: EUPL-1.2
"""Case numbers, order numbers, dates, prices and their like are not taken for personal data."""

import pytest

from dialogue.core.personal_data import find, mask

NOTHING = [
    # cases, orders, articles, organisations
    "Dnr 2023-001234",
    "dnr KS 00123-2024",
    "Dnr: 900101-9802",
    "dnr 199001019802",
    "dnr KS 900101-9802",
    "Diarienr 202301019802",
    "diarienummer 900101-9802",
    "ärendenr 202301011234",
    "Ärendenr. 900101-9802",
    "ärendenummer: 900101 9802",
    "ordernr 9001019802",
    "Order 9001019802",
    "Ordernummer: 900101-9802",
    "fakturanr 900101-9802",
    "Fakturanummer 2301011234",
    "art.nr 9001019802",
    "Art nr: 0701740633",
    "artikelnummer 900101-9802",
    "Org.nr 556036-0793",
    "org.nr 900101-9802",
    "organisationsnummer 212000-2528",
    "Kommunens nummer är 212000-2528",
    "Ordernr 0701740633",
    "ärendenummer 0701740633",
    "Kundnummer 0631430000",
    "bokningsnummer 0813640651",
    "Medlemsnr: 0560586045",
    "mätarnr 4111111111111111",
    "OCR 4111111111111111",
    "OCR-nummer: 5555555555554444",
    "referensnummer 4111 1111 1111 1111",
    "Kollinummer 37325383000012345678",
    "Streckkod 4006381333931",
    "ISBN 978-91-7000-150-5",
    "ISBN 0-19-852663-6",
    "ISSN 0028-0836",
    "EAN 7310865004703",
    "SE45 5000 0000 0583 9825 7467",
    "4111 1111 1111 1112",
    "bankgiro betalas in 20240517",
    # wrong check digit, impossible date, longer runs
    "900101-9803",
    "19900101-9801",
    "901301-9808",
    "900132-9805",
    "900230-9807",
    "000229+9816",
    "1234567890123456789012",
    "39001019802",
    "90010198021",
    "1119900101980299",
    # dates and times
    "2024-05-12",
    "20240512",
    "12/5 2024",
    "05/12/2024",
    "05.12.2024",
    "08-12-2024",
    "den 08 12 2024",
    "2024-05-12 18:30",
    "2024-05-12T18:30:00Z",
    "2024-05-12--2024-06-13",
    "2024-05-12 \u2013 2024-06-13",
    "20240512-20240613",
    "2023\u20132024",
    "åren 2019-2020 och 2023-2024",
    "kl. 08.00\u201317.00",
    "08.30-16.30",
    "0830-1700",
    "kl 0645 0715 0820",
    "bussen går 06.45 07.15 08.20 09.05",
    "06:45-07:15",
    "vecka 32-34, 2024",
    # money and measures
    "1 250 000 kr",
    "2 180 000 kronor",
    "12 500 000",
    "1.250.000,00 SEK",
    "070 174 063 kr",
    "4 111 111 111 kr",
    "3 500 kWh",
    "mätarställning 0123456789 kWh",
    "0,75 procent och 0,123456789",
    "0.70174063",
    "25-30 %",
    "400 000-500 000 kr",
    "1 000 000 000 000",
    # places, laws, lines, versions
    "831 45 Östersund",
    "Torvalla 1:23",
    "63.1767, 14.6361",
    "N 7008123 E 482345",
    "SWEREF 7008123, 482345",
    "SFS 1998:112",
    "2 kap. 3 § lagen (2022:66)",
    "linje 045 och 051",
    "väg 605 och E14",
    "version 3.11.0.1234",
    "Rådhusgatan 24-26",
    "ring 112 eller 1177",
    "114 14",
    "bg 12",
    "PG 18 kr",
    "bankgiro betalas senast 2024-05-12",
    "bankgirot stängde åren 2019-2020",
    "Numret 5050-1055 står på fakturan sedan länge",
    "plusgiro försvann för länge sedan, kanske 12 34 56-6",
    "3-2 mot Brage, 25 000 åskådare",
    "127.0.0.1 och 192.168.10.254",
    "550e8400-e29b-41d4-a716-446655440000",
    # at-signs
    "@ostersund",
    "5 st @ 20 kr",
    "kl 18 @ torget",
    "user@localhost",
    "@media print",
    "vi ses @hemma",
    "mejla oss",
    "We met at exempel.se yesterday",
    "a@b",
    "@@@@.se",
    "anna@",
    "¹²³ ½ Ⅻ",
]


@pytest.mark.parametrize("text", NOTHING)
def test_it_is_left_alone(text: str) -> None:
    assert find(text) == []
    assert find(f"Hej, {text} tack.") == []
    assert mask(text) == text


def test_a_number_that_is_only_said_to_be_numbered_is_found_without_the_word() -> None:
    """The words decide: the same digits alone are somebody's."""
    assert [finding.kind for finding in find("900101-9802")] == ["person"]
    assert [finding.kind for finding in find("4111111111111111")] == ["card"]
    assert [finding.kind for finding in find("0701740633")] == ["phone"]
