"""The systems that the demo's contacts come from."""

from reasons.services.drafts import BY_HAND

SYSTEMS = {
    "phone": "telefooncentrale",
    "email": "ticketsysteem",
    "chat": "chat",
    "social": "ticketsysteem",
    "letter": "postkamer",
}
LETTERS = SYSTEMS["letter"]
LETTER_FILE = "brieven-"  # how the names of its files begin
ALL = {BY_HAND, *SYSTEMS.values()}
