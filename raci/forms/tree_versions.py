"""Forms about a newer version of the tree: the file, and what is decided about it."""

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from raci.queries.tree_successors import Target
from raci.queries.tree_versions import END, INTO, KEEP, SAME, Difference, Gone, Line, Part
from raci.services.tree_taking import Decisions
from reasons.forms.tree import FILL_IN, WhyForm
from reasons.queries import choices

MOST_BYTES = 5 * 1024 * 1024
MOST_RENAMES = 5


class DeliverForm(forms.Form):
    """A file with a tree; what is wrong with its content is the import's to say."""

    file = forms.FileField(
        label=_("File with the tree"), error_messages=FILL_IN, allow_empty_file=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = _("A CSV file with the columns below, up to %(limit)s.")
        self.fields["file"].help_text = text % {"limit": filesizeformat(MOST_BYTES)}

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(_("This file is too large."))
        return file


class UndoForm(WhyForm):
    """Why a whole version is taken back."""


class DecideForm(WhyForm):
    """One field for each line, under its key. A row of the file is taken over unless it is ticked
    to be left, so that only exceptions are sent."""

    fingerprint = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, difference: Difference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.difference = difference
        self.initial["fingerprint"] = difference.fingerprint
        for line in difference.lines:
            if line.part != Part.SAME:
                label = _("Leave out") if line.part == Part.NEW else _("Leave as it is")
                self.fields[line.key] = forms.BooleanField(label=label, required=False)
        for gone in difference.gone:
            self.fields[gone.key] = forms.ChoiceField(
                label=_("What becomes of %(name)s?") % {"name": gone.name},
                choices=_choices(gone),
                initial=gone.suggestion,
            )

    @classmethod
    def kept(cls, sent: QueryDict, difference: Difference) -> "DecideForm":
        """What was decided, as far as it can still be decided, to be looked at once more."""
        form = cls(difference=difference, initial={"why": sent.get("why", "")})
        for line in difference.lines:
            form.initial[line.key] = line.key in sent
        for gone in difference.gone:
            field = cast(forms.ChoiceField, form.fields[gone.key])
            if (choice := sent.get(gone.key, "")) and field.valid_value(choice):
                form.initial[gone.key] = choice
        return form

    def lines(self, part: Part) -> Iterator[tuple[Line, forms.BoundField]]:
        return ((line, self[line.key]) for line in self.difference.of(part))

    def gone(self) -> Iterator[tuple[Gone, forms.BoundField]]:
        return ((gone, self[gone.key]) for gone in self.difference.gone)

    def decisions(self) -> Decisions:
        data = self.cleaned_data
        return Decisions(
            left=frozenset(line.key for line in self.difference.lines if data.get(line.key)),
            gone={gone.key: data[gone.key] for gone in self.difference.gone},
        )


def _choices(gone: Gone) -> list[Any]:
    targets = [successor.target for successor in gone.successors]
    renamed, merged = _("Is now called: %(name)s"), _("Count with: %(name)s")
    renames = [
        (f"{SAME}:{target.key}", renamed % {"name": target.name})
        for target in targets
        if target.is_new
    ]
    merges = [(f"{INTO}:{target.key}", merged % {"name": _way(target)}) for target in targets]
    return [(END, _("End it today")), (KEEP, _("Keep it")), *renames[:MOST_RENAMES], *merges]


def _way(target: Target) -> str:
    return choices.SEPARATOR.join(part for part in (target.above, target.name) if part)
