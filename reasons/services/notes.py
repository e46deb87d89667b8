"""The rule for every free text about a contact (C-7): its note, signals and proposals."""

import re

from django.conf import settings
from django.utils.translation import gettext_noop as _

from contactreductie.core.refusals import Refusal
from reasons import personal_data
from reasons.personal_data import Kind

# Not for reading, and partly not to be stored; tabs and line ends are part of pasted text.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

# In which text: the note by name, any other text is the only one there.
REMOVE = {"note": _("Remove personal data from the note.")}


def check_note(
    text: str,
    *,
    field: str,
    limit: int | None = None,
    has_no_bsn: bool = False,
    may_confirm: bool = False,
) -> None:
    """Refusal when the text is too long or holds control characters or personal data.

    `has_no_bsn` is the writer's word that what looks like a BSN is none; where the form has an
    input for it (`may_confirm`), the refusal that asks for it names `<field>_has_no_bsn`.
    """
    limit = settings.NOTE_MAX_LENGTH if limit is None else limit
    if len(text) > limit:
        message = _("The note has at most %(limit)s characters.")
        raise Refusal(message, field=field, rule="C-7", limit=limit)
    if CONTROL.search(text):
        raise Refusal(_("This text holds control characters."), field=field, rule="C-7")
    kinds = {found.kind for found in personal_data.find(text)}
    if kinds - {Kind.BSN} or (kinds and not may_confirm):
        raise Refusal(REMOVE.get(field, _("Remove personal data.")), field=field, rule="C-7")
    if kinds and not has_no_bsn:
        message = _(
            "This looks like a citizen service number (BSN). Remove it, or confirm that it is none."
        )
        raise Refusal(message, field=f"{field}_has_no_bsn", rule="C-7")
