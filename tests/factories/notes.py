"""Short notes as agents write them, in two languages; some of them with a typing error."""

import random
from collections.abc import Sequence

from reasons.models import ContactReason
from reasons.suggestions.examples import Example, usable
from tests.factories import reasons
from tests.factories.clock import amsterdam

OPENINGS = ("Klant belt,", "Mw.", "Dhr. meldt:", "Customer says", "", "Vraagt:", "Via de chat:")
ENDINGS = ("", "Graag terugbellen.", "Sinds 3 dagen.", "Already waiting 2 weeks.", "Spoed!")
# Per reason what it is about and what is the matter.
THEMES: dict[str, tuple[Sequence[str], Sequence[str]]] = {
    "not-delivered": (
        ("pakket", "bestelling", "zending", "parcel", "order"),
        ("niet bezorgd", "kwijtgeraakt", "nog steeds niet aangekomen", "never arrived"),
    ),
    "return": (
        ("schoenen", "jas", "artikel", "shoes", "retourzending"),
        ("wil ruilen", "retourlabel ontbreekt", "terugsturen lukt niet", "wants to send it back"),
    ),
    "invoice": (
        ("factuur", "rekening", "invoice", "bedrag", "btw"),
        ("klopt niet", "twee keer afgeschreven", "te hoog", "charged twice"),
    ),
    "log-in": (
        ("wachtwoord", "account", "inlogcode", "password", "e-mailadres"),
        ("vergeten", "geblokkeerd", "werkt niet meer", "cannot sign in"),
    ),
    "fitter": (
        ("monteur", "montage", "fitter", "installatie", "wasmachine"),
        ("niet komen opdagen", "afspraak verzetten", "lekt na plaatsing", "wants another day"),
    ),
}


def corpus(each: int = 40, *, seed: int = 1) -> list[tuple[str, str]]:
    """Notes with the code of their reason, in a mixed order; the same in every run."""
    rng = random.Random(seed)
    pairs = [(_note(rng, code), code) for code in THEMES for _number in range(each)]
    rng.shuffle(pairs)
    return pairs


def examples(pairs: Sequence[tuple[str, str]]) -> list[Example]:
    """The same as examples; a reason's id is its place in THEMES, from 1."""
    numbers = {code: number for number, code in enumerate(THEMES, start=1)}
    return usable([(note, numbers[code]) for note, code in pairs], each=1)


def registered(each: int = 40) -> dict[str, ContactReason]:
    """The corpus as contacts of one Monday, with a reason for each theme."""
    made = {code: reasons.reason(code) for code in THEMES}
    reasons.channel("phone")
    reasons.contacts_in_bulk(
        [
            reasons.draft(amsterdam("2026-03-02 10:00"), reason=code, note=note)
            for note, code in corpus(each)
        ]
    )
    return made


def _note(rng: random.Random, code: str) -> str:
    things, matters = THEMES[code]
    words = [rng.choice(OPENINGS), rng.choice(things), rng.choice(matters), rng.choice(ENDINGS)]
    note = " ".join(word for word in words if word)
    place = rng.randrange(len(note))
    return note[:place] + note[place + 1 :] if rng.random() < 0.1 else note
