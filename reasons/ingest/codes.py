"""Codes for what an import adds: readable, the same for the same name, and free."""

import hashlib
import re
from collections.abc import Container

from django.utils.text import slugify

MAX_LENGTH = 100
APART = re.compile(r"[^\w\s'’]+")  # "used/new" is two words, "didn't" one


def free_code(name: str, *, taken: Container[str], parent: str = "") -> str:
    """A code made of the name (below a parent's code) that is not taken yet."""
    slug = slugify(APART.sub(" ", name)) or f"x{_digest(name)}"
    wanted = f"{parent}-{slug}" if parent else slug
    if len(wanted) > MAX_LENGTH - 4:
        wanted = f"{wanted[: MAX_LENGTH - 13].rstrip('-')}-{_digest(wanted)}"
    code, number = wanted, 1
    while code in taken:
        number += 1
        code = f"{wanted}-{number}"
    return code


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
