"""A file to import."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from contactreductie.core.refusals import Refusal

MAX_MAPPING_BYTES = 256 * 1024


class FileForm(forms.Form):
    """A file; what is wrong with its content is the import's to say."""

    file = forms.FileField(label=_("File"))

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

    def refuse(self, refusal: Refusal) -> None:
        """Shows a refusal at the file it is about."""
        self.add_error(refusal.field if refusal.field in self.fields else "file", str(refusal))


class TallyFileForm(FileForm):
    """A file of counts from paper. A day, channel and reason count once in a list, so that each
    list has to have a name of its own."""

    source = forms.CharField(
        label=_("Whose list is this?"),
        max_length=60,
        help_text=_("The team or desk. Of one list every day, channel and reason count once."),
        widget=forms.TextInput(attrs={"list": "list-names"}),
    )


class ImportForm(FileForm):
    """A file of contacts."""

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

    def clean_mapping(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data["mapping"]
        if file is not None and (file.size or 0) > MAX_MAPPING_BYTES:
            raise ValidationError(_("This file is too large."))
        return file
