# SPDX-License-Identifier: EUPL-1.2
"""The grounds in words: label, law, one sentence for the author, and a text to begin from."""

from __future__ import annotations

from dataclasses import dataclass

from dialogue.core.texts import Lazy, lazy, lazy_plain
from dialogue.moderation.rules import Ground


@dataclass(frozen=True)
class GroundWords:
    """How a ground reads: on the desk (`label`, `law`, `suggestion`) and to the author."""

    label: Lazy
    law: Lazy
    sentence: Lazy
    suggestion: Lazy


GROUNDS: dict[Ground, GroundWords] = {
    Ground.THREAT: GroundWords(
        lazy("Threat"),
        lazy("Section 5 a: unlawful threat."),
        lazy("The text threatens somebody."),
        lazy_plain(
            "Write what you are angry about, without threatening anyone, and send it again."
        ),
    ),
    Ground.PRIVACY: GroundWords(
        lazy("Breach of privacy"),
        lazy("Section 5 b: unlawful breach of privacy."),
        lazy("The text spreads what belongs to somebody's private life."),
        lazy_plain("Write it again without what is about another person's private life."),
    ),
    Ground.INCITEMENT: GroundWords(
        lazy("Incitement"),
        lazy("Section 5 c: incitement."),
        lazy("The text urges others to commit a crime."),
        lazy_plain("Write what you want to change, without urging anyone to break the law."),
    ),
    Ground.AGITATION: GroundWords(
        lazy("Agitation against a population group"),
        lazy("Section 5 d: agitation against a population group."),
        lazy("The text threatens or shows contempt for a group of people."),
        lazy_plain("You may criticise decisions and how things are. Write it without the group."),
    ),
    Ground.ABUSE_MATERIAL: GroundWords(
        lazy("Abuse of children"),
        lazy("Section 5 e: child pornography offence."),
        lazy("The text describes sexual abuse of children."),
        lazy_plain("If you know of a child who is badly treated, ring the police on 112."),
    ),
    Ground.UNLAWFUL_VIOLENCE: GroundWords(
        lazy("Unlawful depiction of violence"),
        lazy("Section 5 f: unlawful depiction of violence."),
        lazy("The text spreads a depiction of severe or sexual violence."),
        lazy_plain("Tell us what happened without describing the violence, and send it again."),
    ),
    Ground.TERROR: GroundWords(
        lazy("Terrorism"),
        lazy("Section 5 g: public provocation to terrorism or particularly serious crime."),
        lazy("The text calls for terrorism or other particularly serious crime."),
        lazy_plain("Write what you want to change, without calling for violence."),
    ),
    Ground.COPYRIGHT: GroundWords(
        lazy("Copyright"),
        lazy("Section 5: infringement of copyright. Copyright act (1960:729)."),
        lazy("The text is somebody else's work."),
        lazy_plain("Tell us in your own words, and say where one can read the rest."),
    ),
    Ground.PERSONAL_DATA: GroundWords(
        lazy("Personal data about someone else"),
        lazy("Our own rule. General Data Protection Regulation."),
        lazy("The text gives out personal data about someone else."),
        lazy_plain("Write it again without what tells who the person is."),
    ),
    Ground.DEFAMATION: GroundWords(
        lazy("Defamation"),
        lazy("Our own rule. Criminal Code, chapter 5."),
        lazy("The text points somebody out in a way that makes others despise her."),
        lazy_plain("You may criticise how somebody does her job. Write it without the accusation."),
    ),
    Ground.SPAM: GroundWords(
        lazy("Spam"),
        lazy("Our own rule."),
        lazy("The same text has been sent many times."),
        lazy_plain("We read each contribution once. Write what you think, in your own words."),
    ),
    Ground.ADVERTISING: GroundWords(
        lazy("Advertising"),
        lazy("Our own rule."),
        lazy("The text wants to sell something."),
        lazy_plain("A company may have views too. Write what you want the municipality to do."),
    ),
}

#: What the rules find in a text, as "Hölls för: telefonnummer" says it.
KINDS: dict[str, Lazy] = {
    "person": lazy("identity number"),
    "iban": lazy("bank account number"),
    "card": lazy("card number"),
    "bankgiro": lazy("bankgiro number"),
    "plusgiro": lazy("plusgiro number"),
    "phone": lazy("phone number"),
    "email": lazy("e-mail address"),
}


def ground_sentence(ground: Ground) -> Lazy:
    """The ground as one plain sentence to the author, for receipts and mails."""
    return GROUNDS[ground].sentence
