"""The standing RACI: who answers for which reason."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raci.enums import RaciRole
from raci.models.department import Department
from reasons.models import ContactReason

ONE_HOLDER = Q(department=None, person__isnull=False) | Q(department__isnull=False, person=None)


class ReasonResponsibility(models.Model):
    """One letter of one holder for a reason and all below it, unless a nearer reason says else."""

    reason = models.ForeignKey(
        ContactReason, on_delete=models.PROTECT, related_name="responsibilities"
    )
    role = models.CharField(_("role"), max_length=1, choices=RaciRole)
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="responsibilities"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("responsibility")
        verbose_name_plural = _("responsibilities")
        ordering = ["reason", "role", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=ONE_HOLDER,
                name="raci_responsibility_holder",
                violation_error_message=_("Choose a department or a person."),
            ),
            models.UniqueConstraint(
                fields=["reason"],
                condition=Q(role=RaciRole.ACCOUNTABLE),
                name="raci_responsibility_one_accountable",
                violation_error_message=_("Choose exactly one accountable party (A)."),
            ),
            models.UniqueConstraint(
                fields=["reason", "role", "department"],
                condition=Q(department__isnull=False),
                name="raci_responsibility_department_once",
            ),
            models.UniqueConstraint(
                fields=["reason", "role", "person"],
                condition=Q(person__isnull=False),
                name="raci_responsibility_person_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason}: {self.role} {self.department or self.person}"
