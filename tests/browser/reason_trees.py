"""Small trees of reasons as the server sends them to the type-ahead."""

from collections.abc import Sequence

from benchmarks import trees

Reason = tuple[str, str, str, list[str], list[int]]  # code, nl, en, words, path

DELIVERY, RETURNS = ("Bezorging", "Delivery"), ("Retour", "Returns")
LABEL, ACCOUNT = ("Retourlabel", "Return label"), ("Mijn account", "My account")
REASONS: tuple[Reason, ...] = (
    ("not-delivered", "Niet bezorgd", "Not arrived", ["waar is mijn pakket"], [0]),
    ("late", "Te laat bezorgd", "Delivered late", ["vertraagd", "waar blijft het"], [0]),
    ("damaged", "Pakket beschadigd", "Parcel broken", ["schade", "kapot"], [0]),
    ("delivery-other", "Overig", "Something else", [], [0]),
    ("no-label", "Geen etiket ontvangen", "Never got it", [], [1, 2]),
    ("label-other", "Overig", "Something else", [], [1, 2]),
    ("short", "Eén euro te weinig terug", "One euro missing", ["coulance"], [1]),
    ("e-mail", "E-mailadres wijzigen", "Changing the address", [], [3]),
    ("photos", "Foto's van het artikel", "Pictures", [], [3]),
    ("f12.3", "Factuur opvragen", "Asking for the invoice", ["btw"], [3]),
)


def index_of(reasons: Sequence[Reason], parents: Sequence[tuple[str, str]] = ()) -> trees.Index:
    keys = ("code", "nl", "en", "words", "path")
    rest = {"demands": [], "explain_nl": "", "explain_en": ""}
    return {
        "version": "1",
        "reasons": [dict(zip(keys, reason, strict=True)) | rest for reason in reasons],
        "parents": [{"nl": nl, "en": en} for nl, en in parents],
    }


def named(*names: str) -> trees.Index:
    """A tree of one level in which the code is of no use to a search."""
    return index_of([(f"{number:03}", name, "", [], []) for number, name in enumerate(names)])


TREE = index_of(REASONS, (DELIVERY, RETURNS, LABEL, ACCOUNT))
