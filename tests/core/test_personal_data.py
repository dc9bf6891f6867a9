# SPDX-License-Identifier: EUPL-1.2
"""Personal data is found in every written form.

All texts are our own.  People's numbers are test numbers (birth numbers 980-999) or carry a made-up
date with a right check digit; cards are the networks' test numbers; mobile numbers come from the
series set aside for fiction.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogue.core.personal_data import KINDS, MASK, find, mask

PERSONS = [
    "900101-9802",
    "9001019802",
    "900101+9802",
    "900101 9802",
    "19900101-9802",
    "199001019802",
    "19900101 9802",
    "19900101+9802",
    "19 900101-9802",
    "19900101\u20139802",
    "900101\u22129802",
    "900101\u20119802",
    "900101\u20149802",
    "900101\ufe639802",
    "900101\u00a09802",
    "900101\u202f9802",
    "900101 - 9802",
    "900101 \u2013 9802",
    "900101- 9802",
    "900101--9802",
    "900101/9802",
    "900101.9802",
    "900101  9802",
    "900101-\n9802",
    "1990-01-01-9802",
    "1990-01-01 9802",
    "1990 01 01 98 02",
    "1990.01.01-9802",
    "1990/01/01-9802",
    "90-01-01-9802",
    "90 01 01 9802",
    "19900101-98 02",
    "900101-980 2",
    "９００１０１－９８０２",
    "٩٠٠١٠١-٩٨٠٢",
    "9001\u200b01-98\u200b02",
    "900101\u00ad-9802",
    "9\ufeff00101-9802",
    "900101\u2060-\u20609802",
    "9️⃣0️⃣0️⃣1️⃣0️⃣1️⃣-9️⃣8️⃣0️⃣2️⃣",
    "9\u03360\u03360\u03361\u03360\u03361\u0336-9\u03368\u03360\u03362\u0336",
    "900101\u00b79802",
    "900101\t9802",
    "900101\u28009802",
    "1990 0101 9802",
    "1990-0101-9802",
    "19-900101-9802",
    "19 90 01 01 98 02",
    "9 0 0 1 0 1 - 9 8 0 2",
    "1 9 9 0 0 1 0 1 9 8 0 2",
    "900161-9833",
    "19900161-9833",
    "850372-9819",
    "198503729819",
    "161278-0997",
    "19161278-0997",
    "000229-9816",
    "20000229-9816",
    "18450307-9925",
]

CARRIERS = [
    "Mitt personnummer är {}.",
    "pnr:{}",
    "({})",
    "{}, och det är allt",
    "a\nb\n{}\nc",
    "»{}«",
]

PAYMENTS = [
    ("iban", "SE45 5000 0000 0583 9825 7466"),
    ("iban", "SE4550000000058398257466"),
    ("iban", "se45 5000 0000 0583 9825 7466"),
    ("iban", "SE45-5000-0000-0583-9825-7466"),
    ("iban", "SE45\u00a05000\u00a00000\u00a00583\u00a09825\u00a07466"),
    ("iban", "ＳＥ４５ ５０００ ００００ ０５８３ ９８２５ ７４６６"),
    ("iban", "NO93 8601 1117 947"),
    ("iban", "FI21 1234 5600 0007 85"),
    ("iban", "DE89370400440532013000"),
    ("iban", "GB29 NWBK 6016 1331 9268 19"),
    ("card", "4111 1111 1111 1111"),
    ("card", "4111111111111111"),
    ("card", "4111-1111-1111-1111"),
    ("card", "4111 \u2013 1111 \u2013 1111 \u2013 1111"),
    ("card", "4111.1111.1111.1111"),
    ("card", "5555 5555 5555 4444"),
    ("card", "3782 822463 10005"),
    ("card", "378282246310005"),
    ("card", "3056 930902 5904"),
    ("card", "6011 1111 1111 1117"),
    ("card", "2223 0031 2200 3222"),
    ("card", "４１１１ １１１１ １１１１ １１１１"),
]

GIROS = [
    ("bankgiro", "Bankgiro {}", "5050-1055"),
    ("bankgiro", "bankgiro: {}", "5050 1055"),
    ("bankgiro", "bg {}", "50501055"),
    ("bankgiro", "BG: {} tack", "991-2346"),
    ("bankgiro", "bg-nr {}", "5050\u20131055"),
    ("bankgiro", "Bankgironummer {}", "5050 - 1055"),
    ("bankgiro", "mitt bankgiro är nog {}", "5050-1055"),
    ("bankgiro", "Föreningens bankgirot\n{}", "5050-1055"),
    ("bankgiro", "bankgiro, numret är {}", "50501055"),
    ("plusgiro", "Plusgiro {}", "12 34 56-6"),
    ("plusgiro", "plusgiro: {}", "123456-6"),
    ("plusgiro", "pg {}", "4 15 00-0"),
    ("plusgiro", "PG: {}", "50 00 00-5"),
    ("plusgiro", "postgiro {}", "1234566"),
    ("plusgiro", "plusgirokonto {}", "12 34 56 - 6"),
]

PHONES = [
    "070-174 06 33",
    "0701740633",
    "070 174 06 33",
    "070 1740633",
    "070-17 40 633",
    "0701-74 06 33",
    "070/174 06 33",
    "070.174.06.33",
    "070 - 174 06 33",
    "070\u2013174\u00a006\u00a033",
    "(070) 174 06 33",
    "(070)1740633",
    "0 7 0 1 7 4 0 6 3 3",
    "07-01 74 06 33",
    "+46 70 174 06 33",
    "+46701740633",
    "+46-70-174 06 33",
    "+46 (0)70 174 06 33",
    "+46(0)701740633",
    "+46 070 174 06 33",
    "+46 (70) 174 06 33",
    "+ 46 70 174 06 33",
    "(+46) 70 174 06 33",
    "0046 70 174 06 33",
    "0046701740633",
    "00 46 70 174 06 33",
    "46701740633",
    "46 70 174 06 33",
    "０７０－１７４ ０６ ３３",
    "070\u200b-174\u200b0633",
    "٠٧٠١٧٤٠٦٣٣",
    "0️⃣70-174 06 33",
    "063-14 30 00",
    "063 - 14 30 00",
    "(063) 14 30 00",
    "063143000",
    "063-143 000",
    "063.14.30.00",
    "08-465 004 00",
    "08 46 50 04 00",
    "0980-319 200",
    "031-390 06 00",
    "040-628 04 00",
    "010-555 55 55",
    "0771-567 567",
    "020-55 50 00",
    "+46 63 14 30 00",
    "+47 22 86 44 00",
    "+358 9 3101 691",
]

EMAILS = [
    "anna@exempel.se",
    "ANNA@EXEMPEL.SE",
    "anna.b-c+d_e@mail.exempel.co.uk",
    "åsa.öberg@östersund.se",
    "anna@xn--exempel-cua.se",
    "anna @ exempel.se",
    "anna(at)exempel.se",
    "anna [at] exempel.se",
    "anna (at) exempel (punkt) se",
    "anna[at]exempel[dot]se",
    "anna (a) exempel.se",
    "anna (snabel-a) exempel.se",
    "anna snabel-a exempel punkt se",
    "anna snabela exempel.se",
    "anna at exempel punkt se",
    "anna＠exempel．se",
    "anna\u200b@exempel\u200b.se",
    "o'brien@exempel.ie",
    '"anna b"@exempel.se',
    "123@exempel.nu",
    "anna@[192.0.2.7]",
]

WRITTEN = [
    *(("person", written) for written in PERSONS),
    *PAYMENTS,
    *(("phone", written) for written in PHONES),
    *(("email", written) for written in EMAILS),
]


def found(text: str) -> list[tuple[str, str]]:
    return [(finding.kind, text[finding.start : finding.end]) for finding in find(text)]


@pytest.mark.parametrize("around", CARRIERS)
@pytest.mark.parametrize(("kind", "written"), WRITTEN)
def test_it_is_found_to_the_letter_wherever_it_stands(kind: str, written: str, around: str) -> None:
    text = around.format(written)
    assert found(text) == [(kind, written)]
    assert mask(text) == around.format(MASK)
    if kind != "email":
        assert found(f"Anna Persson{written} bor här") == [(kind, written)]


@pytest.mark.parametrize(("kind", "around", "written"), GIROS)
def test_a_giro_number_is_found_near_its_word(kind: str, around: str, written: str) -> None:
    assert found(around.format(written)) == [(kind, written)]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Anna 900101-9802, 070-174 06 33, anna@exempel.se", ["person", "phone", "email"]),
        ("0701740633 0701740634", ["phone", "phone"]),
        ("063-14 30 00/070-174 06 33", ["phone", "phone"]),
        ("0701740633,0701740634", ["phone", "phone"]),
        ("900101-9802 850312-9838", ["person", "person"]),
        ("900101-9802 070-174 06 33", ["person", "phone"]),
        ("bg 5050-1055 eller 991-2346", ["bankgiro", "bankgiro"]),
        ("bankgiro 5050-1055, plusgiro 12 34 56-6", ["bankgiro", "plusgiro"]),
        ("a@exempel.se;b@exempel.se", ["email", "email"]),
        ("min order, ring 070-174 06 33", ["phone"]),
        ("Kundnr 12, ring 063-14 30 00", ["phone"]),
        ("Referens: 063-14 30 00", ["phone"]),
        ("en order för 900101-9802", ["person"]),
    ],
)
def test_all_of_them_are_found_not_the_first(text: str, kinds: list[str]) -> None:
    assert [finding.kind for finding in find(text)] == kinds


SCRAPS = st.sampled_from([
    *PERSONS, *(written for _, written in PAYMENTS), *PHONES, *EMAILS,
    " ", ", ", "-", "\n", "bg ", "pg ", "dnr ", "order ", "1", "0", "@", ".", "å", "(", "\u200b",
])  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=80),
    st.text("0123456789 -+@.()sekr\u00a0\u200b", max_size=80),
    st.lists(SCRAPS, max_size=8).map("".join),
)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_findings_are_sorted_apart_and_within_the_text(text: str) -> None:
    at = 0
    for finding in find(text):
        assert finding.kind in KINDS
        assert at <= finding.start < finding.end <= len(text)
        at = finding.end


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_a_masked_text_has_nothing_left_to_find(text: str) -> None:
    masked = mask(text)
    assert find(masked) == []
    assert (masked == text) == (find(text) == [])


PIECES = [
    "0", "1", "@", "a@", "@a", "a@b.", " at a dot ", " ", "-", "0 ", "(0", "+", "se45", "bg 1-",
    "\u200b", "a.", "900101 ", "4111 ", "dnr ", "1 9 ", '"', "07 0-1",
]  # fmt: skip


@pytest.mark.timeout(10)
@pytest.mark.parametrize("piece", PIECES)
def test_five_thousand_hostile_characters_are_searched_at_once(piece: str) -> None:
    mask((piece * 5_000)[:5_000])
