"""Forms of the reasons app: input becomes a draft, the rules are the services'."""

from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from contactreductie.core.local_time import Season
from contactreductie.core.refusals import Refusal
from reasons.enums import Direction, Resolution
from reasons.models import Dimension
from reasons.queries import choices
from reasons.queries.catalog import Catalog
from reasons.services.drafts import ContactDraft

MAX_MAPPING_BYTES = 256 * 1024


class WallClockField(forms.Field):
    """A local time as typed, without zone: C-5 decides what it means."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"})

    def to_python(self, value: str | None) -> datetime | None:
        if not value:
            return None
        try:
            return datetime.fromisoformat(value).replace(tzinfo=None)
        except ValueError as error:
            raise ValidationError(_("This is not a possible time.")) from error


class ReasonSelect(forms.Select):
    """A select of which each option carries the words that also find it."""

    search_words: dict[str, str]

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if words := self.search_words.get(str(value)):
            option["attrs"]["data-search"] = words
        return option


class RegisterForm(forms.Form):
    """One contact. Every dimension has a field, so that the page works without JavaScript; the
    script shows only those that the chosen reason demands."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(
        label=_("Channel"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a channel.")},
    )
    reason = forms.ChoiceField(
        label=_("Why does the customer contact us?"),
        error_messages={"required": _("Choose exactly one main reason.")},
    )
    customer_ref = forms.CharField(
        label=_("Customer number"),
        required=False,
        max_length=60,
        help_text=_("Kept as an unreadable key only."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    resolution = forms.ChoiceField(
        label=_("Result"), required=False, choices=[("", _("Not filled in")), *Resolution.choices]
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=settings.NOTE_MAX_LENGTH,
        help_text=_("No names, numbers or addresses."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    direction = forms.ChoiceField(
        label=_("Direction"),
        choices=Direction.choices,
        initial=Direction.INBOUND,
        widget=forms.RadioSelect,
    )
    occurred_at = WallClockField(
        label=_("Moment of contact"), required=False, help_text=_("Empty means now.")
    )
    season = forms.ChoiceField(
        label=_("Summer time or winter time?"),
        required=False,
        choices=[("", "–"), (Season.SUMMER, _("Summer time")), (Season.WINTER, _("Winter time"))],
        help_text=_("Only in the night that the clock goes back."),
    )
    late_reason = forms.CharField(
        label=_("Why registered late?"),
        required=False,
        max_length=200,
        help_text=_("Only for a contact of more than a week ago."),
    )

    def __init__(self, *args: Any, catalog: Catalog, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.catalog = catalog
        self._offer("channel", [(c.code, c.name) for c in catalog.channels.values() if c.is_active])
        self._offer_reasons(today)
        for dimension in catalog.dimensions.values():
            self.fields[f"dim:{dimension.code}"] = self._dimension_field(dimension)

    def draft(self) -> ContactDraft:
        """What was typed, for the service to judge; an empty moment is that of saving."""
        data = self.cleaned_data
        names = ["id", "channel", "reason", "customer_ref", "resolution", "note"]
        names += ["direction", "occurred_at"]
        return ContactDraft(
            season=Season(data["season"]) if data["season"] else None,
            late_reason=data["late_reason"],
            dimensions={code: data[f"dim:{code}"] for code in self.catalog.dimensions},
            **{name: data[name] for name in names},
        )

    def refuse(self, refusal: Refusal) -> None:
        """Shows a refusal at the field it blames, or above the form."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))

    @property
    def has_choices(self) -> bool:
        """Whether there is any channel and any reason; a new installation has neither."""
        reasons = self.catalog.tree.nodes
        return bool(reasons and any(c.is_active for c in self.catalog.channels.values()))

    def dimension_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("dim:")]

    def demands(self) -> dict[str, list[str]]:
        """Per reason code, the names of the dimension fields it demands, for the script."""
        by_id = self.catalog.tree.by_id
        return {
            by_id[pk].code: [f"dim:{dimension.code}" for dimension in dimensions]
            for pk, dimensions in self.catalog.required.items()
        }

    def _offer(self, name: str, offered: list[Any]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = offered

    def _offer_reasons(self, today: date) -> None:
        widget = ReasonSelect(
            attrs={
                "data-combobox": "",
                "data-placeholder": _("Type a word of the question"),
                "data-found": _("found"),
                "data-none": _("No reason found. Try another word."),
                "autofocus": "",
            }
        )
        widget.search_words = choices.search_words()
        self.fields["reason"].widget = widget
        groups = choices.by_main_reason(self.catalog.tree, today, get_language() or "nl")
        self._offer("reason", [("", _("Choose a reason")), *groups.items()])

    def _dimension_field(self, dimension: Dimension) -> forms.ChoiceField:
        values = self.catalog.values[dimension.code].values()
        offered = [("", "–"), *((value.code, value.name) for value in values if value.is_active)]
        label = dimension.name[:1].upper() + dimension.name[1:]
        return forms.ChoiceField(label=label, choices=offered, required=False)


class ImportForm(forms.Form):
    """A file of contacts; what is wrong with its content is the import's to say."""

    file = forms.FileField(label=_("File"))
    mapping = forms.FileField(
        label=_("Mapping file"),
        required=False,
        help_text=_("Needed when the columns have other names than ours (TOML)."),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=60,
        required=False,
        help_text=_("The system the file comes from. The same source and reference count once."),
    )
    create_reasons = forms.BooleanField(
        label=_("Create missing reasons"),
        required=False,
        help_text=_("Also channels, dimensions and their values."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit = filesizeformat(settings.MAX_UPLOAD_BYTES)
        text = _("CSV (also .gz), XLSX or JSON lines, up to %(limit)s.")
        self.fields["file"].help_text = text % {"limit": limit}

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > settings.MAX_UPLOAD_BYTES:
            raise ValidationError(_("This file is too large."))
        return file

    def clean_mapping(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data["mapping"]
        if file is not None and (file.size or 0) > MAX_MAPPING_BYTES:
            raise ValidationError(_("This file is too large."))
        return file

    def refuse(self, refusal: Refusal) -> None:
        """Shows a refusal at the file it is about."""
        self.add_error(refusal.field if refusal.field in self.fields else "file", str(refusal))
